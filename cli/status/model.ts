import type { Hold } from "../../config/model.ts";

/** What `./msa status` knows of one service in one environment. */
export interface ServiceStatus {
  readonly environment: string;
  readonly service: string;
  readonly application: string;
  readonly url: string;
  /** Version that runs; with `→` and the declared one while any pod runs another. */
  readonly version: string;
  /** Argo CD's sync status, or `Missing` without an Application. */
  readonly sync: string;
  /** Argo CD's health status, or `Missing` without an Application. */
  readonly health: string;
  readonly replicas: { readonly ready: number; readonly wanted: number };
  /** Absent when no HPA scales the service. */
  readonly autoscaler?: AutoscalerStatus;
  /** Absent: Argo CD has never deployed it. */
  readonly lastDeploy?: LastDeploy;
  /** Objects that are not as declared, as `Deployment user-service`. */
  readonly drift: readonly string[];
  /** Absent: nobody holds it back. */
  readonly hold?: Hold;
  /** Why it is not Synced and Healthy, or what else deserves a look; sentences. */
  readonly reasons: readonly string[];
}

/** The last time that Argo CD applied what is declared, with success. */
export interface LastDeploy {
  /** RFC 3339, in UTC. */
  readonly time: string;
  /** `Argo CD` when it did so by itself, else a person's or an account's name. */
  readonly by: string;
}

export interface AutoscalerStatus {
  readonly min: number;
  readonly max: number;
  /** False when the HPA reads no metrics, and so holds the count it has. */
  readonly metrics: boolean;
}

/** True when Argo CD says so; a reason alone, such as an HPA without metrics, is no failure. */
export function isGood(status: ServiceStatus): boolean {
  return status.sync === "Synced" && status.health === "Healthy";
}
