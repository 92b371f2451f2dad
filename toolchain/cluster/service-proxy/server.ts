import {
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { messageOf } from "../errors.ts";

/** Finds the port on this machine that answers for a host and port. */
export type Resolve = (host: string, port: number) => Promise<number>;

/** A forward proxy for plain HTTP: it passes a call on to where its host leads, and only there. */
export function createProxy(resolve: Resolve): Server {
  const server = createServer((incoming, outgoing) => {
    if (incoming.url === "/healthz") {
      outgoing.end("ok");
      return;
    }
    pass(resolve, incoming, outgoing).catch((error: unknown) => {
      process.stderr.write(`${messageOf(error)}\n`);
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502, { "content-type": "text/plain" }).end(`${messageOf(error)}\n`);
    });
  });
  // A tunnel, as TLS needs one, leads to an end that proves its name; nothing here could.
  server.on("connect", (_, socket) => {
    socket.end("HTTP/1.1 501 Not Implemented\r\nconnection: close\r\n\r\n");
  });
  return server;
}

async function pass(
  resolve: Resolve,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { url = "", method, headers } = incoming;
  const target = URL.parse(url);
  if (target?.protocol !== "http:") throw new Error(`${url}: not a call for a proxy`);
  const port = await resolve(target.hostname, Number(target.port || 80));
  await new Promise<void>((done, reject) => {
    const call = request(
      {
        host: "127.0.0.1",
        port,
        method,
        path: `${target.pathname}${target.search}`,
        headers: { ...headers, host: target.host },
        agent: false,
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on("error", reject);
        answer.pipe(outgoing);
        outgoing.on("close", done);
      },
    );
    call.on("error", reject);
    // Who has gone away waits for nothing.
    outgoing.on("close", () => call.destroy());
    incoming.pipe(call);
  });
}
