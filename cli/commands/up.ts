import type { Config, Environment } from "../../config/model.ts";
import { applyChanges } from "../apply.ts";
import type { Changes } from "../engine-run.ts";
import { kubeConfigFor } from "../kube.ts";
import { configOfRun, writeRunFiles } from "../local-run.ts";
import { clusterOfOwner, startLocalCluster } from "../local-cluster.ts";
import { prepareToolchain } from "../toolchain.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { configOf } from "../stack-config.ts";
import { offHere, refuseMissing, type OffHere } from "../secrets/needs.ts";
import { runTarget } from "../secrets/place.ts";
import { withHolds } from "../status/holds.ts";
import { readLive, whereLive } from "../status/read-live.ts";
import { statusOf } from "../status/status.ts";
import type { ServiceStatus } from "../status/model.ts";
import { toolAccess, type ToolAccess } from "../status/tools.ts";
import { localRunFolder, type Target } from "../target.ts";
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
  readonly tools: readonly ToolAccess[];
  /** What is configured and yet off. */
  readonly off: readonly OffHere[];
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
  refuseMissing(runTarget(environment));
  await prepareToolchain(options.metrics === true ? "metrics" : "up", progress);
  const folder = localRunFolder(environment);
  const { owner, isOwn } = configOf(environment).platform;
  const cluster = isOwn
    ? await startLocalCluster(environment, options.metrics === true, progress)
    : await clusterOfOwner(owner);
  const file = writeRunFiles(folder, environment, {
    context: cluster.context,
    uid: cluster.uid,
    chartsMirror: cluster.chartRepository,
    // Nobody outside can be asked to sign for hosts that exist on this machine only.
    ...(isOwn && { certificateIssuer: { selfSigned: {} } }),
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
  const changes = await applyChanges(target, { adopt: config.adopt }, progress);
  const kube = kubeConfigFor(target);
  const { timeoutSeconds } = options;
  await progress.step("Waiting for the Applications", (tell) =>
    waitForApplications(kube, config, {
      tell,
      ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    }),
  );
  return {
    environment,
    changes,
    services: await readStatus(kube, config),
    tools: toolAccess(config, target.context),
    off: offHere(config, target),
  };
}

async function readStatus(
  kube: ReturnType<typeof kubeConfigFor>,
  config: Config,
): Promise<ServiceStatus[]> {
  return withHolds(statusOf(config, await readLive(kube, whereLive(config))), config);
}
