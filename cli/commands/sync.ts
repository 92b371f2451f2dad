import { userInfo } from "node:os";

import type { Environment, Service } from "../../config/model.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { CliError } from "../errors.ts";
import { operated, refuseUnlessOwn, type Operated } from "../operate/operated.ts";
import { syncApplication } from "../operate/sync-operation.ts";
import { servicesNamed } from "../stack-config.ts";
import type { OperationState } from "../status/objects.ts";
import type { TargetOptions } from "../target.ts";

export interface SyncOptions extends TargetOptions {
  /** Delete and make again what cannot be changed in place. */
  readonly force?: boolean;
  /** Delete what is no longer declared. */
  readonly prune?: boolean;
  /** How long each sync may take. @default 300 */
  readonly timeoutSeconds?: number;
}

/** What became of one object; Argo CD names only those that it looked at anew. */
export interface SyncedObject {
  readonly object: string;
  /** Argo CD's own word: `Synced`, `SyncFailed`, `Pruned` or `PruneSkipped`; of a hook its phase. */
  readonly result: string;
  readonly message: string;
}

/** How the sync of one service ended. */
export interface SyncedService {
  readonly service: string;
  readonly application: string;
  readonly ok: boolean;
  /** Argo CD's own words. */
  readonly message: string;
  readonly objects: readonly SyncedObject[];
}

export interface SyncResult {
  readonly environment: Environment;
  readonly services: readonly SyncedService[];
}

/**
 * Has Argo CD bring services to what is declared, now and whether or not it sees a difference. What is
 * declared does not change, so this is never how a version comes.
 *
 * @throws CliError when the cluster is another one, or there is no such service. One service that cannot be
 * synced does not keep the others from it; its row says why.
 */
export async function sync(
  environment: Environment,
  name: string,
  options: SyncOptions,
  progress: Progress,
): Promise<SyncResult> {
  const on = await operated(environment, options);
  const services = servicesNamed(on.config, name);
  await refuseUnlessOwn(on);
  const synced: SyncedService[] = [];
  for (const service of services) {
    synced.push(
      await progress.step(`Syncing ${service.applicationName}`, (tell) =>
        syncService(on, service, { ...options, tell }),
      ),
    );
  }
  return { environment, services: synced };
}

async function syncService(
  { kube, config }: Operated,
  { name: service, applicationName: application }: Service,
  options: SyncOptions & { readonly tell: (detail: string) => void },
): Promise<SyncedService> {
  const { force = false, prune = false, timeoutSeconds = 300, tell } = options;
  const where = { namespace: config.addons.argoCd.namespace, name: application };
  try {
    const wish = { force, prune, username: userName() };
    const state = await syncApplication(kube, where, wish, { timeoutSeconds, tell });
    const ok = state.phase === "Succeeded";
    return { service, application, ok, message: state.message ?? "", objects: objectsOf(state) };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { service, application, ok: false, message: error.message, objects: [] };
  }
}

function objectsOf({ syncResult }: OperationState): SyncedObject[] {
  return (syncResult?.resources ?? []).map(({ kind, name, status, hookPhase, message }) => ({
    object: `${kind} ${name}`,
    result: status ?? hookPhase ?? "Unknown",
    message: message ?? "",
  }));
}

/** A container may run under a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "msa";
  }
}
