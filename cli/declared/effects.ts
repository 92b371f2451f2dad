import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { configFiles, projectFileName } from "../../config/input.ts";
import type { Environment } from "../../config/model.ts";
import { recordTexts } from "../../recorder/record-stack.ts";
import type { RecordedResource } from "../../recorder/recording.ts";
import { fieldDifferences } from "../../report/field-diff.ts";
import { fieldPath } from "../../report/field-path.ts";
import { localFolder, root } from "../paths.ts";
import { keep } from "../preview/keep.ts";
import { treeAt } from "../preview/tree.ts";
import { readText, type ChangedFile } from "./change.ts";
import { textIfThere } from "./checked.ts";

/** One field of a resource that becomes different. */
export interface FieldEffect {
  /** `spec.source.helm.valuesObject.image.tag`. */
  readonly path: string;
  /** Absent: the field was not there. */
  readonly before?: unknown;
  /** Absent: the field goes. */
  readonly after?: unknown;
}

/** What a change does to one resource that Pulumi is told of. */
export interface Effect {
  readonly action: "create" | "update" | "delete";
  /** `Application payment-service`. */
  readonly resource: string;
  /** What differs; none when the whole resource comes or goes. */
  readonly fields: readonly FieldEffect[];
}

/** What a change does to one environment. */
export interface EnvironmentEffects {
  readonly environment: Environment;
  /** Applications first, then by name. */
  readonly effects: readonly Effect[];
}

/**
 * What an environment's program declares differently once files are changed; the program is recorded
 * with the texts before and after, without engine or cluster. Nothing is written into the project.
 *
 * @param uid identity that the recorded cluster answers with.
 * @throws RecordError when the program fails.
 */
export async function effectsOn(
  environment: Environment,
  files: readonly ChangedFile[],
  uid: string,
): Promise<EnvironmentEffects> {
  const [before, after] = await Promise.all([
    recorded(environment, uid, []),
    recorded(environment, uid, files),
  ]);
  const [was, will] = [before, after].map((resources) => new Map(resources.map(byUrn)));
  const urns = new Set([...(was?.keys() ?? []), ...(will?.keys() ?? [])]);
  const effects = [...urns].flatMap((urn) => effect(was?.get(urn), will?.get(urn)));
  return { environment, effects: effects.sort(applicationsFirst) };
}

/** The same as the engine's plan says it: `update Application user-service`. */
export function lineOf({ action, resource }: Effect): string {
  return `${action} ${resource}`;
}

let program: Promise<string> | undefined;

/** Records the program with texts of files, or takes it from an earlier look at the same ones. */
export async function recorded(
  environment: Environment,
  identity: string,
  files: readonly ChangedFile[],
): Promise<readonly RecordedResource[]> {
  const textOf = (file: string) =>
    files.find((each) => each.file === file)?.after ?? readText(root, file);
  const texts = new Map(configFiles.map((file) => [file, textIfThere(textOf, file) ?? ""]));
  // What no change of a verb's touches, so it is read once.
  program ??= treeAt(root, configFiles).then(({ digest }) => digest);
  const content = [environment, identity, await program, [...texts], process.version];
  const key = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  const kept = join(localFolder, "declared", `${key}.json`);
  return keep(kept, () => recordNow(environment, identity, texts));
}

async function recordNow(
  environment: Environment,
  identity: string,
  texts: ReadonlyMap<string, string>,
): Promise<readonly RecordedResource[]> {
  // The program reads the other environments' files itself.
  const filesFolder = await mkdtemp(join(tmpdir(), "msa-declared-"));
  try {
    for (const [name, text] of texts) await writeFile(join(filesFolder, name), text);
    const { resources } = await recordTexts({
      folder: root,
      filesFolder,
      stack: environment,
      projectText: texts.get(projectFileName) ?? "",
      stackText: texts.get(`Pulumi.${environment}.yaml`) ?? "",
      identity,
    });
    return resources;
  } finally {
    await rm(filesFolder, { recursive: true, force: true });
  }
}

function byUrn(resource: RecordedResource): [string, RecordedResource] {
  return [resource.urn, resource];
}

function effect(
  before: RecordedResource | undefined,
  after: RecordedResource | undefined,
): readonly Effect[] {
  const either = after ?? before;
  // Components only group.
  if (either?.custom !== true) return [];
  const resource = `${either.type.split(":").at(-1) ?? ""} ${either.name}`;
  if (before === undefined) return [{ action: "create", resource, fields: [] }];
  if (after === undefined) return [{ action: "delete", resource, fields: [] }];
  const fields = fieldDifferences(before.inputs, after.inputs).map(({ steps, ...sides }) => ({
    path: fieldPath(steps),
    ...sides,
  }));
  return fields.length === 0 ? [] : [{ action: "update", resource, fields }];
}

function applicationsFirst(a: Effect, b: Effect): number {
  const rank = ({ resource }: Effect) =>
    `${resource.startsWith("Application ") ? 0 : 1}${resource}`;
  return rank(a) < rank(b) ? -1 : 1;
}
