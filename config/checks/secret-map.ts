import { projectFileName, type ConfigInput } from "../input.ts";
import { isMap } from "../problem.ts";
import { secretsKey } from "../schema/keys.ts";
import { setCommand } from "../secrets/set-command.ts";
import type { Report } from "./findings.ts";

/**
 * Names under `msa:secrets`. Reports every value that is not encrypted, by its name alone: here are the
 * only values that no message may ever show.
 */
export function secretNamesIn(input: ConfigInput, report: Report): readonly string[] {
  const { values, secretKeys, stack } = input;
  const map = values[secretsKey];
  if (map === undefined) return [];
  if (input.origins?.[secretsKey] === projectFileName) {
    report(
      ["secrets"],
      `must be in Pulumi.${stack}.yaml, since each environment has its own (found in ${projectFileName}). ` +
        `Remove it here, and set each with \`${setCommand(stack, "<name>")}\`.`,
    );
    return [];
  }
  if (!isMap(map)) {
    report(
      ["secrets"],
      "must be a map of names, each with its own encrypted value " +
        `(found ${foundIn(map, secretKeys.includes(secretsKey))}). ` +
        `Remove the line, and set each with \`${setCommand(stack, "<name>")}\`.`,
    );
    return [];
  }
  const names = Object.keys(map);
  const plain = input.plainSecrets ?? (secretKeys.includes(secretsKey) ? [] : names);
  for (const name of names) {
    const value = map[name];
    if (!plain.includes(name) && typeof value === "string") continue;
    report(["secrets", name], plainFault(value, name, stack));
  }
  return names;
}

function foundIn(map: unknown, isEncrypted: boolean): string {
  if (map === null) return "nothing";
  if (isEncrypted) return "one encrypted value for all";
  return Array.isArray(map) ? "a list" : "one value in plain text, not shown";
}

/** Says what kind of value it is; the value itself could be the secret. */
function plainFault(value: unknown, name: string, stack: string): string {
  if (typeof value === "object" && value !== null) {
    return (
      "must be one encrypted value (found a map or a list). A name has its slashes in it, such as " +
      `registry/password; set it with \`${setCommand(stack, "<name>")}\`.`
    );
  }
  const again = `Set it with \`${setCommand(stack, name)}\`.`;
  if (value === null) return `must have an encrypted value (found nothing). ${again}`;
  return (
    "must be encrypted (found plain text, not shown). Choose a new value, since everyone who reads the " +
    `repository has this one. ${again}`
  );
}
