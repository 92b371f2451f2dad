import { show, type Finding } from "../finding.ts";
import { at } from "./read.ts";
import type { Stack } from "./stack.ts";
import { workloads, type Container, type Workload } from "./workload.ts";

/** A container with the workload it is in. */
export interface Placed {
  readonly workload: Workload;
  readonly container: Container;
}

/** Every container of every workload of a stack. */
export function containers(stack: Stack): readonly Placed[] {
  return workloads(stack).flatMap((workload) =>
    workload.containers.map((container) => ({ workload, container })),
  );
}

/** What a finding about a container says beside what is there. */
export interface Wanted {
  readonly expected: string;
  readonly setting?: string | undefined;
  /** What is there; the field's own value when absent. */
  readonly actual?: string;
}

/** A finding about a field of a container, such as `resources.limits.cpu`. */
export function inContainer(
  { workload, container }: Placed,
  field: string,
  wanted: Wanted,
): Finding {
  return {
    subject: workload.subject,
    container: container.name,
    path: `${container.path}.${field}`,
    actual: wanted.actual ?? show(at(container.spec, field)),
    expected: wanted.expected,
    ...(wanted.setting !== undefined && { setting: wanted.setting }),
  };
}

/** A finding about a field of a pod, such as `hostNetwork`. */
export function inPod(workload: Workload, field: string, wanted: Wanted): Finding {
  return {
    subject: workload.subject,
    path: `${workload.podPath}.${field}`,
    actual: wanted.actual ?? show(at(workload.pod, field)),
    expected: wanted.expected,
    ...(wanted.setting !== undefined && { setting: wanted.setting }),
  };
}
