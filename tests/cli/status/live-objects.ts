import type {
  ApplicationObject,
  ContainerStatus,
  DeploymentObject,
  LiveObjects,
  PodObject,
} from "../../../cli/status/objects.ts";

/** What the samples declare. */
export const source = {
  repoURL: "https://charts.example.com",
  helm: { valuesObject: { image: { tag: "1.2.3" } } },
};

/** The Application of the sample service, Synced and Healthy; a test changes its status. */
export function application(
  status: Partial<NonNullable<ApplicationObject["status"]>> = {},
): ApplicationObject {
  return {
    metadata: { name: "order-service-development", namespace: "argocd" },
    spec: { source },
    status: {
      sync: { status: "Synced", comparedTo: { source } },
      health: { status: "Healthy" },
      ...status,
    },
  };
}

/** Its Deployment, with two of two pods ready. */
export function deployment(
  status: NonNullable<DeploymentObject["status"]> = {},
  image = "registry.example.com/msa/order-service:1.2.3",
): DeploymentObject {
  return {
    metadata: { name: "order-service" },
    spec: { replicas: 2, template: podSpec(image) },
    status: { readyReplicas: 2, ...status },
  };
}

function podSpec(image: string) {
  return { spec: { containers: [{ name: "order-service", image }] } };
}

/** A pod of it that is ready. */
export function pod(status: PodObject["status"] = {}, tag = "1.2.3"): PodObject {
  return {
    metadata: { name: "order-service-abc", labels: { app: "order-service" } },
    ...podSpec(`registry.example.com/msa/order-service:${tag}`),
    status: { phase: "Running", ...status },
  };
}

/** A pod whose container is not ready, for the reason given. */
export function podWith(container: Partial<ContainerStatus>): PodObject {
  return pod({ containerStatuses: [{ name: "order-service", ready: false, ...container }] });
}

export function live(objects: Partial<LiveObjects> = {}): LiveObjects {
  return {
    applications: [application()],
    deployments: [deployment()],
    pods: [pod()],
    autoscalers: [],
    events: [],
    ...objects,
  };
}
