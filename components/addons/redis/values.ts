import type { Config } from "../../../config/model.ts";
import type { HelmValues } from "../../helm-values.ts";
import { redisPassword } from "../../secrets/redis-credentials.ts";
import { bytesOf } from "../quantity.ts";
import { pullSecrets, registryOf, resources, restrictedContainer, volumeClaim } from "../values.ts";

const podSecurity = { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } } as const;

/** A leader and its follower on two nodes, where there are two; both StatefulSets count as one. */
const apart = [
  {
    maxSkew: 1,
    topologyKey: "kubernetes.io/hostname",
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: { cluster: "redis" } },
  },
];

/** Values of the chart redis-operator 0.24.0. */
export function redisOperatorValues(config: Config, namespace: string): HelmValues {
  const { images, platform } = config;
  const size = platform.sizes["redis-operator"];
  return {
    replicas: size.replicas,
    resources: resources(size),
    podSecurityContext: { ...podSecurity, runAsUser: 65532 },
    securityContext: restrictedContainer,
    redisOperator: {
      imageName: `${registryOf(images, "quay.io")}/opstree/redis-operator`,
      imagePullPolicy: "IfNotPresent",
      ...pullSecrets(images),
      watchNamespace: namespace,
    },
  };
}

/**
 * Values of the chart redis-cluster 0.17.4, whose release is called `redis`: leaders and followers are the
 * StatefulSets `redis-leader` and `redis-follower`, with a Service each.
 */
export function redisClusterValues(config: Config): HelmValues {
  const { addons, images, platform } = config;
  const size = platform.sizes.redis;
  const isScraped = addons.prometheus !== undefined;
  const role = {
    // The chart's own default would win over the size of the cluster.
    replicas: size.replicas,
    securityContext: restrictedContainer,
    pdb: { enabled: true, maxUnavailable: 1 },
    topologySpreadConstraints: apart,
  };
  return {
    // A client is sent from node to node by address of the pod, which a sidecar would not let through.
    labels: { "sidecar.istio.io/inject": "false" },
    redisCluster: {
      clusterSize: size.replicas,
      persistenceEnabled: size.storage !== undefined,
      image: `${registryOf(images, "quay.io")}/opstree/redis`,
      tag: "v7.0.15",
      ...pullSecrets(images),
      redisSecret: { secretName: redisPassword.name, secretKey: redisPassword.key },
      resources: resources(size),
      leader: role,
      follower: role,
    },
    podSecurityContext: { ...podSecurity, runAsUser: 1000, fsGroup: 1000 },
    externalConfig: { enabled: true, data: cacheSettings(size.limits.memory) },
    storageSpec: storage(size.storage, platform),
    redisExporter: {
      enabled: isScraped,
      image: `${registryOf(images, "quay.io")}/opstree/redis-exporter`,
      resources: resources(platform.sizes.exporters),
      securityContext: restrictedContainer,
    },
    serviceMonitor: { enabled: isScraped },
  };
}

/**
 * A cache: when it is full, what was used least goes. A quarter of the memory stays free for the copy that
 * Redis makes while it writes to disk. Said here, since the key of the chart for it
 * (`maxMemoryPercentOfLimit`) needs an alpha feature of the operator.
 */
function cacheSettings(limit: string): string {
  return `maxmemory ${bytesOf(limit, 0.75)}\nmaxmemory-policy allkeys-lru\n`;
}

function storage(size: string | undefined, platform: Config["platform"]): HelmValues {
  // The map of the cluster would get a volume even where the data have none.
  if (size === undefined) return { nodeConfVolume: false };
  return {
    volumeClaimTemplate: { spec: volumeClaim(size, platform) },
    nodeConfVolume: true,
    nodeConfVolumeClaimTemplate: { spec: volumeClaim("1Gi", platform) },
  };
}
