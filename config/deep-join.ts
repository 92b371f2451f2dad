import { isMap } from "./problem.ts";

type Values = Readonly<Record<string, unknown>>;

/** `over` laid over `under`, map by map; a list or a scalar of `over` replaces what was there. */
export function deepJoin(under: Values, over: Values): Values {
  const joined = new Map<string, unknown>(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const before = joined.get(key);
    joined.set(key, isMap(before) && isMap(value) ? deepJoin(before, value) : value);
  }
  return Object.fromEntries(joined);
}
