import { readFile } from "node:fs/promises";
import { Agent, request, type RequestOptions } from "node:https";
import type { IncomingMessage } from "node:http";
import { stringify } from "yaml";
import type { Certificates } from "./certificates.ts";
import { ToolchainError } from "../errors.ts";

/** An answer of the API server. */
export interface Answer {
  readonly code: number;
  readonly body: string;
}

/** An answer that is read while it arrives. */
export interface OpenAnswer {
  readonly code: number;
  /** Fails when the connection breaks. */
  readonly lines: AsyncIterable<string>;
}

/** The cluster's API server, reached as its administrator. */
export interface Api {
  readonly send: (
    method: string,
    path: string,
    body?: string,
    type?: string,
    accept?: string,
  ) => Promise<Answer>;
  /** A GET whose answer has no end, until `signal` says so or nothing came for two minutes. */
  readonly open: (path: string, signal: AbortSignal) => Promise<OpenAnswer>;
  /** Closes the connections. */
  readonly close: () => void;
}

/** Who owns the fields this folder writes (server-side apply). */
export const fieldManager = "msa-local-cluster";

/** Milliseconds. A watch that has nothing to tell gets a bookmark every minute. */
const openPatience = 120_000;

/** An object and the path it lives at. */
export interface Placed {
  readonly path: string;
  /** The object, or its YAML as it stands. */
  readonly body: string | Readonly<Record<string, unknown>>;
}

export async function connect(port: number, certificates: Certificates): Promise<Api> {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 8,
    ca: await readFile(certificates.authority),
    cert: await readFile(certificates.admin.certificate),
    key: await readFile(certificates.admin.key),
  });
  const send: Api["send"] = (
    method,
    path,
    body,
    type = "application/json",
    accept = "application/json",
  ) =>
    new Promise((resolve, reject) => {
      const headers = { "content-type": type, accept, "user-agent": fieldManager };
      const call = request(
        { agent, host: "127.0.0.1", port, method, path, timeout: 30_000, headers },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            resolve({ code: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
          });
        },
      );
      call.on("timeout", () => call.destroy(new Error("no answer within 30 s")));
      call.on("error", reject);
      call.end(body);
    });
  return {
    send,
    open: (path, signal) => open({ agent, host: "127.0.0.1", port, path, signal }),
    close: () => {
      agent.destroy();
    },
  };
}

async function open(target: RequestOptions): Promise<OpenAnswer> {
  const headers = { accept: "application/json", "user-agent": fieldManager };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const call = request({ ...target, headers, timeout: openPatience }, resolve);
    call.on("timeout", () => call.destroy(new Error("nothing came for two minutes")));
    call.on("error", reject);
    call.end();
  });
  response.setEncoding("utf8");
  return { code: response.statusCode ?? 0, lines: linesOf(response) };
}

async function* linesOf(stream: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

/**
 * Server-side apply: creates the object or brings our fields to what `placed` says.
 * @throws ToolchainError with the API server's words when it refuses.
 */
export async function apply(api: Api, placed: Placed): Promise<void> {
  const body = typeof placed.body === "string" ? placed.body : stringify(placed.body);
  const path = `${placed.path}?fieldManager=${fieldManager}&force=true`;
  const answer = await api.send("PATCH", path, body, "application/apply-patch+yaml");
  if (answer.code >= 300) throw refused(placed, answer);
}

/** Creates the object; one that is there already stays as it is. */
export async function create(
  api: Api,
  collection: string,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  const answer = await api.send(
    "POST",
    `${collection}?fieldManager=${fieldManager}`,
    JSON.stringify(body),
  );
  if (answer.code >= 300 && answer.code !== 409) throw refused({ path: collection, body }, answer);
}

/** Removes the object; one that is not there is no error. */
export async function remove(api: Api, path: string): Promise<void> {
  const answer = await api.send("DELETE", path);
  if (answer.code >= 300 && answer.code !== 404) throw refused({ path, body: "" }, answer);
}

/** Runs `work` over `items`, a few at a time. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

function refused(placed: Placed, answer: Answer): ToolchainError {
  return new ToolchainError(
    `${placed.path}: refused by the API server (${answer.code}): ${answer.body.slice(0, 500)}`,
  );
}
