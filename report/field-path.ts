/** One step into a value: the key of a map, the index of a list, or the item of a list that bears a name. */
export type Step = string | number | { readonly item: string };

/** `spec.containers[app].ports[0]`; keys that are no plain words are quoted. */
export function fieldPath(steps: readonly Step[]): string {
  return steps.map((step, at) => text(step, at === 0)).join("") || "(all)";
}

function text(step: Step, isFirst: boolean): string {
  if (typeof step === "number") return `[${String(step)}]`;
  if (typeof step === "object") return `[${step.item}]`;
  if (!/^[\w-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
  return isFirst ? step : `.${step}`;
}
