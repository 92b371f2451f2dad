import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { ClusterSpec } from "./cluster.ts";
import { replaceFile } from "../replace.ts";
import type { Layout } from "./layout.ts";

const schema = z.object({
  digest: z.string(),
  spec: z.object({
    name: z.string(),
    folder: z.string(),
    tools: z.record(z.string(), z.string()),
    helmFolder: z.string(),
    charts: z.array(z.string()),
    nodes: z.int().positive().optional(),
    metrics: z.boolean().default(false),
  }),
});

/** How the supervisor learns what to run. */
export function writeSpecFile(layout: Layout, spec: ClusterSpec, digest: string): void {
  replaceFile(layout.spec, `${JSON.stringify({ digest, spec }, undefined, 2)}\n`);
}

export async function readSpecFile(path: string): Promise<{ digest: string; spec: ClusterSpec }> {
  return schema.parse(JSON.parse(await readFile(path, "utf8")));
}
