import type { Config, WorkloadSize } from "../../../config/model.ts";
import type { HelmValues } from "../../helm-values.ts";
import { notificationValues } from "../../notifications/argo-notifications.ts";
import { disruptionBudget, pullSecrets, registryOf, resources } from "../values.ts";
import { hpaHealth } from "./hpa-health.ts";
import { loginSettings } from "./login.ts";

/** Image tag: the version whose controllers are tested here (toolchain/tools.ts), not the chart's own. */
export const argoCdTag = "v3.5.7";

/** Values of the chart argo-cd 10.1.1. Its ConfigMaps belong to this release alone. */
export function argoCdValues(config: Config): HelmValues {
  const { images } = config;
  const host = config.tools.find(({ name }) => name === "argo")?.host;
  return {
    fullnameOverride: "argocd",
    global: {
      ...(host !== undefined && { domain: host }),
      image: { repository: `${registryOf(images, "quay.io")}/argoproj/argocd`, tag: argoCdTag },
      ...pullSecrets(images),
      // The platform writes its own policies; the chart's would let every namespace in.
      networkPolicy: { create: false },
    },
    // Kept on uninstall: with the CRD would go every Application, and what it deployed.
    crds: { install: true, keep: true },
    configs: configs(config),
    // People log in with a local account or through OIDC of Argo CD itself; neither needs dex.
    dex: { enabled: false },
    // The Secret is made by us, so that no Job with the right to write Secrets has to run.
    redisSecretInit: { enabled: false },
    ...workloads(config),
  };
}

function configs(config: Config): HelmValues {
  const { cm, rbac } = loginSettings(config);
  return {
    params: {
      // TLS ends at the gateway; from there the mesh encrypts.
      "server.insecure": true,
      // Health Degraded says why, and that stands with the single objects (since 3.0 left out).
      "controller.resource.health.persist": true,
    },
    cm: {
      ...cm,
      "application.resourceTrackingMethod": "annotation",
      "resource.customizations.health.autoscaling_HorizontalPodAutoscaler": hpaHealth,
      "statusbadge.enabled": false,
      "timeout.reconciliation": "120s",
      "timeout.reconciliation.jitter": "30s",
    },
    rbac,
  };
}

function workloads(config: Config): HelmValues {
  const { addons, images, platform } = config;
  const { sizes } = platform;
  const isScraped = addons.prometheus !== undefined;
  const metrics = { metrics: { enabled: isScraped, serviceMonitor: { enabled: isScraped } } };
  const support = sizes["argo-support"];
  return {
    controller: { ...pods(sizes["argo-controller"]), ...metrics },
    server: { ...scaled(sizes["argo-server"]), ...metrics },
    repoServer: { ...scaled(sizes["argo-repo-server"]), ...metrics },
    applicationSet: { ...pods(support), ...metrics },
    notifications: {
      ...{ enabled: true, resources: resources(support) },
      ...metrics,
      ...notificationValues(config),
    },
    // One pod: it is a cache that the controllers fill again, and three need three nodes.
    "redis-ha": { enabled: false },
    redis: {
      resources: resources(support),
      image: { repository: `${registryOf(images, "ecr-public.aws.com")}/docker/library/redis` },
    },
  };
}

function pods(size: WorkloadSize): HelmValues {
  return { replicas: size.replicas, pdb: disruptionBudget(size), resources: resources(size) };
}

/** With an HPA the chart leaves `replicas` out. */
function scaled(size: WorkloadSize): HelmValues {
  const { autoscaling } = size;
  if (autoscaling === undefined) return pods(size);
  return {
    ...pods(size),
    autoscaling: {
      enabled: true,
      minReplicas: autoscaling.min,
      maxReplicas: autoscaling.max,
      targetCPUUtilizationPercentage: 70,
      targetMemoryUtilizationPercentage: 80,
    },
  };
}
