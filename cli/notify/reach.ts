import { readFile } from "node:fs/promises";

import { CoreV1Api, type KubeConfig, type V1Pod } from "@kubernetes/client-node";

import type { Config } from "../../config/model.ts";
import { readAlertmanager } from "../../toolchain/cluster/cluster.ts";
import { answerFor } from "../kube-answer.ts";
import { kubeConfigFor } from "../kube.ts";
import { CliError } from "../errors.ts";
import { clusterFolder, type Target } from "../target.ts";
import { forwardPort } from "./port-forward.ts";

/** A way to the platform's Alertmanager. */
export interface Reached {
  /** Where it answers on this machine. */
  readonly url: string;
  /** What it has written since a moment (RFC 3339); empty when that cannot be read. */
  readonly readLog: (since: string) => Promise<string>;
}

/** Of the pods that the Prometheus operator makes for the release (components/addons/prometheus/values.ts). */
const selector = "app.kubernetes.io/name=alertmanager,alertmanager=prometheus-alertmanager";
const container = "alertmanager";
const port = 9093;

/**
 * Calls `use` with a way to Alertmanager: on a local cluster its process, elsewhere a port of one of its
 * pods, which no NetworkPolicy closes. The way is closed again when `use` has ended.
 *
 * @throws CliError when none of its pods is Ready.
 */
export async function withAlertmanager<T>(
  target: Target,
  { platform, addons }: Pick<Config, "platform" | "addons">,
  use: (reached: Reached) => Promise<T>,
): Promise<T> {
  if (target.kind === "local") {
    const found = await readAlertmanager(clusterFolder(platform.owner));
    if (found === undefined) throw notReady(target);
    return use({ url: found.url, readLog: () => readFile(found.log, "utf8") });
  }
  const namespace = addons.prometheus?.namespace ?? "";
  return throughPod(kubeConfigFor(target), namespace, { target, use });
}

interface Use<T> {
  readonly target: Target;
  readonly use: (reached: Reached) => Promise<T>;
}

async function throughPod<T>(
  kube: KubeConfig,
  namespace: string,
  { target, use }: Use<T>,
): Promise<T> {
  const core = kube.makeApiClient(CoreV1Api);
  const pods = await answerFor(
    `pods of Alertmanager in namespace ${namespace}`,
    core.listNamespacedPod({ namespace, labelSelector: selector }),
  );
  const name = pods.items.find(isReady)?.metadata?.name;
  if (name === undefined) throw notReady(target);
  const forward = await forwardPort(kube, { namespace, pod: name, port });
  const readLog = async (since: string): Promise<string> =>
    core
      .readNamespacedPodLog({
        namespace,
        name,
        container,
        sinceSeconds: Math.ceil((Date.now() - Date.parse(since)) / 1000) + 1,
      })
      // Who may forward a port need not be allowed to read logs.
      .catch(() => "");
  try {
    return await use({ url: `http://127.0.0.1:${forward.port}`, readLog });
  } finally {
    forward.close();
  }
}

function isReady({ metadata, status }: V1Pod): boolean {
  return (
    metadata?.deletionTimestamp === undefined &&
    status?.conditions?.some((one) => one.type === "Ready" && one.status === "True") === true
  );
}

function notReady({ environment, kind, context }: Target): CliError {
  const option = kind === "context" ? ` --context ${context}` : "";
  const up = {
    local: `make up ENV=${environment}`,
    context: `make up ENV=${environment} CONTEXT=${context}`,
    stack: `./msa pulumi ${environment} -- up`,
  }[kind];
  return new CliError(
    `Alertmanager: none of its pods is Ready (found none). Bring the platform up: ${up}, ` +
      `and see why it is not: ./msa status ${environment}${option}.`,
  );
}
