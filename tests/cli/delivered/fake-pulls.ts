import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A pull request as the part of GitHub's REST API that is used knows it. */
export interface FakePull {
  readonly number: number;
  readonly html_url: string;
  readonly head: { readonly ref: string };
  readonly base: string;
  title: string;
  body: string;
}

/** A GitHub that has pull requests and nothing else. */
export interface FakePulls {
  readonly url: string;
  readonly pulls: FakePull[];
  stop(): Promise<void>;
}

export async function startPulls(): Promise<FakePulls> {
  const pulls: FakePull[] = [];
  const server = createServer((request, response) => {
    void text(request).then((sent) => {
      const { method = "", url = "" } = request;
      const body = sent === "" ? {} : (JSON.parse(sent) as Record<string, string>);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(answer(pulls, method, url, body)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    pulls,
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function answer(
  pulls: FakePull[],
  method: string,
  url: string,
  { head = "", base = "", title = "", body = "" }: Record<string, string>,
): unknown {
  if (method === "GET") return pulls;
  if (method === "PATCH") {
    const known = pulls.find(({ number }) => url.endsWith(`/pulls/${String(number)}`));
    return Object.assign(known ?? {}, { title, body });
  }
  const number = pulls.length + 1;
  const html_url = `https://github.example/${String(number)}`;
  const made = { number, html_url, head: { ref: head }, base, title, body };
  pulls.push(made);
  return made;
}
