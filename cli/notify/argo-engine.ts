import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { CoreV1Api, type KubeConfig } from "@kubernetes/client-node";

import { toolbox } from "../../toolchain/toolbox.ts";
import { CliError } from "../errors.ts";
import { answerIfThere, ForbiddenError } from "../kube-answer.ts";
import { root } from "../paths.ts";
import type { SampleApplication } from "./sample-applications.ts";

/** Name of the ConfigMap with Argo CD's templates and services. */
const configMapName = "argocd-notifications-cm";
/** The service whose Alertmanager is reached (components/notifications/alertmanagers.ts). */
const service = "alertmanager-0";

type Settings = Readonly<Record<string, string>>;

/** Argo CD's own notifications engine with the settings of a cluster, or why there is none here. */
export type Engine =
  { readonly command: string; readonly settings: Settings } | { readonly missing: string };

/**
 * Finds the engine, which is in the command `argocd`, and the settings that the controller has.
 *
 * @param namespace of Argo CD.
 */
export async function findEngine(kube: KubeConfig, namespace: string): Promise<Engine> {
  const command = await argocdCommand();
  if (command === undefined) {
    return { missing: "the command argocd is not on PATH (install that of Argo CD 3.5)" };
  }
  try {
    const found = await answerIfThere(
      `ConfigMap ${namespace}/${configMapName}`,
      kube.makeApiClient(CoreV1Api).readNamespacedConfigMap({ namespace, name: configMapName }),
    );
    const settings = found?.data ?? {};
    if (settings[`service.webhook.${service}`] !== undefined) return { command, settings };
    return {
      missing: `ConfigMap ${namespace}/${configMapName} has none of this platform's templates`,
    };
  } catch (error) {
    if (!(error instanceof ForbiddenError)) throw error;
    return { missing: `this account may not read ConfigMap ${namespace}/${configMapName}` };
  }
}

/** Our own, else the person's. */
async function argocdCommand(): Promise<string | undefined> {
  const own = join(toolbox(root).binFolder, "argocd");
  if (existsSync(own)) return own;
  const isThere = await promisify(execFile)("argocd", ["version", "--client"]).then(
    () => true,
    () => false,
  );
  return isThere ? "argocd" : undefined;
}

/**
 * Has the engine fill its templates for each sample, and its service post them.
 *
 * @param url where Alertmanager answers on this machine; the name in the settings is the cluster's own.
 * @throws CliError with the engine's words.
 */
export async function sendThrough(
  { command, settings }: Extract<Engine, { command: string }>,
  samples: readonly SampleApplication[],
  url: string,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "msa-notify-"));
  try {
    const configMap = await writeJson(join(folder, "config-map.json"), configMapTo(settings, url));
    const kubeconfig = await writeJson(join(folder, "kubeconfig"), noCluster);
    const send = async ({ template, application }: SampleApplication, position: number) => {
      const file = await writeJson(join(folder, `${position}.json`), application);
      await notify(command, [template, file, "--config-map", configMap], kubeconfig);
    };
    // A few at a time: each is a process of its own.
    const waiting = [...samples.entries()];
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await send(next[1], next[0]);
      }
    };
    await Promise.all(Array.from({ length: 4 }, work));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** It ends with 0 whatever happened, and says what on standard error (notifications-engine, pkg/cmd). */
async function notify(command: string, args: readonly string[], kubeconfig: string): Promise<void> {
  const all = ["admin", "notifications", "template", "notify", ...args];
  const run = promisify(execFile)(
    command,
    [...all, "--recipient", `${service}:`, "--secret", ":empty"],
    { env: { ...process.env, KUBECONFIG: kubeconfig, NO_PROXY: "127.0.0.1" } },
  );
  const said = await run.then(
    ({ stderr }) => /^failed to .*/m.exec(stderr)?.[0],
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (said === undefined) return;
  throw new CliError(
    `argocd: template ${args[0] ?? ""} could not be sent (${said.slice(0, 500)}). ` +
      "Check what the release renders: ./msa render <environment>.",
  );
}

/** The ConfigMap as the cluster has it, but for the address; no other service is in it. */
function configMapTo(settings: Settings, url: string): object {
  const kept = Object.entries(settings).filter(([key]) => !key.startsWith("service."));
  const key = `service.webhook.${service}`;
  const webhook = (settings[key] ?? "").replace(/^url: .*$/m, `url: ${url}/api/v2/alerts`);
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: configMapName },
    data: { ...Object.fromEntries(kept), [key]: webhook },
  };
}

/** It reads a kubeconfig in any case, asks for the AppProject, and goes on without. */
const noCluster = {
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "none", cluster: { server: "http://127.0.0.1:1" } }],
  users: [{ name: "none", user: {} }],
  contexts: [{ name: "none", context: { cluster: "none", user: "none", namespace: "argocd" } }],
  "current-context": "none",
};

async function writeJson(file: string, content: object): Promise<string> {
  await writeFile(file, JSON.stringify(content));
  return file;
}
