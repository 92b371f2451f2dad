import type { ServiceCheck } from "../checks/check-service.ts";

/** A service that the Job may reach. */
export interface CheckedService {
  /** Name of its pods' label `app`. */
  readonly name: string;
  /** Port its pods listen on. */
  readonly port: number;
}

/** All that the program is told, as JSON: it reads no other configuration. */
export interface JobArguments {
  /** Name of everything that is made, new for each run: `msa-verify-1f0c2a`. */
  readonly name: string;
  /** Namespace of the services. */
  readonly namespace: string;
  /** Stack whose services are asked. */
  readonly stack: string;
  /** Context in the kubeconfig. */
  readonly context: string;
  /** Image with Node 22.18 or newer as `node`. */
  readonly image: string;
  /** Secrets that the image is pulled with. */
  readonly pullSecrets: readonly string[];
  /** Absent: there is no mesh, and no sidecar. */
  readonly mesh?: {
    /** Trust domain of the mesh, the first part of each identity. */
    readonly trustDomain: string;
  };
  readonly services: readonly CheckedService[];
  readonly checks: readonly ServiceCheck[];
  /** Seconds after which the cluster ends the Job. */
  readonly deadlineSeconds: number;
}
