import type { Config, Service } from "../../config/model.ts";
import type { AutoscalerStatus, ServiceStatus } from "./model.ts";
import type { ApplicationObject, AutoscalerObject, DeploymentObject, LiveObjects } from "./objects.ts";
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
  return {
    environment,
    service: service.name,
    application: service.applicationName,
    url: `https://${service.host}`,
    version: version(declaredTag(application) ?? service.version, runningTag(deployment)),
    sync: application === undefined ? "Missing" : (application.status?.sync?.status ?? "Unknown"),
    health: application === undefined ? "Missing" : (application.status?.health?.status ?? "Unknown"),
    replicas: {
      ready: deployment?.status?.readyReplicas ?? 0,
      wanted: deployment?.spec.replicas ?? wanted(service),
    },
    ...(autoscaler !== undefined && { autoscaler: autoscalerStatus(autoscaler) }),
    reasons: reasons({ application, deployment, autoscaler, pods, events: live.events }),
  };
}

function named<T extends { readonly metadata: { readonly name: string } }>(
  objects: readonly T[],
  name: string,
): T | undefined {
  return objects.find((object) => object.metadata.name === name);
}

function wanted({ profile }: Service): number {
  return profile.autoscaling?.min ?? profile.replicas;
}

function version(declared: string, running: string | undefined): string {
  return running === undefined || running === declared ? declared : `${running} → ${declared}`;
}

function declaredTag(application: ApplicationObject | undefined): string | undefined {
  const values = application?.spec.source.helm?.valuesObject as
    | { readonly image?: { readonly tag?: string } }
    | undefined;
  return values?.image?.tag;
}

/** The tag of an image reference; a digest behind it is left out. */
function runningTag(deployment: DeploymentObject | undefined): string | undefined {
  const image = deployment?.spec.template.spec.containers[0]?.image.replace(/@.*$/, "");
  return image?.match(/:([^:/]+)$/)?.[1];
}

function autoscalerStatus(autoscaler: AutoscalerObject): AutoscalerStatus {
  const active = autoscaler.status?.conditions?.find(({ type }) => type === "ScalingActive");
  return {
    min: autoscaler.spec.minReplicas ?? 1,
    max: autoscaler.spec.maxReplicas,
    metrics: active?.status === "True",
  };
}
