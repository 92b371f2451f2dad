import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";

import { BatchV1Api, type KubeConfig } from "@kubernetes/client-node";

import type { Config } from "../../config/model.ts";
import type { Progress } from "../../toolchain/progress.ts";
import type { CheckResult } from "../../verify/checks/check-service.ts";
import type { JobArguments } from "../../verify/job/arguments.ts";
import { CliError, exitCodes } from "../errors.ts";
import { answerIfThere } from "../kube-answer.ts";
import { kubeConfigFor } from "../kube.ts";
import { refuseOtherCluster } from "../preflight/same-cluster.ts";
import type { Target } from "../target.ts";
import { awaitLog } from "./await-job.ts";
import { jobArguments } from "./job-arguments.ts";
import type { JobEngine } from "./job-engine.ts";
import { resultsIn } from "./job-log.ts";

/** What asking from inside is about. */
export interface InsideRequest {
  readonly target: Target;
  /** Configuration of the target's own stack file. */
  readonly config: Config;
  readonly services: readonly string[];
}

/**
 * Asks the services from inside their cluster, by a Job that is made for it and removed again, whatever
 * comes of it.
 *
 * @throws CliError, exit code 2, for the local cluster and where nobody is to be asked; otherwise when the
 * Job could not be made or did not end.
 */
export async function verifyInside(
  { target, config, services }: InsideRequest,
  progress: Progress,
): Promise<readonly CheckResult[]> {
  refuseSimulated(target);
  const name = `msa-verify-${randomBytes(3).toString("hex")}`;
  const job = jobArguments({ config, services, name, context: target.context });
  if (job.checks.length === 0) throw nobody(services);
  const kube = kubeConfigFor(target);
  await refuseOtherCluster(kube, config.cluster);
  // Loaded late: Pulumi's library takes half a second, and what is wrong is to be told at once.
  const { makeRunFolder, openJobEngine } = await import("./job-engine.ts");
  const folder = makeRunFolder();
  try {
    const engine = await openJobEngine(target, folder, job);
    return await runJob({ job, kube, engine }, progress);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a run of the Job needs. */
export interface JobRun {
  readonly job: JobArguments;
  readonly kube: KubeConfig;
  readonly engine: JobEngine;
}

/** Makes the Job, waits for its results and removes it, also when it fails or the person interrupts. */
export async function runJob(run: JobRun, progress: Progress): Promise<readonly CheckResult[]> {
  const { job, kube, engine } = run;
  const stop = new AbortController();
  const interrupted = () => {
    stop.abort(new CliError("Interrupted: the services were not asked from inside."));
  };
  process.on("SIGINT", interrupted).on("SIGTERM", interrupted);
  try {
    await progress.step("Making the Job", (tell) => engine.up(tell));
    const { signal } = stop;
    const log = await progress.step("Asking from inside the cluster", (tell) =>
      awaitLog(kube, job, { tell, signal }),
    );
    return complete(job, log);
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    await progress.step("Removing the Job", (tell) => remove(run, tell));
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
  }
}

/** A script that was cut off has not asked everything, and nobody may take that for well. */
function complete({ name, checks }: JobArguments, log: string): readonly CheckResult[] {
  const results = resultsIn(log);
  if (results.length === checks.length) return results;
  const last = log.trimEnd().split("\n").slice(-lastLines);
  throw new CliError(
    [
      `verify --inside: the Job ${name} ended before all was asked ` +
        `(found ${results.length} of ${checks.length} answers). Its log ends in:`,
      ...last.map((line) => `  ${line}`),
      "The image must have Node 22.18 or newer; see verify.image in docs/reference/configuration.md.",
    ].join("\n"),
  );
}

const lastLines = 10;

/** Everything belongs to the Job: where the engine fails, or knows nothing of it, deleting it is enough. */
async function remove(
  { job, kube, engine }: JobRun,
  tell: (detail: string) => void,
): Promise<void> {
  const { name, namespace } = job;
  const failure = await engine.destroy(tell).then(
    () => undefined,
    (error: unknown) => error,
  );
  const gone = kube
    .makeApiClient(BatchV1Api)
    .deleteNamespacedJob({ name, namespace, propagationPolicy: "Background" });
  try {
    await answerIfThere("the Job", gone);
  } catch (error) {
    throw new CliError(
      `verify --inside: the Job could not be removed (${String(failure ?? error)}). It and all that belongs to it ` +
        `go by themselves ten minutes after it has ended, or: kubectl delete job ${name} --namespace ${namespace}`,
    );
  }
}

function refuseSimulated({ kind, environment }: Target): void {
  if (kind !== "local") return;
  throw new CliError(
    `verify --inside: pods of the local cluster are simulated, so a Job never asks anything there. Nothing was made. ` +
      `On a cluster of your own: make up ENV=${environment} CONTEXT=<context>, then add --context <context>.`,
    exitCodes.badInput,
  );
}

function nobody(services: readonly string[]): CliError {
  return new CliError(
    `verify --inside: there is nobody to ask (found ${services.join(", ") || "no service"}, with a chart of its own). ` +
      "Only the Service of the platform's own chart is known; ask from outside.",
    exitCodes.badInput,
  );
}
