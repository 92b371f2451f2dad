import type { ApplicationObject } from "./objects.ts";

/** Conditions that Argo CD does not get out of by trying again. */
const fatal = ["InvalidSpecError", "ComparisonError"];

/**
 * True when waiting alone is not likely to help: the Application is refused or cannot be rendered, its
 * last sync failed with no retry left, or it is Degraded with nothing more to sync.
 *
 * May be true for moments, such as right after a change; only when it stays does it mean anything.
 */
export function isHopeless({ operation, status = {} }: ApplicationObject): boolean {
  const { conditions = [], operationState } = status;
  if (conditions.some(({ type }) => fatal.includes(type))) {
    return true;
  }
  const busy = operation !== undefined || operationState?.phase === "Running";
  return !busy && (hasFailed(operationState?.phase) || isDegraded(status));
}

function hasFailed(phase: string | undefined): boolean {
  return phase === "Failed" || phase === "Error";
}

function isDegraded({ health, sync }: NonNullable<ApplicationObject["status"]>): boolean {
  return health?.status === "Degraded" && sync?.status === "Synced";
}
