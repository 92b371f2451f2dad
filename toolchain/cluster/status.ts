import { readFile } from "node:fs/promises";
import { z } from "zod";
import { replaceFile } from "../replace.ts";
import type { Layout } from "./layout.ts";

const step = z.object({
  name: z.string(),
  /** `namespace/name` of the pod it runs for. */
  pod: z.string().optional(),
  restarts: z.int().optional(),
  /** Absent for a piece of work that is no process. */
  pid: z.int().optional(),
  /** ISO 8601. */
  startedAt: z.string(),
  state: z.enum(["starting", "healthy", "failed", "stopped"]),
  log: z.string(),
  /** Why it failed, with the end of its log. */
  error: z.string().optional(),
});

const status = z.object({
  name: z.string(),
  supervisor: z.int(),
  phase: z.enum(["starting", "running", "failed", "stopped"]),
  /** What the parts were started from; another digest means another cluster. */
  digest: z.string(),
  total: z.int(),
  steps: z.array(step),
  uid: z.string().optional(),
  error: z.string().optional(),
});

/** One process or piece of work, as the supervisor last saw it. */
export type Step = z.infer<typeof step>;
/** What the supervisor writes down, at every change, for whoever starts, stops or reads the cluster. */
export type Status = z.infer<typeof status>;

/** The last status written; undefined when there is none. */
export async function readStatus(layout: Layout): Promise<Status | undefined> {
  try {
    return status.parse(JSON.parse(await readFile(layout.status, "utf8")));
  } catch {
    return undefined;
  }
}

export function writeStatus(layout: Layout, content: Status): void {
  replaceFile(layout.status, `${JSON.stringify(content, undefined, 2)}\n`);
}
