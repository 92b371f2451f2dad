import { UnknownValueError } from "@pulumi/policy";

import { unknownValue } from "../model/unknown.ts";

/**
 * The SDK's view of a resource as plain values: a read of an unknown throws there, and here it becomes
 * a mark that a rule is stopped by only when it reads it.
 */
export function plain(value: unknown): unknown {
  // Not its own map: through the SDK's proxy that reads the constructor, which the proxy breaks.
  if (Array.isArray(value)) {
    return Array.from({ length: value.length }, (_, position) => inside(value, position));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, inside(value, key)]));
}

function inside(value: object, key: string | number): unknown {
  let found: unknown;
  try {
    found = (value as Record<string | number, unknown>)[key];
  } catch (error) {
    if (!(error instanceof UnknownValueError)) throw error;
    return unknownValue;
  }
  return plain(found);
}

/**
 * Writes into `target` what differs between two plain values of it, and nothing else: through the SDK's
 * proxy a secret that is not touched stays a secret.
 */
export function writeDifference(target: object, before: unknown, after: unknown): void {
  const place = target as Record<string, unknown>;
  for (const [key, wanted] of Object.entries(after as object)) {
    const found = (before as Record<string, unknown>)[key];
    if (found === wanted) continue;
    if (isTree(found) && isTree(wanted) && Array.isArray(found) === Array.isArray(wanted)) {
      writeDifference(place[key] as object, found, wanted);
    } else {
      place[key] = wanted;
    }
  }
}

function isTree(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
