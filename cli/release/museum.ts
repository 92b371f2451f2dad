import { readFileSync, writeFileSync } from "node:fs";

import type { Publication, Repository } from "./publish-chart.ts";
import { PublishError } from "./publish-error.ts";

/** A ChartMuseum, by its HTTP API (github.com/helm/chartmuseum, "API"). */
export function museum({ repository, login }: Publication): Repository {
  const start = repository.replace(/\/$/, "");
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const url = `${start}${path}`;
    const method = init.method ?? "GET";
    try {
      const answer = await fetch(url, { ...init, headers: headersOf(login) });
      if (answer.ok || [404, 409].includes(answer.status)) return answer;
      throw refused(method, url, `${String(answer.status)} ${await wordsOf(answer)}`);
    } catch (error) {
      if (error instanceof PublishError) throw error;
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw refused(method, url, cause instanceof Error ? cause.message : String(cause));
    }
  };
  return {
    get: async (name, version, file) => {
      const answer = await ask(`/charts/${name}-${version}.tgz`);
      if (answer.status === 404) return false;
      writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
      return true;
    },
    put: async (file) => {
      const answer = await ask("/api/charts", { method: "POST", body: readFileSync(file) });
      if (answer.status === 404) {
        throw refused("POST", `${start}/api/charts`, "404: its API is switched off");
      }
      return answer.status !== 409;
    },
  };
}

function headersOf(login: Publication["login"]): Record<string, string> {
  if (login === undefined) return {};
  const text = Buffer.from(`${login.user}:${login.password}`).toString("base64");
  return { authorization: `Basic ${text}` };
}

async function wordsOf(answer: Response): Promise<string> {
  const said = (await answer.json().catch(() => ({}))) as { error?: unknown };
  return typeof said.error === "string" ? said.error : answer.statusText;
}

function refused(method: string, url: string, words: string): PublishError {
  return new PublishError(
    `chart repository: refused (${method} ${url}: ${words}). Set CHARTMUSEUM_USER and CHARTMUSEUM_PASSWORD ` +
      "to a login that may write, and check the address.",
  );
}
