/** What names an object. */
export interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
}

/** The fields of an Application that tests read. */
export interface Application extends Named {
  readonly spec?: object;
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string };
    readonly health?: { readonly status?: string };
  };
}

/** An Application that follows the sample chart into namespace `shop` by itself. */
export function application(name: string, repoURL: string, targetRevision: string): Application {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name, namespace: "argocd" },
    spec: {
      project: "default",
      source: { repoURL, chart: "sample", targetRevision },
      destination: { server: "https://kubernetes.default.svc", namespace: "shop" },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    },
  };
}

/** The AppProject of `application`: everything is allowed in it. */
export function project(): Named & { spec: object } {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AppProject",
    metadata: { name: "default", namespace: "argocd" },
    spec: { sourceRepos: ["*"], destinations: [{ server: "*", namespace: "*" }] },
  };
}

/** The fields of a Service that tests read. */
export interface Service extends Named {
  readonly status?: {
    readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] };
  };
}

/** The fields of a Pod that tests read. */
export interface Pod extends Named {
  readonly spec?: object;
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly {
      readonly ready: boolean;
      readonly state?: { readonly waiting?: { readonly reason?: string } };
    }[];
  };
}

/** A pod in namespace `shop`. */
export function pod(
  name: string,
  change: {
    image?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  } = {},
): Pod {
  const { image = "registry.test/shop:1.2.3", ...metadata } = change;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "shop", ...metadata },
    spec: { containers: [{ name: "main", image }] },
  };
}
