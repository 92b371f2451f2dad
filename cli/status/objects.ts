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
  /** Set while the object is being deleted. */
  readonly deletionTimestamp?: string | Date;
}

export interface ApplicationObject {
  readonly metadata: Metadata;
  readonly spec: { readonly source: { readonly helm?: { readonly valuesObject?: unknown } } };
  readonly operation?: unknown;
  readonly status?: {
    readonly sync?: {
      readonly status?: string;
      readonly comparedTo?: { readonly source?: unknown };
    };
    /** The objects it manages, each compared on its own. */
    readonly resources?: readonly {
      readonly kind: string;
      readonly name: string;
      readonly status?: string;
    }[];
    readonly health?: { readonly status?: string; readonly message?: string };
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
    readonly operationState?: { readonly phase?: string; readonly message?: string };
  };
}

/** Present in the templates of Deployments and in pods alike. */
export interface PodSpec {
  readonly containers: readonly { readonly name?: string; readonly image?: string }[];
}

export interface DeploymentObject {
  readonly metadata: Metadata;
  readonly spec: {
    readonly replicas?: number;
    readonly template: { readonly spec: PodSpec };
  };
  readonly status?: { readonly readyReplicas?: number; readonly conditions?: readonly Condition[] };
}

interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly terminated?: { readonly reason?: string; readonly exitCode?: number };
}

export interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

export interface PodObject {
  readonly metadata: Metadata;
  readonly spec?: PodSpec;
  readonly status?: {
    readonly phase?: string;
    /** Of a pod as a whole, such as `Evicted`. */
    readonly reason?: string;
    readonly message?: string;
    readonly conditions?: readonly Condition[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
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
  readonly lastTimestamp?: string | Date | null;
  readonly eventTime?: string | Date | null;
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
