import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import type { Environment } from "../../config/model.ts";
import { renderedStack, type RenderedOwner } from "../rendered-stack.ts";

/**
 * Everything an environment would apply, as YAML: the objects Pulumi writes, then what each Release and
 * each Application renders. Needs no cluster, engine or state.
 *
 * @param folder where to write one file per owner; without it the text is returned.
 * @returns the text to print.
 */
export async function render(
  environment: Environment,
  folder: string | undefined,
): Promise<string> {
  const owners = await renderedStack(environment);
  if (folder === undefined) {
    return owners.map(asYaml).join("").trimEnd();
  }
  mkdirSync(folder, { recursive: true });
  const files = owners.map((owner) => {
    const file = join(folder, `${owner.name}.yaml`);
    writeFileSync(file, asYaml(owner));
    return file;
  });
  return files.join("\n");
}

function asYaml({ kind, name, objects }: RenderedOwner): string {
  return objects
    .map((object) => `---\n# ${kind} ${name}\n${stringify(object, { lineWidth: 0 })}`)
    .join("");
}
