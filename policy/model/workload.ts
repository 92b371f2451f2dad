import { at, fieldsAt, listAt, textAt, type Fields } from "./read.ts";
import type { Stack } from "./stack.ts";
import { groupOf, type Subject } from "./subject.ts";

/** One container of a pod, of whatever sort. */
export interface Container {
  readonly name: string;
  readonly sort: "containers" | "initContainers" | "ephemeralContainers";
  /** Path in the object, such as `spec.template.spec.containers[0]`. */
  readonly path: string;
  readonly spec: Fields;
  /** True when it runs as long as the pod: a container, or an init container that restarts. */
  readonly isLongRunning: boolean;
}

/** Anything that makes pods, in one form. */
export interface Workload {
  readonly subject: Subject;
  readonly kind: string;
  /** Path of the pod's spec in the object. */
  readonly podPath: string;
  readonly pod: Fields;
  readonly podLabels: Fields;
  readonly podAnnotations: Fields;
  readonly containers: readonly Container[];
}

/** Where each kind keeps its pod. */
const templates: Readonly<Record<string, string>> = {
  "/Pod": "",
  "apps/DaemonSet": "spec.template",
  "apps/Deployment": "spec.template",
  "apps/ReplicaSet": "spec.template",
  "apps/StatefulSet": "spec.template",
  "batch/CronJob": "spec.jobTemplate.spec.template",
  "batch/Job": "spec.template",
};

const sorts = ["initContainers", "containers", "ephemeralContainers"] as const;

const indices = new WeakMap<Stack, readonly Workload[]>();

/** Everything of a stack that makes pods. */
export function workloads(stack: Stack): readonly Workload[] {
  let found = indices.get(stack);
  if (found === undefined) {
    found = stack.subjects.map(workloadOf).filter((each) => each !== undefined);
    indices.set(stack, found);
  }
  return found;
}

/** The workload that an object is; undefined for an object that makes no pods. */
export function workloadOf(subject: Subject): Workload | undefined {
  const { object } = subject;
  const template = templates[`${groupOf(subject)}/${object.kind}`];
  if (template === undefined) return undefined;
  const prefix = template === "" ? "" : `${template}.`;
  const podPath = `${prefix}spec`;
  const pod = fieldsAt(object, podPath);
  return {
    subject,
    kind: object.kind,
    podPath,
    pod,
    podLabels: fieldsAt(object, `${prefix}metadata.labels`),
    podAnnotations: fieldsAt(object, `${prefix}metadata.annotations`),
    containers: sorts.flatMap((sort) =>
      listAt(pod, sort).map((spec, position) => container(spec, sort, podPath, position)),
    ),
  };
}

function container(
  spec: unknown,
  sort: Container["sort"],
  podPath: string,
  position: number,
): Container {
  return {
    name: textAt(spec, "name") ?? `number ${position + 1}`,
    sort,
    path: `${podPath}.${sort}[${position}]`,
    spec: fieldsAt({ spec }, "spec"),
    isLongRunning:
      sort === "containers" ||
      (sort === "initContainers" && at(spec, "restartPolicy") === "Always"),
  };
}

/** Kinds that keep a number of pods running. */
export function hasReplicas({ kind }: Workload): boolean {
  return kind === "Deployment" || kind === "StatefulSet" || kind === "ReplicaSet";
}

/** Kinds whose pods run until someone ends them. */
export function isServing({ kind }: Workload): boolean {
  return kind !== "Job" && kind !== "CronJob";
}
