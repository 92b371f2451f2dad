import type { Config, Prometheus } from "../../../config/model.ts";
import type { HelmValues } from "../../helm-values.ts";
import { templateFiles } from "../../notifications/messages/template-files.ts";
import { channelSecretName } from "../../secrets/channel-secret.ts";
import { bytesOf } from "../quantity.ts";
import {
  disruptionBudget,
  imageRegistry,
  pullSecrets,
  resources,
  toolUrl,
  volumeClaim,
} from "../values.ts";
import { alertmanagerConfig } from "./alertmanager-config.ts";

/**
 * Values of the chart kube-prometheus-stack 88.5.3. Service names follow from the override:
 * `prometheus-prometheus`, `prometheus-alertmanager`, `prometheus-operator`.
 */
export function prometheusValues(config: Config, { retention }: Prometheus): HelmValues {
  const exporter = resources(config.platform.sizes.exporters);
  return {
    fullnameOverride: "prometheus",
    global: { ...imageRegistry(config.images), ...pullSecrets(config.images) },
    // A release of their own, which can be upgraded.
    crds: { enabled: false },
    ...hiddenComponents,
    grafana: grafana(config),
    prometheusOperator: operator(config),
    prometheus: prometheus(config, retention),
    alertmanager: alertmanager(config),
    "kube-state-metrics": { resources: exporter },
    "prometheus-node-exporter": { resources: exporter },
  };
}

/** What a managed control plane does not show; their alerts would say for ever that they are gone. */
const hiddenComponents: HelmValues = {
  kubeControllerManager: { enabled: false },
  kubeEtcd: { enabled: false },
  kubeProxy: { enabled: false },
  kubeScheduler: { enabled: false },
  defaultRules: {
    rules: {
      etcd: false,
      kubeControllerManager: false,
      kubeProxy: false,
      kubeSchedulerAlerting: false,
      kubeSchedulerRecording: false,
      windows: false,
    },
  },
};

/** Grafana is an add-on of its own, with its own data sources; the chart's dashboards are for it. */
function grafana({ addons }: Config): HelmValues {
  return {
    enabled: false,
    forceDeployDatasources: false,
    forceDeployDashboards: addons.grafana !== undefined,
    defaultDashboardsEditable: false,
    sidecar: { dashboards: { annotations: { grafana_folder: "Kubernetes" } } },
  };
}

function operator({ addons, platform: { sizes } }: Config): HelmValues {
  const exporter = resources(sizes.exporters);
  return {
    resources: resources(sizes["prometheus-operator"]),
    prometheusConfigReloader: { resources: exporter },
    admissionWebhooks: {
      // The release itself brings rules, before its operator can answer.
      failurePolicy: "Ignore",
      // Without cert-manager a Job of the chart makes the certificate.
      certManager: { enabled: addons.certManager !== undefined },
      patch: { resources: exporter },
    },
  };
}

function prometheus(config: Config, retention: string): HelmValues {
  const size = config.platform.sizes.prometheus;
  const url = toolUrl(config, "prometheus");
  return {
    podDisruptionBudget: disruptionBudget(size),
    prometheusSpec: {
      replicas: size.replicas,
      resources: resources(size),
      retention,
      ...(size.storage !== undefined && storage(size.storage, config.platform)),
      ...(url !== undefined && { externalUrl: url }),
      // Links from a point of a graph to its trace.
      enableFeatures: ["exemplar-storage"],
      exemplars: { maxSize: 100_000 },
      // Monitors and rules of every release count, not only those of this one.
      podMonitorSelectorNilUsesHelmValues: false,
      probeSelectorNilUsesHelmValues: false,
      ruleSelectorNilUsesHelmValues: false,
      scrapeConfigSelectorNilUsesHelmValues: false,
      serviceMonitorSelectorNilUsesHelmValues: false,
    },
  };
}

/** Old blocks go before the volume is full: its log of the newest samples needs room too. */
function storage(size: string, platform: Config["platform"]): HelmValues {
  return {
    retentionSize: `${bytesOf(size, 0.85)}B`,
    storageSpec: { volumeClaimTemplate: { spec: volumeClaim(size, platform) } },
  };
}

function alertmanager(config: Config): HelmValues {
  const { platform } = config;
  const size = platform.sizes.alertmanager;
  return {
    podDisruptionBudget: disruptionBudget(size),
    config: alertmanagerConfig(config),
    templateFiles,
    // So that `./msa notify test` can tell who got what.
    enableFeatures: ["receiver-name-in-metrics"],
    alertmanagerSpec: {
      secrets: [channelSecretName],
      replicas: size.replicas,
      resources: resources(size),
      ...(size.storage !== undefined && {
        storage: { volumeClaimTemplate: { spec: volumeClaim(size.storage, platform) } },
      }),
    },
  };
}
