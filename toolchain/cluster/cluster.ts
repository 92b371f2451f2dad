import { mkdir, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { packageCharts } from "./chart-repository.ts";
import { contextOf as kubeContextOf } from "./kubeconfig.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { removeLeftovers } from "./leftovers.ts";
import { withStartLock } from "./lock.ts";
import { partsOf, podPartsOf } from "./parts/order.ts";
import { linkOf, type PartContext } from "./parts/part.ts";
import { assertPortsFree, keptPorts, readPorts } from "./ports.ts";
import { contextOf, digestOf, prepareFolder } from "./prepare.ts";
import { endProcesses, isOurs, signal, waitUntilGone } from "./processes.ts";
import { refreshApplications } from "./refresh.ts";
import { writeSpecFile } from "./spec-file.ts";
import { follow, launch } from "./start.ts";
import { readStatus, type Status, type Step } from "./status.ts";

/** How long an orderly stop may take, in milliseconds; what is left after it is killed. */
const stopPatience = 60_000;

/** What a local cluster is made from. */
export interface ClusterSpec {
  /** Tells clusters on one machine apart; part of the kubeconfig context. */
  readonly name: string;
  /** Holds everything the cluster writes. Its data survive a stop; delete the folder to begin anew. */
  readonly folder: string;
  /** Absolute paths by name, of the tools in tool-names.ts. */
  readonly tools: Readonly<Record<string, string>>;
  /** Holds `helm`, the one that Argo CD renders with. */
  readonly helmFolder: string;
  /** Chart folders that are packaged and served; of one chart as many versions as there are folders. */
  readonly charts: readonly string[];
  /** Simulated nodes, 110 pods each, spread over three zones. @default 6 */
  readonly nodes?: number;
  /** Serve a metrics API, so that HPAs read values. @default false */
  readonly metrics?: boolean;
}

/** One step of starting or stopping. */
export interface ProgressEvent {
  /** The part, or the work, that this is about. */
  readonly part: string;
  readonly state: "starting" | "healthy" | "failed" | "stopped";
  /** How many are done, this one included. */
  readonly number: number;
  readonly of: number;
  /** Since the start began. */
  readonly seconds: number;
}

/** One process of a cluster. */
export interface PartState {
  readonly name: string;
  /** `namespace/name` of the pod it runs for; absent for what every cluster consists of. */
  readonly pod?: string | undefined;
  /** How often it ended by itself and was started again for this pod. */
  readonly restarts?: number | undefined;
  /** While it waits for its next start: the process that ended. */
  readonly pid: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly state: "starting" | "healthy" | "failed" | "stopped";
  /** Path of its log. */
  readonly log: string;
  readonly error?: string | undefined;
}

/** A running cluster. */
export interface Cluster {
  readonly name: string;
  readonly folder: string;
  /** Path of a kubeconfig with this one context. */
  readonly kubeconfig: string;
  readonly context: string;
  /** UID of the namespace kube-system: what tells this cluster from every other. */
  readonly uid: string;
  /** URL of the chart repository. */
  readonly chartRepository: string;
  readonly parts: readonly PartState[];
}

/**
 * Brings the cluster up, or leaves it alone when it runs, is healthy and was started from the same tools and settings.
 * Charts whose content changed are packaged again either way. Keys, ports, objects and UID of an earlier start stay.
 * The cluster is bare: Argo CD's processes run once its pods are Ready, and a start waits for those whose pods are.
 * One of them that fails does not fail the start; it is tried again, and `parts` says why.
 * @throws ToolchainError naming the part that did not come up, with the end of its log; nothing runs then.
 */
export async function startCluster(
  spec: ClusterSpec,
  onProgress: (event: ProgressEvent) => void,
): Promise<Cluster> {
  const complete = { ...spec, folder: resolve(spec.folder) };
  const layout = layoutOf(complete.folder);
  await mkdir(layout.folder, { recursive: true });
  return await withStartLock(layout, async () => {
    const context = contextOf(complete, await keptPorts(layout));
    const digest = await digestOf(context);
    const running = await healthyCluster(context, digest);
    if (running === undefined) await startAnew(context, digest, onProgress);
    else await serveCharts(context, running);
    const cluster = running ?? (await readCluster(layout.folder));
    if (cluster === undefined)
      throw new Error(`${layout.folder}: the cluster ended right after its start.`);
    return cluster;
  });
}

/**
 * Stops what `startCluster` started, in the opposite order, also what a killed supervisor left behind.
 * @returns false when nothing ran.
 */
export async function stopCluster(
  folder: string,
  onProgress: (event: ProgressEvent) => void = () => undefined,
): Promise<boolean> {
  const layout = layoutOf(resolve(folder));
  const status = await readStatus(layout);
  if (status === undefined) return false;
  const supervised = isOurs(status.supervisor, layout.folder);
  if (supervised) {
    signal(status.supervisor, "SIGTERM");
    await follow(layout, status.supervisor, {
      until: "stopped",
      before: Date.now(),
      patience: stopPatience,
      onProgress,
    });
    const left = await waitUntilGone([status.supervisor], layout.folder, 2_000);
    await endProcesses(left, layout.folder);
  }
  const orphans = await endLeftovers(layout);
  await removeLeftovers(layout, await readPorts(layout));
  await rm(layout.status, { force: true });
  return supervised || orphans > 0;
}

/**
 * The facts of a running cluster; undefined when it does not run. A part that died meanwhile is in state `failed`.
 * The process of a pod is among the parts only while a pod of its workload is Ready.
 */
export async function readCluster(folder: string): Promise<Cluster | undefined> {
  const layout = layoutOf(resolve(folder));
  const status = await readStatus(layout);
  const ports = await readPorts(layout);
  if (status?.phase !== "running" || status.uid === undefined || ports === undefined)
    return undefined;
  if (!isOurs(status.supervisor, layout.folder)) return undefined;
  return {
    name: status.name,
    folder: layout.folder,
    kubeconfig: layout.kubeconfig,
    context: kubeContextOf(status.name),
    uid: status.uid,
    chartRepository: `http://127.0.0.1:${ports["chart-server"]}`,
    parts: status.steps.filter(isPart),
  };
}

/** URL and log of the process that runs for the pods of Alertmanager; undefined while it is not healthy. */
export async function readAlertmanager(
  folder: string,
): Promise<{ readonly url: string; readonly log: string } | undefined> {
  const cluster = await readCluster(folder);
  const part = cluster?.parts.find(({ name }) => name === "alertmanager");
  const ports = await readPorts(layoutOf(resolve(folder)));
  if (part?.state !== "healthy" || ports === undefined) return undefined;
  return { url: `http://127.0.0.1:${ports.alertmanager}`, log: part.log };
}

async function healthyCluster(context: PartContext, digest: string): Promise<Cluster | undefined> {
  const { layout } = context;
  const status = await readStatus(layout);
  const cluster = await readCluster(layout.folder);
  if (cluster === undefined || status?.digest !== digest) return undefined;
  // A pod's process that ended by itself is in the supervisor's hands: it tries again, and `parts` says so.
  const expected = cluster.parts.filter(
    ({ pod, state }) => pod === undefined || state === "healthy",
  );
  if (expected.some(({ pid, state }) => state !== "healthy" || !isOurs(pid, layout.folder)))
    return undefined;
  const podParts = podPartsOf(context).filter(({ name }) =>
    expected.some((part) => part.name === name),
  );
  const healthy = await Promise.all(
    [...partsOf(context), ...podParts].map((part) => part.healthy()),
  );
  return healthy.every(Boolean) ? cluster : undefined;
}

async function startAnew(
  context: PartContext,
  digest: string,
  onProgress: (event: ProgressEvent) => void,
): Promise<void> {
  const { spec, layout, ports } = context;
  await stopCluster(layout.folder);
  await assertPortsFree(ports, layout);
  await prepareFolder(context);
  await serveCharts(context);
  writeSpecFile(layout, spec, digest);
  await launch(layout, onProgress);
}

async function serveCharts(
  { spec, layout, ports, certificates }: PartContext,
  running?: Cluster,
): Promise<void> {
  const url = `http://127.0.0.1:${ports["chart-server"]}`;
  const { replaced } = await packageCharts(layout, linkOf(layout, "helm3"), spec.charts, url);
  // Argo CD keeps a version it has fetched: tell it where other content was put under the same version.
  if (running !== undefined && replaced.length > 0) {
    await refreshApplications(ports["kube-apiserver"], certificates, url);
  }
}

async function endLeftovers(layout: Layout): Promise<number> {
  const status: Status | undefined = await readStatus(layout);
  const pids = (status?.steps ?? []).filter(isPart).map(({ pid }) => pid);
  let ended = 0;
  // One after the other, last started first: the API server waits for long when the store is gone before it.
  for (const pid of pids.reverse()) ended += await endProcesses([pid], layout.folder);
  return ended;
}

function isPart(step: Step): step is Step & { pid: number } {
  return step.pid !== undefined;
}
