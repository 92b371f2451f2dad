import type { SyncWindow } from "../../../config/model.ts";
import type { ProjectSyncWindow } from "../../custom-resources/app-project.ts";

/**
 * Sync windows as a project has them.
 *
 * One for all services names their namespace, so that it holds for a service that is added later as
 * well, and no `*` is needed.
 */
export function projectWindows(
  windows: readonly SyncWindow[],
  {
    namespace,
    applicationOf,
  }: {
    /** The only namespace that Applications of the project deploy to. */
    readonly namespace: string;
    /** Name of the Application of a service. */
    readonly applicationOf: (service: string) => string;
  },
): readonly ProjectSyncWindow[] {
  return windows.map(({ services, description, ...window }) => ({
    ...window,
    ...(services.length === 0
      ? { namespaces: [namespace] }
      : { applications: services.map(applicationOf) }),
    ...(description !== undefined && { description }),
  }));
}
