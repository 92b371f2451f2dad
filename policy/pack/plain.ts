import { UnknownValueError } from "@pulumi/policy";

import { unknownValue } from "../model/unknown.ts";

/**
 * The SDK's view of a resource as plain values: a read of an unknown throws there, and here it becomes
 * a mark that a rule is stopped by only when it reads it.
 */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((_, position) => inside(value, position));
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
