import type { Draft } from "./good-stack.ts";

/**
 * Sets one field of a draft, or removes it with null.
 *
 * @param where `<name> <path>`, such as `deployment spec.template.spec.containers[0].image`; a key with dots
 * is written `["a.b/c"]`, and `<name>` alone is the object.
 */
export function changed(draft: Draft, where: string, value: unknown): Draft {
  const [name = "", ...rest] = where.split(" ");
  const path = rest.join(" ");
  const isWhole = path === "";
  const root = name === "config" || isWhole || path.startsWith("options") ? [] : ["object"];
  const keys = [...(isWhole ? [] : [name]), ...root, ...keysOf(path)];
  const copy = { ...draft };
  if (isWhole) {
    if (value === null) Reflect.deleteProperty(copy, name);
    else copy[name] = value;
    return copy;
  }
  let place = copy as Record<string, unknown>;
  for (const key of keys.slice(0, -1)) {
    place[key] ??= {};
    place = place[key] as Record<string, unknown>;
  }
  const last = keys.at(-1) ?? "";
  if (value === null) Reflect.deleteProperty(place, last);
  else place[last] = value;
  return copy;
}

function keysOf(path: string): string[] {
  return [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, plain]) => quoted ?? index ?? plain ?? "",
  );
}
