import { at } from "./read.ts";
import { selects } from "./selector.ts";
import { ofKind, type Stack } from "./stack.ts";
import { namespaceOf, type Subject } from "./subject.ts";
import type { Workload } from "./workload.ts";

const indices = new WeakMap<Stack, ReadonlyMap<string, readonly Subject[]>>();

/** All PodDisruptionBudgets of a stack. */
export function disruptionBudgets(stack: Stack): readonly Subject[] {
  return ofKind(stack, "policy", "PodDisruptionBudget");
}

/** The PodDisruptionBudgets that hold for a workload's pods. */
export function budgetsOf(stack: Stack, workload: Workload): readonly Subject[] {
  let index = indices.get(stack);
  if (index === undefined) {
    index = Map.groupBy(disruptionBudgets(stack), namespaceOf);
    indices.set(stack, index);
  }
  const inNamespace = index.get(namespaceOf(workload.subject)) ?? [];
  return inNamespace.filter((budget) => holdsFor(budget, workload));
}

/** True when a budget's selector matches the pods of a workload. */
export function holdsFor(budget: Subject, workload: Workload): boolean {
  return (
    namespaceOf(budget) === namespaceOf(workload.subject) &&
    selects(at(budget.object, "spec.selector"), workload.podLabels)
  );
}
