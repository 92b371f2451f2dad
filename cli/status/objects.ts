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
  readonly resourceVersion?: string;
  readonly finalizers?: readonly string[];
  /** Set while the object is being deleted. */
  readonly deletionTimestamp?: string | Date;
}

export interface ApplicationObject {
  readonly metadata: Metadata;
  readonly spec: {
    readonly source: {
      readonly targetRevision?: string;
      readonly helm?: { readonly valuesObject?: unknown };
    };
    readonly syncPolicy?: { readonly syncOptions?: readonly string[] };
  };
  readonly operation?: unknown;
  readonly status?: {
    readonly sync?: {
      readonly status?: string;
      readonly comparedTo?: { readonly source?: unknown };
    };
    /** The objects it manages, each compared on its own. */
    readonly resources?: readonly ManagedObject[];
    readonly health?: { readonly status?: string; readonly message?: string };
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
    readonly operationState?: OperationState;
    /** Successful syncs of what was declared, oldest first. */
    readonly history?: readonly {
      readonly deployedAt?: string;
      readonly initiatedBy?: Initiator;
    }[];
  };
}

/** An object that an Application manages, compared on its own. */
export interface ManagedObject {
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly status?: string;
  /** True for one that is live and no longer declared. */
  readonly requiresPruning?: boolean;
}

/** Who began a sync: Argo CD by itself, or somebody by name. */
export interface Initiator {
  readonly automated?: boolean;
  readonly username?: string;
}

/** A sync that runs or has ended (argo-cd, types.go, OperationState). */
export interface OperationState {
  readonly phase?: string;
  readonly message?: string;
  readonly operation?: {
    readonly info?: readonly { readonly name: string; readonly value: string }[];
  };
  readonly syncResult?: {
    readonly revision?: string;
    readonly resources?: readonly {
      readonly kind: string;
      readonly name: string;
      readonly namespace?: string;
      readonly status?: string;
      readonly hookPhase?: string;
      readonly message?: string;
    }[];
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
  readonly metadata?: {
    readonly name?: string | undefined;
    readonly namespace?: string | undefined;
    readonly creationTimestamp?: string | Date | undefined;
  };
  readonly count?: number | undefined;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string | Date };
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
