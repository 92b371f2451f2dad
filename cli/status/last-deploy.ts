import type { LastDeploy } from "./model.ts";
import type { ApplicationObject } from "./objects.ts";

/**
 * The last entry of an Application's history: Argo CD adds one for each sync of everything that succeeded
 * (argo-cd, controller/state.go, persistRevisionHistory).
 */
export function lastDeployOf(application: ApplicationObject | undefined): LastDeploy | undefined {
  const { deployedAt, initiatedBy } = application?.status?.history?.at(-1) ?? {};
  if (deployedAt === undefined) return undefined;
  const isArgo = initiatedBy?.automated === true || initiatedBy?.username === undefined;
  return { time: deployedAt, by: isArgo ? "Argo CD" : initiatedBy.username };
}
