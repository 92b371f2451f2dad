import { setTimeout as sleepFor } from "node:timers/promises";

import { z } from "zod";

import { CliError, exitCodes } from "../errors.ts";

/** How GitHub is reached, and as whom. */
export interface GithubOptions {
  /** Address of the API; GitHub Enterprise has its own. */
  readonly url: string;
  readonly token: string;
  /** `<owner>/<name>`. */
  readonly repository: string;
  /** Waits so many milliseconds. @default really */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/** Calls on one repository. */
export interface Github {
  /** Asks for every page of a list. `path` is below the repository, such as `/issues/1/comments`. */
  list<T>(path: string, item: z.ZodType<T>): Promise<T[]>;
  send<T>(method: "POST" | "PATCH", path: string, body: object, answer: z.ZodType<T>): Promise<T>;
}

/** GitHub refuses, or cannot be reached. */
export class GithubError extends CliError {}

const mostAttempts = 5;
/** A primary rate limit can last an hour; a job that waits as long only costs. */
const longestWaitSeconds = 120;

/** From the variables that GitHub Actions sets; `GITHUB_TOKEN` must be passed on by the workflow. */
export function githubFrom(environment: NodeJS.ProcessEnv): Github {
  const { GITHUB_API_URL: url = "https://api.github.com" } = environment;
  const { GITHUB_TOKEN: token = "", GITHUB_REPOSITORY: repository = "" } = environment;
  const missing = [
    ...(token === "" ? ["GITHUB_TOKEN"] : []),
    ...(repository === "" ? ["GITHUB_REPOSITORY"] : []),
  ];
  if (missing.length > 0) {
    throw new GithubError(
      `environment: ${missing.join(" and ")} must be set. GITHUB_REPOSITORY is <owner>/<name>, ` +
        "GITHUB_TOKEN a token that may write to its issues and pull requests.",
      exitCodes.badInput,
    );
  }
  return connectGithub({ url, token, repository });
}

/** Calls GitHub's REST API; waits and asks again when it is busy or wants fewer questions. */
export function connectGithub(options: GithubOptions): Github {
  const start = `${options.url}/repos/${options.repository}`;
  return {
    list: async (path, item) => {
      const found = [];
      let next: string | undefined = `${start}${path}${path.includes("?") ? "&" : "?"}per_page=100`;
      while (next !== undefined) {
        const response = await ask(options, "GET", next);
        found.push(...z.array(item).parse(await response.json()));
        next = nextPage(response, options.url);
      }
      return found;
    },
    send: async (method, path, body, answer) =>
      answer.parse(await (await ask(options, method, `${start}${path}`, body)).json()),
  };
}

/** The page after this one (docs.github.com/rest/using-the-rest-api/using-pagination). */
function nextPage(response: Response, url: string): string | undefined {
  const next = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
  // The token goes along, so the page must be GitHub's own.
  return next !== undefined && new URL(next).origin === new URL(url).origin ? next : undefined;
}

async function ask(
  { token, sleep = sleepFor }: GithubOptions,
  method: string,
  url: string,
  body?: object,
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await fetch(url, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "x-github-api-version": "2022-11-28",
        "user-agent": "msa-gitops",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: unknown) => unreachable(error));
    if (typeof answer === "object" && answer.ok) return answer;
    const wait = attempt < mostAttempts ? waitSeconds(answer, attempt) : undefined;
    if (wait === undefined) throw await refusal(answer, method, url);
    await sleep(wait * 1000);
  }
}

function unreachable(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? cause.message : String(error);
}

/**
 * How long to wait before asking again; undefined when that would not help
 * (docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api).
 */
function waitSeconds(answer: Response | string, attempt: number): number | undefined {
  const growing = 2 ** (attempt - 1);
  if (typeof answer === "string" || answer.status >= 500) return growing;
  const { status, headers } = answer;
  const isLimited = headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0";
  if (status !== 429 && !(status === 403 && isLimited)) return undefined;
  const after = Number(headers.get("retry-after") ?? NaN);
  const reset = Number(headers.get("x-ratelimit-reset") ?? NaN) - Date.now() / 1000;
  const wait = [after, reset].find((seconds) => Number.isFinite(seconds)) ?? 60;
  return wait > longestWaitSeconds ? undefined : Math.max(wait, growing);
}

async function refusal(
  answer: Response | string,
  method: string,
  url: string,
): Promise<GithubError> {
  const where = `${method} ${url}`;
  if (typeof answer === "string") {
    return new GithubError(`GitHub: cannot be reached (${where}: ${answer}). Try again later.`);
  }
  const said = (await answer.json().catch(() => ({}))) as { message?: unknown };
  const words = typeof said.message === "string" ? said.message : answer.statusText;
  const advice: Readonly<Record<number, string>> = {
    401: "Give a token that is valid.",
    403: "Give the job the permission it needs (`permissions:` in the workflow).",
    404: "Check repository and number; a token without access to them gets this answer too.",
  };
  return new GithubError(
    `GitHub: refused (${where}: ${String(answer.status)} ${words}). ${advice[answer.status] ?? "Try again later."}`,
  );
}
