import { mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { KubeConfig, KubernetesObjectApi } from "@kubernetes/client-node";

import { type Cluster, type ClusterSpec, stopCluster } from "../../../toolchain/cluster/cluster.ts";
import { readStatus } from "../../../toolchain/cluster/status.ts";
import { layoutOf } from "../../../toolchain/cluster/layout.ts";
import { endProcesses } from "../../../toolchain/cluster/processes.ts";
import { toolbox } from "../../../toolchain/toolbox.ts";
import { clusterToolNames } from "../../../toolchain/cluster/tool-names.ts";
import { root } from "../../support/tools.ts";

const box = toolbox(root);

/** What a bare cluster consists of besides its work. */
export const partNames = [
  "chart-server",
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
  "redis",
  "service-proxy",
];

/** A cluster in a folder of its own, unless one is given. */
export function specOf(name: string, change: Partial<ClusterSpec> = {}): ClusterSpec {
  return {
    name,
    folder: change.folder ?? mkdtempSync(join(tmpdir(), `msa-${name}-`)),
    tools: Object.fromEntries(
      clusterToolNames(change.metrics === true).map((name) => [name, box.path(name)]),
    ),
    helmFolder: box.helmFolder,
    charts: [],
    ...change,
  };
}

/** Ends a cluster whatever state a failed test left it in, and removes its folder. */
export async function discard({ folder }: ClusterSpec): Promise<void> {
  const pids = await pidsOf(folder);
  await stopCluster(folder);
  await endProcesses(pids, folder, 0);
  rmSync(folder, { recursive: true, force: true });
}

/** The process ids of supervisor and parts, from the status file. */
export async function pidsOf(folder: string): Promise<number[]> {
  const status = await readStatus(layoutOf(folder));
  return [status?.supervisor, ...(status?.steps.map(({ pid }) => pid) ?? [])].filter(
    (pid) => pid !== undefined,
  );
}

export function clientOf(cluster: Cluster): KubernetesObjectApi {
  return KubernetesObjectApi.makeApiClient(kubeConfigOf(cluster));
}

export function kubeConfigOf({ kubeconfig, context }: Cluster): KubeConfig {
  const kube = new KubeConfig();
  kube.loadFromFile(kubeconfig);
  kube.setCurrentContext(context);
  return kube;
}

/** A GET at the API server; the code and the answer, parsed where it is JSON. */
export async function get(
  cluster: Cluster,
  path: string,
): Promise<{ code: number; body: unknown }> {
  const kube = kubeConfigOf(cluster);
  const server = kube.getCurrentCluster()?.server ?? "";
  const options = {};
  await kube.applyToHTTPSOptions(options);
  return await new Promise((resolve, reject) => {
    const call = request(`${server}${path}`, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = response.headers["content-type"]?.startsWith("application/json") === true;
        resolve({ code: response.statusCode ?? 0, body: isJson ? JSON.parse(text) : text });
      });
    });
    call.on("error", reject);
    call.end();
  });
}

/** Asks again until the answer is there; mocha's timeout is the limit. */
export async function until<T>(question: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await question();
    if (answer !== undefined) return answer;
    await sleep(200);
  }
}

/** Local addresses, `a.b.c.d:port` or 32 hexadecimal digits and port, that `pids` listen on over TCP (Linux). */
export function listenersOf(pids: readonly number[]): string[] {
  const sockets = new Set(pids.flatMap(socketsOf));
  return (
    ["tcp", "tcp6"]
      .flatMap((table) => readFileSync(`/proc/net/${table}`, "utf8").trim().split("\n").slice(1))
      .map((line) => line.trim().split(/\s+/))
      // Column 4 is the state, 0A is LISTEN; column 10 is the socket's inode (proc(5)).
      .filter((columns) => columns[3] === "0A" && sockets.has(columns[9] ?? ""))
      .map((columns) => addressOf(columns[1] ?? ""))
  );
}

function socketsOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1];
      return inode === undefined ? [] : [inode];
    } catch {
      return [];
    }
  });
}

/** IPv4 addresses are four bytes in the machine's order, here little-endian. */
function addressOf(hex: string): string {
  const [host = "", port = ""] = hex.split(":");
  if (host.length !== 8) return `${host}:${Number.parseInt(port, 16)}`;
  const bytes = (host.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).reverse();
  return `${bytes.join(".")}:${Number.parseInt(port, 16)}`;
}
