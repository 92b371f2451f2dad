import { join } from "node:path";
import type { Certificates } from "../certificates.ts";
import type { ClusterSpec } from "../cluster.ts";
import type { Probe } from "../health.ts";
import type { Layout } from "../layout.ts";
import type { Ports } from "../ports.ts";

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

/** A workload for whose pods a real process runs, while one of them is Ready. */
export interface PodRole {
  /** Label app.kubernetes.io/name of its pods. */
  readonly workload: string;
  /** The process, acting for the pods' namespace. */
  readonly part: (context: PartContext, namespace: string) => Part;
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
