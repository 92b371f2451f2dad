import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

import { KubeConfig } from "@kubernetes/client-node";

/** What a fake server says to one request; nothing at all when it is `silence`. */
export interface Answer {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes as they are, anything else as JSON. */
  readonly body?: unknown;
}
export const silence = "silence";
export type Answering = (path: string, request: IncomingMessage) => Answer | typeof silence;

export interface FakeServer {
  readonly url: string;
  /** `127.0.0.1:<port>`. */
  readonly host: string;
  /** `GET /path` of each request, in order. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

/** Starts an HTTP server on a free loopback port. */
export async function startServer(answering: Answering): Promise<FakeServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    requests.push(`${request.method ?? ""} ${path}`);
    const answer = answering(path, request);
    if (answer === silence) return;
    const { status = 200, headers = {}, body = "" } = answer;
    const isPlain = typeof body === "string" || Buffer.isBuffer(body);
    response.writeHead(status, {
      "content-type": isPlain ? "text/plain" : "application/json",
      ...headers,
    });
    response.end(isPlain ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** An address on which nothing listens any more. */
export async function deadHost(): Promise<string> {
  const server = await startServer(() => ({}));
  await server.stop();
  return server.host;
}

/** A failure as an API server words it. */
export function refusal(code: number, message: string): Answer {
  return { status: code, body: { kind: "Status", apiVersion: "v1", status: "Failure", message } };
}

/** Lists of an API server by resource, such as `pods`; all others are empty. */
export function listing(lists: Readonly<Record<string, readonly unknown[]>>): Answering {
  return (path) => {
    const resource = path.split("?")[0]?.split("/").at(-1) ?? "";
    return { body: { apiVersion: "v1", kind: "List", items: lists[resource] ?? [] } };
  };
}

/** Clients for a fake API server. */
export function kubeTo(url: string): KubeConfig {
  const kube = new KubeConfig();
  kube.loadFromClusterAndUser(
    { name: "fake", server: url, skipTLSVerify: true },
    { name: "tester" },
  );
  return kube;
}

/** The same as a kubeconfig file's text; its one context is `fake`. */
export function kubeconfigTo(url: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "fake", cluster: { server: url, "insecure-skip-tls-verify": true } }],
    users: [{ name: "tester", user: {} }],
    contexts: [{ name: "fake", context: { cluster: "fake", user: "tester" } }],
  });
}
