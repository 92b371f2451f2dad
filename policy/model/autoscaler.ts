import { at, listAt, numberAt, textAt } from "./read.ts";
import { ofKind, type Stack } from "./stack.ts";
import { nameOf, namespaceOf, type Subject } from "./subject.ts";
import type { Workload } from "./workload.ts";

/** A HorizontalPodAutoscaler in one form. */
export interface Autoscaler {
  readonly subject: Subject;
  /** `<namespace>/<Kind>/<name>` of what it scales. */
  readonly target: string;
  /** As written; Kubernetes takes 1 when it is absent. */
  readonly min: unknown;
  readonly max: unknown;
  readonly metrics: readonly unknown[];
}

const indices = new WeakMap<Stack, ReadonlyMap<string, Autoscaler>>();

/** All HorizontalPodAutoscalers of a stack. */
export function autoscalers(stack: Stack): readonly Autoscaler[] {
  return ofKind(stack, "autoscaling", "HorizontalPodAutoscaler").map((subject) => ({
    subject,
    target: [
      namespaceOf(subject),
      textAt(subject.object, "spec.scaleTargetRef.kind") ?? "",
      textAt(subject.object, "spec.scaleTargetRef.name") ?? "",
    ].join("/"),
    min: at(subject.object, "spec.minReplicas"),
    max: at(subject.object, "spec.maxReplicas"),
    metrics: listAt(subject.object, "spec.metrics"),
  }));
}

/** A workload as an autoscaler names it. */
export function targetOf({ subject, kind }: Workload): string {
  return [namespaceOf(subject), kind, nameOf(subject)].join("/");
}

/** The autoscaler of a workload, if it has one. */
export function autoscalerOf(stack: Stack, workload: Workload): Autoscaler | undefined {
  let index = indices.get(stack);
  if (index === undefined) {
    index = new Map(autoscalers(stack).map((each) => [each.target, each]));
    indices.set(stack, index);
  }
  return index.get(targetOf(workload));
}

/** Target of a resource metric in percent of the request; undefined when the HPA has none. */
export function utilisation({ metrics }: Autoscaler, resource: string): number | undefined {
  const metric = metrics.find((each) => textAt(each, "resource.name") === resource);
  return numberAt(metric, "resource.target.averageUtilization");
}

/** Pods that always run: the HPA's minimum, else the replicas; one where neither says. */
export function leastPods(stack: Stack, workload: Workload): number {
  const autoscaler = autoscalerOf(stack, workload);
  const least =
    autoscaler === undefined ? at(workload.subject.object, "spec.replicas") : autoscaler.min;
  return typeof least === "number" ? least : 1;
}
