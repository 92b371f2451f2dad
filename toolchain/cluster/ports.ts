import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { ToolchainError } from "../errors.ts";
import { replaceFile } from "../replace.ts";
import { isSystemError } from "./errors.ts";
import type { Layout } from "./layout.ts";

/** Everything that listens, each on a port of its own on 127.0.0.1. */
export const listeners = [
  "etcd",
  "etcd-peer",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
  "redis",
  "argocd-repo-server",
  "argocd-repo-server-metrics",
  "argocd-application-controller-metrics",
  "argocd-notifications-metrics",
  "alertmanager",
  "service-proxy",
  "chart-server",
  "metrics-server",
] as const;

export type Listener = (typeof listeners)[number];
export type Ports = Readonly<Record<Listener, number>>;

const port = z.int().min(1024).max(65535);
const portsFile = z.record(z.enum(listeners), port);
/** Of an older cluster, that knew fewer listeners. */
const olderPortsFile = z.partialRecord(z.enum(listeners), port);

// Below the range that Linux and macOS hand out for outgoing connections, so that a kept port stays free.
const lowest = 20_000;
const highest = 30_000;

/**
 * The ports of this cluster: each chosen once, then kept, because addresses with ports are stored in the cluster and
 * in the deployment state.
 * @throws ToolchainError when the file is not readable as such.
 */
export async function keptPorts(layout: Layout): Promise<Ports> {
  const chosen = { ...(await readPortsFile(layout)) };
  const missing = listeners.filter((listener) => chosen[listener] === undefined);
  if (missing.length === 0) return portsFile.parse(chosen);
  const taken = new Set(Object.values(chosen));
  for (const listener of missing) chosen[listener] = await freePort(taken);
  const ports = portsFile.parse(chosen);
  replaceFile(layout.ports, `${JSON.stringify(ports, undefined, 2)}\n`);
  return ports;
}

/** The ports written down for this cluster; undefined before its first start. */
export async function readPorts(layout: Layout): Promise<Ports | undefined> {
  return portsFile.safeParse(await readPortsFile(layout)).data;
}

async function readPortsFile(layout: Layout): Promise<Partial<Ports> | undefined> {
  try {
    return olderPortsFile.parse(JSON.parse(await readFile(layout.ports, "utf8")));
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return undefined;
    throw new ToolchainError(
      `${layout.ports}: not a list of ports. Delete the file; new ports are chosen then.`,
    );
  }
}

/** @throws ToolchainError naming the first port that another program holds. */
export async function assertPortsFree(ports: Ports, layout: Layout): Promise<void> {
  for (const listener of listeners) {
    const port = ports[listener];
    if (await becomesFree(port)) continue;
    throw new ToolchainError(
      `port ${port}: another program listens there (${listener} of this cluster needs it). ` +
        `Stop that program, or delete ${layout.ports} so that new ports are chosen.`,
    );
  }
}

async function freePort(taken: Set<number>): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest);
    if (taken.has(port) || !(await isFree(port))) continue;
    taken.add(port);
    return port;
  }
}

/** A process that was just killed holds its port a moment longer than its name. */
async function becomesFree(port: number): Promise<boolean> {
  const end = Date.now() + 2_000;
  while (!(await isFree(port))) {
    if (Date.now() > end) return false;
    await sleep(100);
  }
  return true;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(false);
    });
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
