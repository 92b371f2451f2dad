import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

/** A server that follows the part of ChartMuseum's API that is used (its README, "API"). */
export interface FakeMuseum {
  readonly url: string;
  readonly charts: Map<string, Buffer>;
  /** `<method> <path>: <status>` of each request. */
  readonly requests: string[];
  stop(): Promise<void>;
}

/** The login that may write. */
export const login = { user: "robot$ci", password: "pass:word" };

export async function startMuseum(): Promise<FakeMuseum> {
  const charts = new Map<string, Buffer>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const { method = "", url = "", headers } = request;
      const answer = (status: number, content: unknown) => {
        requests.push(`${method} ${url}: ${String(status)}`);
        response.writeHead(status);
        response.end(Buffer.isBuffer(content) ? content : JSON.stringify(content));
      };
      const file = url.replace("/charts/", "");
      const kept = charts.get(file);
      const expected = Buffer.from(`${login.user}:${login.password}`).toString("base64");
      if (method === "GET" && kept !== undefined) answer(200, kept);
      else if (method === "GET") answer(404, { error: "chart not found" });
      else if (headers.authorization !== `Basic ${expected}`)
        answer(401, { error: "unauthorized" });
      else save(charts, body, answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    charts,
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

function save(
  charts: Map<string, Buffer>,
  body: Buffer,
  answer: (status: number, content: unknown) => void,
): void {
  const text = gunzipSync(body).toString();
  const name = `${/^name: (.+)$/m.exec(text)?.[1] ?? ""}-${/^version: (.+)$/m.exec(text)?.[1] ?? ""}.tgz`;
  if (charts.has(name)) {
    answer(409, { error: "file already exists" });
    return;
  }
  charts.set(name, body);
  answer(201, { saved: true });
}
