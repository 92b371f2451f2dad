import { isMap, valueAt } from "../../config/problem.ts";
import { ownNamespace } from "../../config/schema/keys.ts";
import { parseYaml } from "../../config/yaml-text.ts";

/**
 * Path of one of our keys in the text of a stack file: with the namespace, unless the file has it
 * without, as the engine allows.
 */
export function stackPath(file: string, text: string, key: string): readonly string[] {
  return ["config", writtenKey(parseYaml(file, text).toJS(), key)];
}

/** Path of a service's entry in the text of a stack file. */
export function entryPath(file: string, text: string, service: string): readonly string[] {
  return [...stackPath(file, text, "services"), service];
}

/** Path of one of our keys in the text of `Pulumi.yaml`, where a value stands below `value:`, or below `default:`. */
export function projectPath(file: string, text: string, key: string): readonly string[] {
  const values: unknown = parseYaml(file, text).toJS();
  const written = valueAt(values, ["config", key]) === undefined ? qualified(key) : key;
  const isThere = valueAt(values, ["config", written]) !== undefined;
  const path = ["config", isThere ? written : key];
  const isDefault = valueAt(values, [...path, "default"]) !== undefined;
  return [...path, isDefault ? "default" : "value"];
}

/** The map at a path of a file; empty where there is none. */
export function mapAt(
  file: string,
  text: string,
  path: readonly string[],
): Readonly<Record<string, unknown>> {
  const value = valueAt(parseYaml(file, text).toJS(), path);
  return isMap(value) ? value : {};
}

function writtenKey(values: unknown, key: string): string {
  const isBare =
    valueAt(values, ["config", qualified(key)]) === undefined &&
    valueAt(values, ["config", key]) !== undefined;
  return isBare ? key : qualified(key);
}

function qualified(key: string): string {
  return `${ownNamespace}:${key}`;
}
