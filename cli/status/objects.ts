/** The few fields read of each kind; everything may be missing on a young object. */

export interface Condition {
  readonly type: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly creationTimestamp?: string | Date;
}

export interface ApplicationObject {
  readonly metadata: Metadata;
  readonly spec: { readonly source: { readonly helm?: { readonly valuesObject?: unknown } } };
  readonly operation?: unknown;
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly comparedTo?: { readonly source?: unknown } };
    readonly health?: { readonly status?: string; readonly message?: string };
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
    readonly operationState?: { readonly phase?: string; readonly message?: string };
  };
}

export interface DeploymentObject {
  readonly metadata: Metadata;
  readonly spec: {
    readonly replicas?: number;
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
  readonly status?: { readonly readyReplicas?: number; readonly conditions?: readonly Condition[] };
}

interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly terminated?: { readonly reason?: string; readonly exitCode?: number };
}

export interface PodObject {
  readonly metadata: Metadata;
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly {
      readonly name: string;
      readonly ready: boolean;
      readonly restartCount: number;
      readonly state?: ContainerState;
      readonly lastState?: ContainerState;
    }[];
  };
}

export interface AutoscalerObject {
  readonly metadata: Metadata;
  readonly spec: { readonly minReplicas?: number; readonly maxReplicas: number };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

export interface EventObject {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject: { readonly kind?: string; readonly name?: string };
}

/** Everything a status is made of, of one environment. */
export interface LiveObjects {
  readonly applications: readonly ApplicationObject[];
  readonly deployments: readonly DeploymentObject[];
  readonly pods: readonly PodObject[];
  readonly autoscalers: readonly AutoscalerObject[];
  readonly events: readonly EventObject[];
}
