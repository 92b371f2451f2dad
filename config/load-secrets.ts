import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "./config-error.ts";
import { placeholder } from "./flatten.ts";
import type { Config } from "./model.ts";
import { isMap, valueAt, type Problem } from "./problem.ts";
import { ownNamespace } from "./schema/keys.ts";
import { secretFault } from "./secrets/secret-fault.ts";
import { setCommand } from "./secrets/set-command.ts";
import { decodeText, parseYaml } from "./yaml-text.ts";

/**
 * What is wrong with the values that the engine has decrypted, by name: a message never has a value.
 *
 * @param values of `msa:secrets`. The recorder gives a placeholder for each, which is passed over.
 */
export function secretValueProblems(
  { environment, secrets }: Config,
  values: unknown,
): readonly Problem[] {
  return secrets.flatMap(({ name, form }) => {
    const value = valueAt(values, [name]);
    if (typeof value !== "string" || value === placeholder) return [];
    const fault = secretFault(form, value);
    if (fault === undefined) return [];
    const message = `${fault} Set it with \`${setCommand(environment, name)}\`.`;
    return [{ file: `Pulumi.${environment}.yaml`, where: `secrets.${name}`, message }];
  });
}

/**
 * Names under `msa:secrets` that stand in plain text in the committed file. The engine says only that
 * something in the map is encrypted; what it hands over is compared with what is written there.
 */
export function plainSecretsIn(folder: string, stack: string, values: unknown): readonly string[] {
  const file = `Pulumi.${stack}.yaml`;
  let written: unknown;
  try {
    const root: unknown = parseYaml(
      file,
      decodeText(file, readFileSync(join(folder, file))),
    ).toJS();
    const config = valueAt(root, ["config"]);
    written = valueAt(config, [`${ownNamespace}:secrets`]) ?? valueAt(config, ["secrets"]);
  } catch (error) {
    // A run with another file need not have this one.
    if (error instanceof ConfigError || (error instanceof Error && "code" in error)) return [];
    throw error;
  }
  if (!isMap(written)) return [];
  return Object.entries(written)
    .filter(([name, value]) => typeof value === "string" && value === valueAt(values, [name]))
    .map(([name]) => name);
}
