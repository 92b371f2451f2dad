import { z } from "zod";

import { CliError } from "../errors.ts";
import { describeFailure, timeoutMilliseconds } from "../preflight/fetch-failure.ts";
import { type Counters, countersOf } from "./counters.ts";
import type { SampleAlert } from "./samples.ts";

/** An alert, and who is to be told. */
export interface RoutedAlert {
  readonly labels: Readonly<Record<string, string>>;
  /** Names of receivers. */
  readonly receivers: readonly string[];
}

/** The API of an Alertmanager, as far as a test of it goes. */
export interface Alertmanager {
  readonly send: (alerts: readonly SampleAlert[]) => Promise<void>;
  /** The alerts of one episode, with the receivers that its own routes lead to. */
  readonly routed: (episode: string) => Promise<readonly RoutedAlert[]>;
  /** What it has counted so far, by receiver. */
  readonly counters: () => Promise<ReadonlyMap<string, Counters>>;
}

const alertsSchema = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    receivers: z.array(z.object({ name: z.string() })),
  }),
);

/** @param url where it is reached from here, such as `http://127.0.0.1:9093`. */
export function alertmanagerAt(url: string): Alertmanager {
  return {
    send: async (alerts) => {
      await ask(url, "/api/v2/alerts", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(alerts),
      });
    },
    routed: async (episode) => {
      const filter = encodeURIComponent(`episode=${JSON.stringify(episode)}`);
      const found = await ask(url, `/api/v2/alerts?filter=${filter}`);
      return alertsSchema
        .parse(JSON.parse(found))
        .map(({ labels, receivers }) => ({ labels, receivers: receivers.map(({ name }) => name) }));
    },
    counters: async () => countersOf(await ask(url, "/metrics")),
  };
}

async function ask(url: string, path: string, init: RequestInit = {}): Promise<string> {
  const where = `Alertmanager: ${init.method ?? "GET"} ${path.replace(/\?.*/, "")}`;
  let answer: { ok: boolean; status: number; text: string };
  try {
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    const response = await fetch(`${url}${path}`, { ...init, signal });
    answer = { ok: response.ok, status: response.status, text: await response.text() };
  } catch (error) {
    throw new CliError(
      `${where}: no answer that can be used (${describeFailure(error)}). ` +
        "Check that its pods run; then run the same command again.",
    );
  }
  if (!answer.ok) {
    throw new CliError(
      `${where}: refused (HTTP ${answer.status}: ${answer.text.slice(0, 300).trim()}). ` +
        "Check what the release renders: ./msa render <environment>.",
    );
  }
  return answer.text;
}
