import { isDeepStrictEqual } from "node:util";

import { isMap, valueAt } from "../../config/problem.ts";
import { parseYaml } from "../../config/yaml-text.ts";
import type { Edit } from "../declared/edit.ts";
import { entryPath } from "../declared/place-in-file.ts";

/**
 * What a stack file says of one service, as plain values: always with a version, never with a hold.
 * Two entries that are equal declare the same, as far as the stack file goes.
 */
export type Entry = Readonly<Record<string, unknown>> & { readonly version: string };

/** The two files of an environment that say what its services are. */
export interface StackTexts {
  readonly projectText: string;
  readonly stackText: string;
}

/** Keys under which the engine takes the services, ours first. */
const keys = ["msa:services", "services"] as const;

/** The entry of a service; undefined where the files do not have it, or cannot be read. */
export function entryOf(parsed: ParsedTexts, service: string): Entry | undefined {
  const own = valueAt(parsed.services, [service]);
  const first = valueAt(parsed.catalogue, [service, "version"]);
  const version = isMap(own) && own["version"] !== undefined ? own["version"] : first;
  if (typeof version !== "string") return undefined;
  return { ...withoutHold(isMap(own) ? own : {}), version };
}

function withoutHold(entry: Values): Values {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => key !== "hold"));
}

/** What there is to read an entry from. */
export interface ParsedTexts {
  readonly services: unknown;
  readonly catalogue: unknown;
}

/** Reads the services of a stack file; undefined when it is not YAML. */
export function servicesIn(stackText: string): unknown {
  const config = valueAt(plain(stackText), ["config"]);
  return keys.map((key) => valueAt(config, [key])).find((value) => value !== undefined);
}

/** Reads the catalogue of a Pulumi.yaml; undefined when it is not YAML. */
export function catalogueIn(projectText: string): unknown {
  return valueAt(plain(projectText), ["config", "catalogue", "value"]);
}

function plain(text: string): unknown {
  try {
    return parseYaml("", text).toJS();
  } catch {
    // An old commit may hold anything; it then declares no service.
    return undefined;
  }
}

/** The edits that make one entry of a stack file another, key by key, so that comments stay. */
export function entryEdits(
  file: string,
  stackText: string,
  { service, wanted }: { readonly service: string; readonly wanted: Entry },
): Edit[] {
  const path = entryPath(file, stackText, service);
  const own = valueAt(plain(stackText), path);
  if (!isMap(own)) return [{ path, value: wanted }];
  return editsBetween(path, withoutHold(own), wanted);
}

type Values = Readonly<Record<string, unknown>>;

function editsBetween(path: readonly string[], now: Values, wanted: Values): Edit[] {
  const removed = Object.keys(now).filter((key) => !Object.hasOwn(wanted, key));
  const set = Object.entries(wanted).flatMap(([key, value]): Edit[] => {
    const there = now[key];
    if (isDeepStrictEqual(there, value)) return [];
    const at = [...path, key];
    const goesOn = isMap(there) && isMap(value) && Object.keys(value).length > 0;
    return goesOn ? editsBetween(at, there, value) : [{ path: at, value }];
  });
  return [...set, ...removed.map((key) => ({ path: [...path, key] }))];
}
