import { formatPath } from "../../config/problem.ts";
import { ownNamespace, shape } from "../../config/schema/keys.ts";
import { bare, keysOf, schemaAt } from "../../config/schema/walk.ts";
import { unknownKey } from "../../config/unknown-key.ts";
import { parseYaml } from "../../config/yaml-text.ts";
import { ConfigError } from "../../config/config-error.ts";
import { CliError, exitCodes } from "../errors.ts";

/**
 * The keys of a dotted path: `profile.replicas`, `values["a.b"].c`.
 *
 * @throws CliError, exit code 2, for a path with nothing between its dots.
 */
export function keysIn(text: string): readonly string[] {
  const part = /(?:^|\.)([^.[\]"]+)|\["([^"]+)"\]/y;
  const keys: string[] = [];
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (found === null) throw notAPath(text);
    keys.push(found[1] ?? found[2] ?? "");
  }
  if (keys.length === 0) throw notAPath(text);
  return keys;
}

function notAPath(text: string): CliError {
  return new CliError(
    `key: must be keys with dots between them (found ${JSON.stringify(text)}). ` +
      'For example profile.replicas, or values["a.b"].c for a key with a dot in it.',
    exitCodes.badInput,
  );
}

/**
 * Refuses a key that a service of a stack file cannot have.
 *
 * @param prefix of the whole path, such as `services.user-service`.
 * @throws CliError, exit code 2, with the nearest key.
 */
export function refuseUnknownKey(prefix: readonly string[], keys: readonly string[]): void {
  for (const [at, key] of keys.entries()) {
    const known = keysOf(schemaOf(keys.slice(0, at)));
    if (known.length === 0 || known.includes(key)) continue;
    const where = formatPath([...prefix, ...keys.slice(0, at + 1)]);
    throw new CliError(`${where}: ${unknownKey(key, known)}`, exitCodes.badInput);
  }
}

/**
 * A value from the command line: YAML, but text as it was typed where the key takes nothing else.
 *
 * @throws CliError, exit code 2, when it is not YAML, or nothing.
 */
export function valueFrom(keys: readonly string[], text: string): unknown {
  const schema = schemaOf(keys);
  const isText = schema !== undefined && bare(schema)._zod.def.type === "string";
  const value = isText && !/^["']/.test(text) ? text : yamlValue(text);
  if (value !== null && value !== undefined) return value;
  throw new CliError(
    `value: must not be empty (found ${JSON.stringify(text)}). To take the key away: --unset`,
    exitCodes.badInput,
  );
}

function yamlValue(text: string): unknown {
  try {
    const value: unknown = parseYaml("value", text).toJS();
    // A date would be a point in time to the engine; it is the text that was meant.
    return value instanceof Date ? text : value;
  } catch (error) {
    const words =
      error instanceof ConfigError
        ? (error.problems[0]?.message ?? "")
        : `must be YAML that stands alone (found ${JSON.stringify(text)}). Leave out aliases.`;
    throw new CliError(`value: ${words}`, exitCodes.badInput);
  }
}

function schemaOf(keys: readonly string[]) {
  return schemaAt(shape.services, ["<name>", ...keys]);
}

/** Path of a service's keys as messages of the configuration say it. */
export function shownPath(service: string, keys: readonly string[]): string {
  return formatPath([`${ownNamespace}:services`, service, ...keys]);
}
