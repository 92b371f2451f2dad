import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import type { Environment } from "../../config/model.ts";
import { renderedStack, type RenderedOwner } from "../rendered-stack.ts";

/** What to print, and what could not be rendered. */
export interface Rendered {
  /** The YAML, or the files it was written to. */
  readonly text: string;
  readonly missing: readonly string[];
}

/**
 * Everything an environment would apply, as YAML: the objects Pulumi writes, then what each Release and
 * each Application renders. Needs no cluster, engine or state, but the charts of the releases.
 *
 * @param folder where to write one file per owner; without it the text is returned.
 */
export async function render(
  environment: Environment,
  folder: string | undefined,
): Promise<Rendered> {
  const { owners, missing } = await renderedStack(environment);
  if (folder === undefined) {
    return { text: owners.map(asYaml).join("").trimEnd(), missing };
  }
  mkdirSync(folder, { recursive: true });
  const files = owners.map((owner) => {
    const file = join(folder, `${owner.name}.yaml`);
    writeFileSync(file, asYaml(owner));
    return file;
  });
  return { text: files.join("\n"), missing };
}

function asYaml({ kind, name, objects }: RenderedOwner): string {
  return objects
    .map((object) => `---\n# ${kind} ${name}\n${stringify(object, { lineWidth: 0 })}`)
    .join("");
}
