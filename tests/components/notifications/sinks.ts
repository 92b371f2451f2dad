import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

/** A request that a channel was sent. */
export interface Posted {
  readonly path: string;
  readonly authorization: string;
  readonly body: unknown;
}

/** Slack and Teams on loopback: takes every message, and keeps it. */
export class ChatSink {
  readonly posted: Posted[] = [];
  private readonly server: HttpServer = createHttpServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (part: string) => (body += part));
    request.on("end", () => {
      const { url = "", headers } = request;
      this.posted.push({
        path: url,
        authorization: headers.authorization ?? "",
        body: JSON.parse(body),
      });
      response.setHeader("Content-Type", "application/json").end('{"ok":true}');
    });
  });

  /** Address to send to, without a path. */
  async start(): Promise<string> {
    return `http://127.0.0.1:${await listen(this.server)}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** A mail as it was sent. */
export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
}

/** A mail server on loopback, as small as SMTP can be (RFC 5321): takes every mail, and keeps it. */
export class MailSink {
  readonly mails: Mail[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer((socket) => {
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket));
    this.talk(socket);
  });

  /** Port to send to. */
  start(): Promise<number> {
    return listen(this.server);
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private talk(socket: Socket): void {
    let unread = "";
    let from = "";
    let to: string[] = [];
    let isData = false;
    const answer = (line: string) => socket.write(`${line}\r\n`);
    const obey = (line: string) => {
      const [, address = ""] = /<([^>]*)>/.exec(line) ?? [];
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === "MAIL") [from, to] = [address, []];
      if (verb === "RCPT") to.push(address);
      isData = verb === "DATA";
      answer(isData ? "354 go on" : verb === "QUIT" ? "221 bye" : "250 ok");
    };
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => {
      unread += part;
      for (;;) {
        const end = isData ? "\r\n.\r\n" : "\r\n";
        const at = unread.indexOf(end);
        if (at < 0) return;
        const text = unread.slice(0, at);
        unread = unread.slice(at + end.length);
        if (isData) {
          this.mails.push({ from, to, source: text.replaceAll("\r\n..", "\r\n.") });
          isData = false;
          answer("250 taken");
        } else {
          obey(text);
        }
      }
    });
    answer("220 sink");
  }
}

/** A header and the two bodies of a mail that Alertmanager sent. */
export function readMail({ source }: Mail) {
  const [head = ""] = source.split("\r\n\r\n", 1);
  const boundary = /boundary=(\S+)/.exec(head)?.[1] ?? "";
  const part = (type: string) => {
    const found = source.split(`--${boundary}`).find((each) => each.includes(`: ${type};`)) ?? "";
    return quotedPrintable(found.slice(found.indexOf("\r\n\r\n") + 4));
  };
  return {
    subject: /^Subject: (.*)$/m.exec(head)?.[1]?.trim() ?? "",
    text: part("text/plain"),
    html: part("text/html"),
  };
}

/** RFC 2045, section 6.7. */
function quotedPrintable(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8").replaceAll("\r\n", "\n").trim();
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}
