import type {
  V1Pod,
  V1PodTemplateSpec,
  V1Probe,
  V1ResourceRequirements,
  V1SeccompProfile,
  V1SecurityContext,
} from "@kubernetes/client-node";

import {
  proxyEnv,
  proxyMounts,
  proxyVolumes,
  type Container,
  type ObjectMeta,
  type Plain,
} from "./injected-proxy.ts";

type Probe = Plain<V1Probe>;
type SecurityContext = Plain<V1SecurityContext>;

/** The values of the chart `istiod` that its injection template reads, as far as we set them. */
export interface InjectionValues {
  readonly cni: { readonly enabled: boolean };
  readonly env: Readonly<Record<string, string>>;
  readonly global: {
    readonly hub: string;
    readonly tag: string;
    readonly istioNamespace: string;
    readonly imagePullSecrets: readonly string[];
    readonly proxy: {
      readonly resources: Plain<V1ResourceRequirements>;
      readonly seccompProfile?: Plain<V1SeccompProfile>;
    };
  };
}

/** What the program gives istiod; `tests/mesh-injected-pod.test.ts` holds the two together. */
export const ourInjection: InjectionValues = {
  cni: { enabled: true },
  env: { ENABLE_NATIVE_SIDECARS: "true" },
  global: {
    hub: "docker.io/istio",
    tag: "1.31.1",
    istioNamespace: "istio-system",
    imagePullSecrets: [],
    proxy: {
      resources: {
        requests: { cpu: "100m", memory: "128Mi" },
        limits: { cpu: "2000m", memory: "1024Mi" },
      },
      seccompProfile: { type: "RuntimeDefault" },
    },
  },
};

/** Where the pod is to be, and whether the node's agent leads its traffic. */
export interface Placed {
  readonly name: string;
  readonly namespace: string;
  /** @default what the values say */
  readonly cni?: boolean;
}

/** User and group of the proxy (`ProxyUID`, `ProxyGID`). */
const proxyUser = 1337;
const statusPort = 15020;
const excludedOutbound = "traffic.sidecar.istio.io/excludeOutboundPorts";

/**
 * A pod as istiod 1.31 would hand it on: the template with the sidecar in it.
 *
 * Written after Istio's `files/injection-template.yaml` and `pkg/kube/inject` (probes are rewritten, the
 * proxy's containers come first), for the settings that this project has. What decides about the
 * pod's security is taken from `values`, so that a wrong value shows.
 */
export function injectedPod(
  template: Plain<V1PodTemplateSpec>,
  { name, namespace, cni }: Placed,
  given: InjectionValues = ourInjection,
): Plain<V1Pod> {
  const values = cni === undefined ? given : { ...given, cni: { enabled: cni } };
  const { spec } = template;
  if (spec === undefined) throw new Error(`${name}: the template has no spec.`);
  const own = spec.containers;
  const proxy = proxyContainer(own, template.metadata ?? {}, values);
  const isNative = values.env["ENABLE_NATIVE_SIDECARS"] === "true";
  const setUp = setUpContainer(template.metadata ?? {}, values);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: metadata(template.metadata ?? {}, own, { name, namespace }),
    spec: {
      ...spec,
      initContainers: [
        setUp,
        ...(isNative ? [{ ...proxy, restartPolicy: "Always" }] : []),
        ...(spec.initContainers ?? []),
      ],
      containers: [...own.map(withRewrittenProbes), ...(isNative ? [] : [proxy])],
      volumes: [...proxyVolumes(), ...(spec.volumes ?? [])],
      imagePullSecrets: [
        ...(spec.imagePullSecrets ?? []),
        ...values.global.imagePullSecrets.map((secret) => ({ name: secret })),
      ],
    },
  };
}

function metadata(
  given: ObjectMeta,
  own: readonly Container[],
  placed: { readonly name: string; readonly namespace: string },
): ObjectMeta {
  const labels = given.labels ?? {};
  const first = own[0]?.name ?? "";
  return {
    ...placed,
    labels: {
      ...labels,
      "security.istio.io/tlsMode": "istio",
      "service.istio.io/canonical-name": labels["app.kubernetes.io/name"] ?? labels["app"] ?? first,
      "service.istio.io/canonical-revision":
        labels["app.kubernetes.io/version"] ?? labels["version"] ?? "latest",
    },
    annotations: {
      ...given.annotations,
      "istio.io/rev": "default",
      "kubectl.kubernetes.io/default-container": first,
      "kubectl.kubernetes.io/default-logs-container": first,
      "prometheus.io/path": "/stats/prometheus",
      "prometheus.io/port": String(statusPort),
      "prometheus.io/scrape": "true",
      "sidecar.istio.io/interceptionMode": "REDIRECT",
      "traffic.sidecar.istio.io/excludeInboundPorts": String(statusPort),
      "traffic.sidecar.istio.io/includeInboundPorts": "*",
      "traffic.sidecar.istio.io/includeOutboundIPRanges": "*",
      "sidecar.istio.io/status": JSON.stringify({
        initContainers: ["istio-validation", "istio-proxy"],
        containers: null,
        volumes: proxyVolumes().map((volume) => volume.name),
        imagePullSecrets: null,
        revision: "default",
      }),
    },
  };
}

