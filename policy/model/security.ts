import { at, listAt } from "./read.ts";
import type { Placed } from "./containers.ts";

/** A field of a security context: the container's own, else the pod's. */
export function secured({ workload, container }: Placed, field: string): unknown {
  const own = at(container.spec, `securityContext.${field}`);
  return own ?? at(workload.pod, `securityContext.${field}`);
}

/** Volumes of a pod by the kind that their other field names. */
export function volumesOf(
  pod: unknown,
  kind: string,
): readonly { position: number; volume: unknown }[] {
  return listAt(pod, "volumes")
    .map((volume, position) => ({ volume, position }))
    .filter(({ volume }) => at(volume, kind) !== undefined);
}
