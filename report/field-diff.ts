import { diffArrays } from "diff";

import type { Step } from "./field-path.ts";
import { isMap, isSame } from "./json-value.ts";
import { itemKey, orderMatters } from "./list-key.ts";

/** One field that differs; `before` or `after` is absent when the field is there on one side only. */
export interface FieldDifference {
  readonly steps: readonly Step[];
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * The fields in which two values differ, in the order of their keys. A field that is there on one side
 * only is one difference, however much is in it.
 */
export function fieldDifferences(before: unknown, after: unknown): readonly FieldDifference[] {
  return compare([], before, after);
}

function compare(steps: readonly Step[], before: unknown, after: unknown): FieldDifference[] {
  if (isSame(before, after)) return [];
  if (isMap(before) && isMap(after)) return compareMaps(steps, before, after);
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(steps, before, after);
  return [
    {
      steps,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}

type Fields = Readonly<Record<string, unknown>>;

function compareMaps(steps: readonly Step[], before: Fields, after: Fields): FieldDifference[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => compare([...steps, key], before[key], after[key]));
}

type List = readonly unknown[];

function compareLists(steps: readonly Step[], before: List, after: List): FieldDifference[] {
  const key = itemKey(before, after);
  if (key === undefined) return compareInOrder(steps, before, after);
  const named = (list: List) => new Map(list.map((item) => [key(item), item]));
  const [old, now] = [named(before), named(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const found = names.flatMap((name) =>
    compare([...steps, { item: name }], old.get(name), now.get(name)),
  );
  const kept = (list: Iterable<string>, other: ReadonlyMap<string, unknown>) =>
    [...list].filter((name) => other.has(name));
  const order = { before: kept(old.keys(), now), after: kept(now.keys(), old) };
  const moved = orderMatters(steps) && !isSame(order.before, order.after);
  return moved ? [...found, { steps: [...steps, "(order)"], ...order }] : found;
}

/** A copy of a value with every leaf replaced; each has the path that a difference in it would have. */
export function mapLeaves(
  value: unknown,
  replace: (steps: readonly Step[], leaf: unknown) => unknown,
  steps: readonly Step[] = [],
): unknown {
  if (isMap(value)) {
    const entries = Object.entries(value);
    const below = entries.map(([key, each]) => [key, mapLeaves(each, replace, [...steps, key])]);
    return Object.fromEntries(below) as unknown;
  }
  if (!Array.isArray(value)) return replace(steps, value);
  const key = itemKey(value, value);
  return value.map((each, at) =>
    mapLeaves(each, replace, [...steps, key === undefined ? at : { item: key(each) }]),
  );
}

/** A list without names: what stays the same is matched first, the rest pair by pair in its place. */
function compareInOrder(steps: readonly Step[], before: List, after: List): FieldDifference[] {
  if (!orderMatters(steps)) {
    const asSet = (list: List) => [...list].sort(byText);
    if (isSame(asSet(before), asSet(after))) return [];
  }
  const found: FieldDifference[] = [];
  let [at, gone]: [number, List] = [0, []];
  const flush = (come: List) => {
    for (let i = 0; i < Math.max(gone.length, come.length); i += 1) {
      const step = at + Math.min(i, Math.max(come.length - 1, 0));
      found.push(...compare([...steps, step], gone[i], come[i]));
    }
    at += come.length;
    gone = [];
  };
  for (const part of diffArrays([...before], [...after], { comparator: isSame })) {
    if (part.removed) gone = part.value;
    else if (part.added) flush(part.value);
    else {
      flush([]);
      at += part.value.length;
    }
  }
  flush([]);
  return found;
}

function byText(a: unknown, b: unknown): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
