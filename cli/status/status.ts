import type { Config, Service } from "../../config/model.ts";
import { driftOf } from "./drift.ts";
import { lastDeployOf } from "./last-deploy.ts";
import type { AutoscalerStatus, ServiceStatus } from "./model.ts";
import type {
  ApplicationObject,
  AutoscalerObject,
  DeploymentObject,
  LiveObjects,
  PodObject,
  PodSpec,
} from "./objects.ts";
import { isGone } from "./pod-reasons.ts";
import { reasons } from "./reasons.ts";

/** Joins what is declared with what is live; pure, one row per service in the order of the catalogue. */
export function statusOf(
  config: Pick<Config, "environment" | "services">,
  live: LiveObjects,
): ServiceStatus[] {
  return config.services.map((service) => serviceStatus(config.environment, service, live));
}

function serviceStatus(environment: string, service: Service, live: LiveObjects): ServiceStatus {
  const application = named(live.applications, service.applicationName);
  const deployment = named(live.deployments, service.name);
  const autoscaler = named(live.autoscalers, `${service.name}-hpa`);
  const pods = live.pods.filter((pod) => pod.metadata.labels?.app === service.name);
  const lastDeploy = lastDeployOf(application);
  return {
    environment,
    service: service.name,
    application: service.applicationName,
    url: `https://${service.host}`,
    version: version(
      declaredTag(application) ?? service.version,
      runningTags(service.name, deployment, pods),
    ),
    ...argoStatus(application),
    replicas: replicas(service, deployment),
    ...(autoscaler !== undefined && { autoscaler: autoscalerStatus(autoscaler) }),
    ...(lastDeploy !== undefined && { lastDeploy }),
    drift: driftOf(application),
    reasons: reasons({ application, deployment, autoscaler, pods, events: live.events }),
  };
}

function named<T extends { readonly metadata: { readonly name: string } }>(
  objects: readonly T[],
  name: string,
): T | undefined {
  return objects.find((object) => object.metadata.name === name);
}

function argoStatus(application: ApplicationObject | undefined): { sync: string; health: string } {
  if (application === undefined) {
    return { sync: "Missing", health: "Missing" };
  }
  const { sync, health } = application.status ?? {};
  return { sync: sync?.status ?? "Unknown", health: health?.status ?? "Unknown" };
}

function replicas(
  { profile }: Service,
  deployment: DeploymentObject | undefined,
): ServiceStatus["replicas"] {
  return {
    ready: deployment?.status?.readyReplicas ?? 0,
    wanted: deployment?.spec.replicas ?? profile.autoscaling?.min ?? profile.replicas,
  };
}

/** What still runs of other versions stands first, then an arrow and what is declared. */
function version(declared: string, running: readonly string[]): string {
  const others = running.filter((tag) => tag !== declared);
  return others.length === 0 ? declared : `${others.join(", ")} → ${declared}`;
}

function declaredTag(application: ApplicationObject | undefined): string | undefined {
  const values = application?.spec.source.helm?.valuesObject as
    { readonly image?: { readonly tag?: string } } | undefined;
  return values?.image?.tag;
}

/** Tags that pods run, each once; of the Deployment while there is no pod. */
function runningTags(
  service: string,
  deployment: DeploymentObject | undefined,
  pods: readonly PodObject[],
): string[] {
  const specs = pods.flatMap((pod) => (isGone(pod) || pod.spec === undefined ? [] : [pod.spec]));
  const template = deployment?.spec.template.spec;
  const looked = specs.length > 0 || template === undefined ? specs : [template];
  const tags = looked.map((spec) => tagOf(ownContainer(service, spec)?.image));
  return [...new Set(tags.filter((tag) => tag !== undefined))].sort();
}

/** The service's own among those that a mesh or a person may have put beside it. */
function ownContainer(
  service: string,
  { containers }: PodSpec,
): PodSpec["containers"][number] | undefined {
  return containers.find(({ name }) => name === service) ?? containers[0];
}

/** The tag of an image reference; a digest behind it is left out. */
function tagOf(image: string | undefined): string | undefined {
  return image?.replace(/@.*$/, "").match(/:([^:/]+)$/)?.[1];
}

function autoscalerStatus(autoscaler: AutoscalerObject): AutoscalerStatus {
  const active = autoscaler.status?.conditions?.find(({ type }) => type === "ScalingActive");
  return {
    min: autoscaler.spec.minReplicas ?? 1,
    max: autoscaler.spec.maxReplicas,
    metrics: active?.status === "True",
  };
}
