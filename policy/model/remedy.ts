import { at, fieldsAt, isFields, listAt, type Fields } from "./read.ts";
import { workloadOf } from "./workload.ts";
import type { Subject } from "./subject.ts";

/**
 * The object with every container changed; undefined when no container changed.
 *
 * Nothing is changed in place: what the caller holds, secrets included, stays as it is.
 */
export function eachContainer(
  object: Fields,
  change: (container: Fields) => Fields | undefined,
): Fields | undefined {
  return inPodSpec(object, (pod) => {
    const lists = ["initContainers", "containers"].flatMap((sort) => {
      const before = listAt(pod, sort);
      const after = before.map((each) => (isFields(each) ? change(each) : undefined) ?? each);
      return after.some((each, position) => each !== before[position])
        ? [[sort, after] as const]
        : [];
    });
    return lists.length > 0 ? { ...pod, ...Object.fromEntries(lists) } : undefined;
  });
}

/** The object with its pod's spec changed; undefined when it has none or nothing changed. */
export function inPodSpec(
  object: Fields,
  change: (pod: Fields) => Fields | undefined,
): Fields | undefined {
  const workload = workloadOf({ object } as unknown as Subject);
  if (workload === undefined || at(object, workload.podPath) === undefined) return undefined;
  const next = change(workload.pod);
  return next === undefined ? undefined : replaced(object, workload.podPath.split("."), next);
}

/** A copy with the value at a path replaced. */
export function replaced(object: Fields, path: readonly string[], value: unknown): Fields {
  const [key = "", ...rest] = path;
  const inner = rest.length === 0 ? value : replaced(fieldsAt(object, [key]), rest, value);
  return { ...object, [key]: inner };
}
