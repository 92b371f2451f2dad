import type { Addon, Addons } from "./platform-model.ts";

/** The same add-ons, as somebody sees them who installs none of them. */
export function asThere(addons: Addons): Addons {
  const { harbor, chartMuseum, ...installable } = addons;
  const there = new Map<string, Addon>();
  for (const [name, addon] of Object.entries(installable)) {
    there.set(name, { ...addon, install: false });
  }
  return { ...addons, ...Object.fromEntries(there), harbor, chartMuseum };
}
