import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Api, apply, inParallel } from "../api.ts";
import { ToolchainError } from "../../errors.ts";

const collection = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

/** One CustomResourceDefinition. */
export interface Definition {
  readonly name: string;
  /** As it stands in the file: reading 5 MB of YAML would cost seconds. */
  readonly yaml: string;
}

/**
 * Applies `definitions` and waits until the API server serves them all.
 * @throws ToolchainError when one is refused or not served within 30 s.
 */
export async function applyDefinitions(
  api: Api,
  definitions: readonly Definition[],
): Promise<void> {
  await inParallel(definitions, 4, ({ name, yaml }) =>
    apply(api, { path: `${collection}/${name}`, body: yaml }),
  );
  await waitUntilServed(
    api,
    definitions.map(({ name }) => name),
  );
}

/** @throws ToolchainError when there is none. */
export async function readDefinitions(folder: string): Promise<Definition[]> {
  const definitions: Definition[] = [];
  const files: string[] = [];
  for await (const file of glob("**/*.{yaml,yml}", { cwd: folder })) files.push(file);
  for (const file of files.sort()) {
    const documents = (await readFile(join(folder, file), "utf8")).split(/^---.*$/m);
    definitions.push(...documents.flatMap(definition));
  }
  if (definitions.length === 0) {
    throw new ToolchainError(
      `${folder}: no CustomResourceDefinition found. Prepare the toolchain again.`,
    );
  }
  return definitions;
}

function definition(yaml: string): Definition[] {
  if (!/^kind: CustomResourceDefinition\s*$/m.test(yaml)) return [];
  // The name is the only `name` two spaces deep inside `metadata`.
  const metadata = /^metadata:\n((?: .*\n|\n)*)/m.exec(yaml)?.[1] ?? "";
  const name = /^ {2}name: ["']?([a-z0-9.-]+)["']?\s*$/m.exec(metadata)?.[1];
  return name === undefined ? [] : [{ name, yaml }];
}

const discovery = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string().optional() }),
      versions: z
        .array(z.object({ resources: z.array(z.object({ resource: z.string() })).optional() }))
        .optional(),
    }),
  ),
});

/** `<plural>.<group>` of everything the API server serves, which is also how a definition is named. */
async function servedResources(api: Api): Promise<Set<string>> {
  const answer = await api.send("GET", "/apis", undefined, undefined, aggregated);
  const groups = answer.code === 200 ? discovery.parse(JSON.parse(answer.body)).items : [];
  return new Set(
    groups.flatMap(({ metadata, versions }) =>
      (versions ?? []).flatMap(({ resources }) =>
        (resources ?? []).map(({ resource }) => `${resource}.${metadata.name ?? ""}`),
      ),
    ),
  );
}

const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

async function waitUntilServed(api: Api, names: readonly string[]): Promise<void> {
  const end = Date.now() + 30_000;
  let left = names;
  while (left.length > 0) {
    const served = await servedResources(api);
    left = left.filter((name) => !served.has(name));
    if (left.length === 0) return;
    if (Date.now() > end) {
      throw new ToolchainError(
        `${left.join(", ")}: not served 30 s after being applied. See the log of kube-apiserver.`,
      );
    }
    await sleep(100);
  }
}
