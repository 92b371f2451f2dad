import { join } from "node:path";
import type { Api } from "../api.ts";
import type { Certificates } from "../certificates.ts";
import type { ClusterSpec } from "../cluster.ts";
import type { Probe } from "../health.ts";
import type { Layout } from "../layout.ts";
import type { Pod } from "../pods/pod.ts";
import type { Listener, Ports } from "../ports.ts";

/** What the description of a part may depend on. */
export interface PartContext {
  readonly spec: ClusterSpec;
  readonly layout: Layout;
  readonly ports: Ports;
  readonly certificates: Certificates;
}

/** One process of the cluster. */
export interface Part {
  readonly kind: "part";
  readonly name: string;
  /** An absolute path. */
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the few variables every part gets. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthy: Probe;
}

/** What a pod mounts, as files of this machine; a kubelet's work. */
export interface PodFiles {
  /**
   * Brings the files to what they are made from.
   *
   * @returns whether something is different from before.
   * @throws ToolchainError naming what is not there.
   */
  readonly write: () => Promise<boolean>;
  /** Has the process read changed files. @throws Error with its words when it refuses them. */
  readonly reload: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** A workload for whose pods a real process runs, while one of them is Ready. */
export interface PodRole {
  /** Labels that all of its pods have, and no others. */
  readonly labels: Readonly<Record<string, string>>;
  /** The process, acting for the pods' namespace. */
  readonly part: (context: PartContext, namespace: string) => Part;
  /** Absent: the process needs no files of its pod's. */
  readonly files?: (context: PartContext, api: Api, pod: Pod) => PodFiles;
  /** What answers on this machine for a port of the pods; the others only seem to listen. */
  readonly serves?: {
    readonly port: number;
    readonly listener: Listener;
    /** Names that the pods can have. */
    readonly pods: readonly string[];
  };
}

/** Work to be done between parts, for example creating the objects that a later part needs. */
export interface Work {
  readonly kind: "work";
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** What starts together; the next group starts when every one of these is healthy or done. */
export type Group = readonly (Part | Work)[];

/** Where the cluster's own link to a tool lies. */
export function linkOf(layout: Layout, tool: string): string {
  return join(layout.bin, tool);
}
