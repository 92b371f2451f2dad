import { foreignNamespaces, keys, ownNamespace } from "../schema/keys.ts";
import { unknownKey } from "../unknown-key.ts";
import type { Raw, Report } from "./findings.ts";

/** Splits fully qualified values into ours, without namespace, and reports what is nobody's. */
export function ownValues(values: Raw, report: Report): Raw {
  const own = new Map<string, unknown>();
  for (const [qualified, value] of Object.entries(values)) {
    const [namespace = "", ...rest] = qualified.split(":");
    const name = rest.join(":");
    if (namespace === ownNamespace) {
      if ((keys as readonly string[]).includes(name)) own.set(name, value);
      else report([name], unknownKey(name, keys));
    } else if (!foreignNamespaces.includes(namespace)) {
      report([qualified], wrongNamespace(namespace, name));
    }
  }
  return Object.fromEntries(own);
}

function wrongNamespace(namespace: string, name: string): string {
  const isKnown = (keys as readonly string[]).includes(name);
  const advice = isKnown
    ? `Write ${ownNamespace}:${name}.`
    : `The keys of this project begin with "${ownNamespace}:".`;
  return `nothing reads the namespace ${JSON.stringify(namespace)}. ${advice}`;
}
