import { isDeepStrictEqual } from "node:util";

import type { ApplicationObject } from "./objects.ts";

/**
 * True when Argo CD has compared exactly what is declared now, and found it Synced and Healthy.
 *
 * The status alone is not enough: right after a change it still describes what was declared before.
 */
export function isSettled(application: ApplicationObject): boolean {
  const { sync, health, operationState } = application.status ?? {};
  return (
    isDeepStrictEqual(sync?.comparedTo?.source, application.spec.source) &&
    sync?.status === "Synced" &&
    health?.status === "Healthy" &&
    application.operation === undefined &&
    operationState?.phase !== "Running"
  );
}
