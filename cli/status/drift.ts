import type { ApplicationObject } from "./objects.ts";

/** Objects of an Application that are not as declared, as `Deployment user-service`. */
export function driftOf(application: ApplicationObject | undefined): string[] {
  return (application?.status?.resources ?? [])
    .filter(({ status }) => status === "OutOfSync")
    .map(({ kind, name }) => `${kind} ${name}`);
}
