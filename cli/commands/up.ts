import { join } from "node:path";

import type { Config, Environment } from "../../config/model.ts";
import { startCluster, type Cluster } from "../../toolchain/cluster/cluster.ts";
import { clusterToolNames } from "../../toolchain/cluster/tool-names.ts";
import { toolbox } from "../../toolchain/toolbox.ts";
import type { Changes } from "../engine.ts";
import { kubeConfigFor } from "../kube.ts";
import { configOfRun, writeRunFiles } from "../local-run.ts";
import { root } from "../paths.ts";
import { prepareToolchain } from "../toolchain.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { configOf } from "../stack-config.ts";
import { readLive } from "../status/read-live.ts";
import { statusOf } from "../status/status.ts";
import type { ServiceStatus } from "../status/model.ts";
import { clusterFolder, localRunFolder, type Target } from "../target.ts";
import { waitForApplications } from "../wait-for-applications.ts";

export interface UpOptions {
  /** Give the local cluster a metrics API, so that HPAs read values. */
  readonly metrics?: boolean;
  /** Existing objects that may be taken over. */
  readonly adopt?: readonly string[];
  /** How long to wait for the Applications. @default 300 */
  readonly timeoutSeconds?: number;
}

export interface UpResult {
  readonly environment: Environment;
  readonly changes: Changes;
  readonly services: readonly ServiceStatus[];
}

/**
 * Brings an environment up on its local cluster: starts the cluster, runs the engine, waits until every
 * Application is Synced and Healthy. A second run changes nothing.
 *
 * @throws CliError with the first thing that went wrong; a bad stack file is found before anything starts.
 */
export async function up(
  environment: Environment,
  options: UpOptions,
  progress: Progress,
): Promise<UpResult> {
  const adopt = options.adopt === undefined ? {} : { adopt: [...options.adopt] };
  // What the cluster will add is right by itself; all that a person wrote is checked before it starts.
  configOf(environment);
  configOfRun(environment, { context: "local", uid: "", ...adopt });
  await prepareToolchain(options.metrics === true ? "metrics" : "up", progress);
  const folder = localRunFolder(environment);
  const cluster = await startLocalCluster(environment, options, progress);
  const file = writeRunFiles(folder, environment, {
    context: cluster.context,
    uid: cluster.uid,
    chartsMirror: cluster.chartRepository,
    ...adopt,
  });
  const { context, kubeconfig } = cluster;
  const target = {
    environment,
    kind: "local",
    folder,
    context,
    kubeconfig,
    stackFile: file,
  } as const;
  return applyAndWait(target, options, progress);
}

/** Runs the engine on a prepared run and waits for what it declared. */
export async function applyAndWait(
  target: Target & { folder: string },
  options: Pick<UpOptions, "timeoutSeconds">,
  progress: Progress,
): Promise<UpResult> {
  const { environment } = target;
  const config = configOf(environment, target.stackFile);
  const changes = await applyChanges(target, progress);
  const kube = kubeConfigFor(target);
  const { timeoutSeconds } = options;
  await progress.step("Waiting for the Applications", (tell) =>
    waitForApplications(kube, config, {
      tell,
      ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    }),
  );
  return { environment, changes, services: await readStatus(kube, config) };
}

async function applyChanges(
  target: Target & { folder: string },
  progress: Progress,
): Promise<Changes> {
  // Loaded late: Pulumi's library takes half a second, and a wrong stack file is to be told at once.
  const { openEngine } = await import("../engine.ts");
  const engine = await openEngine(target);
  const planned = await progress.step("Previewing", (tell) => engine.preview(tell));
  if (planned.changed === 0) {
    progress.line(`No changes: all ${planned.same} resources are as declared.`);
    return planned;
  }
  return progress.step(`Applying ${planned.changed} changes`, (tell) => engine.up(tell));
}

async function readStatus(
  kube: ReturnType<typeof kubeConfigFor>,
  config: Config,
): Promise<ServiceStatus[]> {
  const { addons, namespace } = config;
  return statusOf(
    config,
    await readLive(kube, { argoNamespace: addons.argoCd.namespace, namespace }),
  );
}

async function startLocalCluster(
  environment: Environment,
  options: UpOptions,
  progress: Progress,
): Promise<Cluster> {
  const tools = toolbox(root);
  return progress.step(`Starting the local cluster "${environment}"`, (tell) =>
    startCluster(
      {
        name: environment,
        folder: clusterFolder(environment),
        tools: clusterTools(options.metrics === true),
        helmFolder: tools.helmFolder,
        crdsFolder: tools.crdsFolder,
        charts: [join(root, "charts", "microservice")],
        metrics: options.metrics === true,
      },
      (event) => {
        tell(`${event.part} ${event.state} (${event.number} of ${event.of})`);
      },
    ),
  );
}

/** Executables the cluster is made of, by name. */
function clusterTools(metrics: boolean): Record<string, string> {
  const tools = toolbox(root);
  return Object.fromEntries(clusterToolNames(metrics).map((name) => [name, tools.path(name)]));
}
