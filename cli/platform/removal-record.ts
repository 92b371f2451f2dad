import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { KubeConfig } from "@kubernetes/client-node";

import { replaceFile } from "../../toolchain/replace.ts";
import type { EngineState } from "../engine-state.ts";
import { localFolder } from "../paths.ts";
import type { Target } from "../target.ts";
import { readRecord, readRevisions } from "./release-records.ts";
import { addressesOf, type BroughtObject } from "./remove-objects.ts";
import { definitionsOf, objectsOf, storedRelease } from "./stored-release.ts";

/** What a stack's releases brought and the engine does not remove. */
export interface RemovalRecord {
  /** Names of CustomResourceDefinitions, which Helm leaves. */
  readonly definitions: readonly string[];
  /** Objects of releases that a killed run was creating, which no state knows. */
  readonly objects: readonly BroughtObject[];
}

/** Once its release is gone, nothing on the cluster says who brought a definition; this file does. */
function fileOf({ folder, environment }: Target): string {
  return join(folder ?? join(localFolder, "stacks", environment), "to-be-removed.json");
}

/**
 * Reads from Helm's records what the releases of a state brought, adds what an earlier, interrupted removal
 * wrote down, and writes it down before anything goes.
 *
 * @throws CliError when Helm's records cannot be read.
 */
export async function recordRemoval(
  kube: KubeConfig,
  target: Target,
  { releases, interrupted }: EngineState,
): Promise<RemovalRecord> {
  const file = fileOf(target);
  const earlier = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as RemovalRecord)
    : { definitions: [], objects: [] };
  const definitions = new Set(earlier.definitions);
  const objects = new Map(earlier.objects.map((each) => [JSON.stringify(each), each]));
  for (const [key, revisions] of await readRevisions(kube, [...releases, ...interrupted])) {
    if (!releases.has(key) && !interrupted.has(key)) continue;
    for (const revision of revisions) {
      const record = await readRecord(kube, revision);
      if (record === undefined) continue;
      const stored = storedRelease(record);
      for (const name of definitionsOf(stored)) definitions.add(name);
      if (releases.has(key)) continue;
      for (const each of addressesOf(key, objectsOf(stored)))
        objects.set(JSON.stringify(each), each);
    }
  }
  const all = { definitions: [...definitions].sort(), objects: [...objects.values()] };
  replaceFile(file, `${JSON.stringify(all, undefined, 2)}\n`);
  return all;
}

/** Forgets what was written down, when all of it is gone. */
export function forgetRemoval(target: Target): void {
  rmSync(fileOf(target), { force: true });
}
