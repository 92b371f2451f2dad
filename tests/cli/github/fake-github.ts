import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A thing with a body, as GitHub keeps comments and issues. */
export interface Kept {
  readonly id: number;
  readonly number: number;
  body: string;
  readonly html_url: string;
  readonly user: { readonly type: string };
  title?: string;
  state?: string;
  pull_request?: object;
}

/** A server that follows the part of GitHub's REST API that is used. */
export interface FakeGithub {
  readonly url: string;
  readonly comments: Kept[];
  readonly issues: Kept[];
  readonly pulls: { readonly number: number; readonly head: { readonly sha: string } }[];
  /** `<method> <path with query>` of each request. */
  readonly requests: string[];
  /** Answers that come before the real ones, in order. */
  readonly first: Refusal[];
  stop(): Promise<void>;
}

const token = "Bearer ghs_test";

interface Refusal {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly message?: string;
}

/** Which list a path is about, and which of its items. */
function partsOf(path: string): { readonly list: string; readonly one: string } {
  const lists = "issues/7/comments|issues/comments|issues|pulls";
  const found = new RegExp(`^/repos/acme/shop/(${lists})(?:/(\\d+))?$`).exec(path);
  return { list: found?.[1] ?? "", one: found?.[2] ?? "" };
}

function badToken({ headers }: IncomingMessage): Refusal | undefined {
  return headers.authorization === token ? undefined : { status: 401, message: "Bad credentials" };
}

export async function startGithub(): Promise<FakeGithub> {
  const kept: Pick<FakeGithub, "comments" | "issues" | "pulls" | "requests" | "first"> = {
    comments: [],
    issues: [],
    pulls: [],
    requests: [],
    first: [],
  };
  let url = "";
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = "", url: path = "" } = request;
    kept.requests.push(`${method} ${path}`);
    const say = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body));
    };
    const sent = JSON.parse((await text(request)) || "{}") as Partial<Kept>;
    const refusal = kept.first.shift() ?? badToken(request);
    if (refusal !== undefined) {
      say(refusal.status, { message: refusal.message ?? "Not now" }, refusal.headers);
      return;
    }
    const at = new URL(path, "http://github");
    const { list, one } = partsOf(at.pathname);
    const all = list === "issues" ? kept.issues : kept.comments;
    const answers: Record<string, () => void> = {
      GET: () => {
        page(all, at, url, say);
      },
      POST: () => {
        say(201, add(all, sent, url));
      },
      PATCH: () => {
        say(200, Object.assign(all.find(({ id }) => String(id) === one) ?? {}, sent));
      },
    };
    if (list === "pulls") say(200, kept.pulls);
    else if (list === "") say(404, { message: "Not Found" });
    else answers[method]?.();
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    ...kept,
    url,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** Adds one as the robot of GitHub Actions, or as whoever is given. */
export function add(all: Kept[], sent: Partial<Kept>, url = ""): Kept {
  const id = all.length + 1;
  const made = {
    body: "",
    ...sent,
    id,
    number: id,
    html_url: `${url}/${String(id)}`,
    user: sent.user ?? { type: "Bot" },
  };
  all.push(made);
  return made;
}

function page(
  all: readonly Kept[],
  at: URL,
  url: string,
  say: (status: number, body: unknown, headers?: Record<string, string>) => void,
): void {
  const size = Number(at.searchParams.get("per_page") ?? 30);
  const number = Number(at.searchParams.get("page") ?? 1);
  const state = at.searchParams.get("state");
  const listed = all.filter((each) => state === null || (each.state ?? "open") === state);
  const isLast = number * size >= listed.length;
  at.searchParams.set("page", String(number + 1));
  const next = `<${url}${at.pathname}${at.search}>; rel="next", <${url}>; rel="last"`;
  say(200, listed.slice((number - 1) * size, number * size), isLast ? {} : { link: next });
}
