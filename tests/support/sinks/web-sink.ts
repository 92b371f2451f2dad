import { createServer } from "node:https";

import type { Certificate } from "./certificate.ts";
import { SinkServer } from "./sink.ts";

/** A message as it arrived. */
export interface WebMessage {
  readonly at: number;
  readonly path: string;
  readonly authorization: string | undefined;
  /** The body, parsed. */
  readonly body: unknown;
}

/** An HTTPS server that answers as Slack and Teams do, and keeps what it is sent. */
export class WebSink extends SinkServer {
  readonly messages: WebMessage[] = [];

  constructor({ certificate: cert, key }: Certificate) {
    super(
      createServer({ cert, key }, (request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
          if (this.mood === "hanging") return;
          response.setHeader("content-type", "application/json");
          if (this.mood === "refusing") {
            response.writeHead(400).end('{"ok": false, "error": "channel_not_found"}');
            return;
          }
          this.messages.push({
            at: Date.now(),
            path: request.url ?? "",
            authorization: request.headers.authorization,
            body: JSON.parse(Buffer.concat(chunks).toString()) as unknown,
          });
          response.end('{"ok": true}');
        });
      }),
    );
  }

  get url(): string {
    return `https://localhost:${this.port}`;
  }
}
