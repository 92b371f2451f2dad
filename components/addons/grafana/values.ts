import type { Config } from "../../../config/model.ts";
import type { HelmValues } from "../../helm-values.ts";
import { imageRegistry, pullSecrets, resources, toolUrl } from "../values.ts";
import { dataSources } from "./data-sources.ts";
import { loginValues } from "./login.ts";

/** Secret with the account of the administrator, and its keys. */
export const adminSecret = {
  name: "grafana-admin",
  userKey: "admin-user",
  passwordKey: "admin-password",
} as const;

/** ClusterRole of the sidecar that looks for dashboards. */
export const dashboardReader = "msa-grafana-dashboards";

/** Values of the chart grafana 12.11.1. */
export function grafanaValues(config: Config): HelmValues {
  const { addons, images, platform } = config;
  const size = platform.sizes.grafana;
  const login = loginValues(config);
  return {
    ...login.values,
    global: { ...imageRegistry(images), ...pullSecrets(images) },
    replicas: size.replicas,
    resources: resources(size),
    // A second pod could not mount the volume of the first.
    deploymentStrategy: { type: size.storage === undefined ? "RollingUpdate" : "Recreate" },
    persistence: persistence(size.storage, platform.storageClass),
    // They would run as root; the volume belongs to the pod's group as it is.
    initChownData: { enabled: false },
    testFramework: { enabled: false },
    admin: {
      existingSecret: adminSecret.name,
      userKey: adminSecret.userKey,
      passwordKey: adminSecret.passwordKey,
    },
    "grafana.ini": { ...settings(config), ...login.settings },
    datasources: {
      "datasources.yaml": { apiVersion: 1, prune: true, datasources: dataSources(addons) },
    },
    sidecar: sidecar(config),
    // The chart's own role reads every Secret of the cluster.
    rbac: { useExistingClusterRole: dashboardReader },
    serviceMonitor: { enabled: addons.prometheus !== undefined },
  };
}

function persistence(storage: string | undefined, storageClass: string | undefined): HelmValues {
  if (storage === undefined) return { enabled: false };
  return {
    enabled: true,
    size: storage,
    accessModes: ["ReadWriteOnce"],
    ...(storageClass !== undefined && { storageClassName: storageClass }),
  };
}

function settings(config: Config): HelmValues {
  const url = toolUrl(config, "grafana");
  return {
    analytics: {
      check_for_updates: false,
      check_for_plugin_updates: false,
      reporting_enabled: false,
    },
    "auth.anonymous": { enabled: false },
    dashboards: {
      // Where the sidecar below puts it: its folder is the annotation of its ConfigMap.
      default_home_dashboard_path: "/tmp/dashboards/MSA/msa-overview.json",
    },
    security: { cookie_secure: url !== undefined, disable_gravatar: true },
    ...(url !== undefined && { server: { root_url: url } }),
    users: { allow_sign_up: false },
  };
}

/** Loads the dashboards that any namespace has as labelled ConfigMaps. */
function sidecar({ platform }: Config): HelmValues {
  return {
    resources: resources(platform.sizes.exporters),
    dashboards: {
      enabled: true,
      label: "grafana_dashboard",
      searchNamespace: "ALL",
      resource: "configmap",
      folderAnnotation: "grafana_folder",
      provider: { allowUiUpdates: false, foldersFromFilesStructure: true },
    },
    // Data sources are a file of the release, so that nobody else can add one with a ConfigMap.
    datasources: { enabled: false },
  };
}
