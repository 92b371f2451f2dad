import type {
  V1Container,
  V1EnvVar,
  V1ObjectMeta,
  V1Volume,
  V1VolumeMount,
} from "@kubernetes/client-node";

/** The client's type of an object without its classes, which plain JSON is not. */
export type Plain<T> = T extends Date
  ? T
  : T extends (infer Item)[]
    ? Plain<Item>[]
    : T extends object
      ? { [Key in keyof T]: Plain<T[Key]> }
      : T;

export type Container = Plain<V1Container>;
export type ObjectMeta = Plain<V1ObjectMeta>;

/** Variables of the container `istio-proxy` (Istio 1.31, files/injection-template.yaml). */
export function proxyEnv(
  own: readonly Container[],
  given: ObjectMeta,
  istioNamespace: string,
): V1EnvVar[] {
  const workload = given.labels?.["app"] ?? own[0]?.name ?? "";
  return [
    { name: "PILOT_CERT_PROVIDER", value: "istiod" },
    { name: "CA_ADDR", value: `istiod.${istioNamespace}.svc:15012` },
    fromField("POD_NAME", "metadata.name"),
    fromField("POD_NAMESPACE", "metadata.namespace"),
    fromField("INSTANCE_IP", "status.podIP"),
    fromField("SERVICE_ACCOUNT", "spec.serviceAccountName"),
    fromField("HOST_IP", "status.hostIP"),
    fromLimit("ISTIO_CPU_LIMIT", "limits.cpu"),
    { name: "PROXY_CONFIG", value: "{}\n" },
    {
      name: "ISTIO_META_POD_PORTS",
      value: JSON.stringify(own.flatMap(({ ports }) => ports ?? [])),
    },
    { name: "ISTIO_META_APP_CONTAINERS", value: own.map(({ name }) => name).join(",") },
    fromLimit("GOMEMLIMIT", "limits.memory"),
    fromLimit("GOMAXPROCS", "limits.cpu"),
    { name: "ISTIO_META_CLUSTER_ID", value: "Kubernetes" },
    fromField("ISTIO_META_NODE_NAME", "spec.nodeName"),
    { name: "ISTIO_META_INTERCEPTION_MODE", value: "REDIRECT" },
    { name: "ISTIO_META_WORKLOAD_NAME", value: workload },
    { name: "ISTIO_META_MESH_ID", value: "cluster.local" },
    { name: "TRUST_DOMAIN", value: "cluster.local" },
    { name: "ISTIO_KUBE_APP_PROBERS", value: JSON.stringify(probers(own)) },
  ];
}

function fromField(name: string, fieldPath: string): V1EnvVar {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

function fromLimit(name: string, resource: string): V1EnvVar {
  return { name, valueFrom: { resourceFieldRef: { resource, divisor: "1" } } };
}

/** What the agent asks in place of the kubelet. */
function probers(own: readonly Container[]): Record<string, object> {
  return Object.fromEntries(
    own.flatMap(({ name, startupProbe, readinessProbe, livenessProbe }) =>
      Object.entries({
        startupz: startupProbe,
        readyz: readinessProbe,
        livez: livenessProbe,
      }).flatMap(([path, probe]) =>
        probe?.httpGet === undefined
          ? []
          : [[`/app-health/${name}/${path}`, { httpGet: probe.httpGet }] as const],
      ),
    ),
  );
}

export function proxyMounts(): V1VolumeMount[] {
  return [
    { name: "workload-socket", mountPath: "/var/run/secrets/workload-spiffe-uds" },
    { name: "credential-socket", mountPath: "/var/run/secrets/credential-uds" },
    { name: "workload-certs", mountPath: "/var/run/secrets/workload-spiffe-credentials" },
    { name: "istiod-ca-cert", mountPath: "/var/run/secrets/istio" },
    { name: "istio-ca-crl", mountPath: "/var/run/secrets/istio/crl" },
    { name: "istio-data", mountPath: "/var/lib/istio/data" },
    { name: "istio-envoy", mountPath: "/etc/istio/proxy" },
    { name: "istio-token", mountPath: "/var/run/secrets/tokens" },
    { name: "istio-podinfo", mountPath: "/etc/istio/pod" },
  ];
}

/** The first three name no kind of volume, as in Istio's template; the API server makes them emptyDir. */
export function proxyVolumes(): Plain<V1Volume>[] {
  const label = (path: "labels" | "annotations") => ({
    path,
    fieldRef: { fieldPath: `metadata.${path}` },
  });
  return [
    { name: "workload-socket" },
    { name: "credential-socket" },
    { name: "workload-certs" },
    { name: "istio-envoy", emptyDir: { medium: "Memory" } },
    { name: "istio-data", emptyDir: {} },
    { name: "istio-podinfo", downwardAPI: { items: [label("labels"), label("annotations")] } },
    {
      name: "istio-token",
      projected: {
        sources: [
          {
            serviceAccountToken: {
              path: "istio-token",
              expirationSeconds: 43200,
              audience: "istio-ca",
            },
          },
        ],
      },
    },
    { name: "istiod-ca-cert", configMap: { name: "istio-ca-root-cert" } },
    { name: "istio-ca-crl", configMap: { name: "istio-ca-crl", optional: true } },
  ];
}
