/** Values of a Helm chart: plain JSON. */
export type HelmValues = Readonly<Record<string, unknown>>;

/** Joins maps key by key; the second wins, lists and scalars are replaced whole, as Helm does. */
export function mergeValues(base: HelmValues, over: HelmValues): HelmValues {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const current = merged[key];
    merged[key] = isMap(current) && isMap(value) ? mergeValues(current, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is HelmValues {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