function image({ global }: InjectionValues): string {
  return `${global.hub}/proxyv2:${global.tag}`;
}

/** With the CNI it only looks whether traffic is led to the proxy; without, it does that as root. */
function setUpContainer(given: ObjectMeta, values: InjectionValues): Container {
  const excluded = given.annotations?.[excludedOutbound];
  const isChecked = values.cni.enabled;
  return {
    name: isChecked ? "istio-validation" : "istio-init",
    image: image(values),
    args: [
      ...["istio-iptables", "-p", "15001", "-z", "15006", "-u", String(proxyUser)],
      ...["-m", "REDIRECT", "-i", "*", "-x", "", "-b", "*", "-d", `15090,15021,${statusPort}`],
      ...(excluded === undefined ? [] : ["-o", excluded]),
      "--log_output_level=default:info",
      "--log_as_json",
      ...(isChecked ? ["--run-validation", "--skip-rule-apply"] : []),
    ],
    resources: values.global.proxy.resources,
    securityContext: isChecked ? unprivileged(values) : privileged(values),
  };
}

function proxyContainer(
  own: readonly Container[],
  given: ObjectMeta,
  values: InjectionValues,
): Container {
  return {
    name: "istio-proxy",
    image: image(values),
    ports: [{ containerPort: 15090, protocol: "TCP", name: "http-envoy-prom" }],
    args: [
      ...["proxy", "sidecar", "--domain", "$(POD_NAMESPACE).svc.cluster.local"],
      ...["--proxyLogLevel=warning", "--proxyComponentLogLevel=misc:error"],
      ...["--log_output_level=default:info", "--log_as_json"],
    ],
    lifecycle: {
      preStop: {
        exec: {
          command: ["pilot-agent", "request", `--debug-port=${statusPort}`, "POST", "drain"],
        },
      },
    },
    env: proxyEnv(own, given, values.global.istioNamespace),
    startupProbe: ready({ initialDelaySeconds: 0, periodSeconds: 1, failureThreshold: 600 }),
    readinessProbe: ready({ initialDelaySeconds: 0, periodSeconds: 15, failureThreshold: 4 }),
    securityContext: unprivileged(values),
    resources: values.global.proxy.resources,
    volumeMounts: proxyMounts(),
  };
}

function ready(times: Probe): Probe {
  return { httpGet: { path: "/healthz/ready", port: 15021 }, timeoutSeconds: 3, ...times };
}

function unprivileged({ global }: InjectionValues): SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    privileged: false,
    capabilities: { drop: ["ALL"] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: proxyUser,
    runAsGroup: proxyUser,
    ...(global.proxy.seccompProfile !== undefined && {
      seccompProfile: global.proxy.seccompProfile,
    }),
  };
}

function privileged(values: InjectionValues): SecurityContext {
  return {
    ...unprivileged(values),
    capabilities: { add: ["NET_ADMIN", "NET_RAW"], drop: ["ALL"] },
    readOnlyRootFilesystem: false,
    runAsNonRoot: false,
    runAsUser: 0,
    runAsGroup: 0,
  };
}

/** The kubelet has no certificate of the mesh; so it asks the agent, which asks the container. */
function withRewrittenProbes(container: Container): Container {
  const rewritten = (probe: Probe | undefined, path: string) =>
    probe?.httpGet === undefined
      ? {}
      : {
          httpGet: {
            ...probe.httpGet,
            path: `/app-health/${container.name}/${path}`,
            port: statusPort,
          },
        };
  const { startupProbe, readinessProbe, livenessProbe } = container;
  return {
    ...container,
    ...(startupProbe && {
      startupProbe: { ...startupProbe, ...rewritten(startupProbe, "startupz") },
    }),
    ...(readinessProbe && {
      readinessProbe: { ...readinessProbe, ...rewritten(readinessProbe, "readyz") },
    }),
    ...(livenessProbe && {
      livenessProbe: { ...livenessProbe, ...rewritten(livenessProbe, "livez") },
    }),
  };
}
