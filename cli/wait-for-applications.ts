import { setTimeout as sleep } from "node:timers/promises";

import type { KubeConfig } from "@kubernetes/client-node";

import type { Config } from "../config/model.ts";
import { CliError } from "./errors.ts";
import type { ServiceStatus } from "./status/model.ts";
import { readLive } from "./status/read-live.ts";
import { isSettled } from "./status/settled.ts";
import { statusOf } from "./status/status.ts";

export interface WaitOptions {
  /** @default 300 */
  readonly timeoutSeconds?: number;
  /** Called about once a second with what is still missing. */
  readonly tell?: (detail: string) => void;
}

/** Argo CD looks again every few seconds; asking more often shows nothing new. */
const pollMilliseconds = 1000;

/**
 * Waits until every Application of the environment is Synced and Healthy with what is declared now.
 *
 * @throws CliError with the reason of each service that did not come, after the timeout.
 */
export async function waitForApplications(
  kube: KubeConfig,
  config: Config,
  { timeoutSeconds = 300, tell }: WaitOptions = {},
): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const live = await readLive(kube, {
      argoNamespace: config.addons.argoCd.namespace,
      namespace: config.namespace,
    });
    const settled = new Set(live.applications.filter(isSettled).map((app) => app.metadata.name));
    const missing = statusOf(config, live).filter((row) => !settled.has(row.application));
    if (missing.length === 0) {
      return;
    }
    if (Date.now() > deadline) {
      throw new CliError(tooLate(missing, timeoutSeconds));
    }
    tell?.(missing.map(shortly).join(", "));
    await sleep(pollMilliseconds);
  }
}

function shortly(row: ServiceStatus): string {
  const { ready, wanted } = row.replicas;
  return `${row.service} ${row.sync}/${row.health} ${ready}/${wanted}`;
}

function tooLate(missing: readonly ServiceStatus[], seconds: number): string {
  const lines = missing.flatMap((row) => [
    `  ${shortly(row)}`,
    ...row.reasons.map((reason) => `    ${reason}`),
  ]);
  return [
    `Applications: not Synced and Healthy after ${seconds} s (${missing.length} of them). Look at the reasons:`,
    ...lines,
  ].join("\n");
}
