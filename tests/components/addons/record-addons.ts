import assert from "node:assert/strict";

import type * as pulumi from "@pulumi/pulumi";

import { ArgoCd } from "../../../components/addons/argo-cd.ts";
import { CertManager } from "../../../components/addons/cert-manager.ts";
import { Dashboard } from "../../../components/addons/dashboard.ts";
import { Grafana } from "../../../components/addons/grafana.ts";
import { Istio } from "../../../components/addons/istio.ts";
import { Jaeger } from "../../../components/addons/jaeger.ts";
import { MetricsServer } from "../../../components/addons/metrics-server.ts";
import { Oauth2Proxy } from "../../../components/addons/oauth2-proxy.ts";
import { PrometheusOperatorCrds } from "../../../components/addons/prometheus-operator-crds.ts";
import { Prometheus } from "../../../components/addons/prometheus.ts";
import { RedisCluster } from "../../../components/addons/redis.ts";
import { VerticalPodAutoscaler } from "../../../components/addons/vertical-pod-autoscaler.ts";
import { installer, type AddonClass } from "../../../components/addons/installer.ts";
import type { HelmValues } from "../../../components/helm-values.ts";
import { refuseForeign } from "../../../components/ownership.ts";
import { SecretValues } from "../../../components/secrets/secret-values.ts";
import type { Addons, Config, PlatformRelease } from "../../../config/model.ts";
import { platformSizes } from "../../../config/platform-sizes.ts";
import type { RecordedResource } from "../../../recorder/recording.ts";
import { recordComponent } from "../../support/record-component.ts";
import { sampleAddons, sampleConfig, samplePlatform } from "../../support/sample-config.ts";

export { sampleOidc } from "../../support/sample-config.ts";

/** The class that makes each release, in an order that the program could have. */
const classes = {
  "prometheus-operator-crds": PrometheusOperatorCrds,
  "cert-manager": CertManager,
  "istio-base": Istio,
  "istio-cni": Istio,
  istiod: Istio,
  "istio-ingress": Istio,
  "kube-prometheus-stack": Prometheus,
  grafana: Grafana,
  jaeger: Jaeger,
  "argo-cd": ArgoCd,
  "metrics-server": MetricsServer,
  vpa: VerticalPodAutoscaler,
  "redis-operator": RedisCluster,
  redis: RedisCluster,
  "oauth2-proxy": Oauth2Proxy,
  headlamp: Dashboard,
} as const satisfies Record<PlatformRelease, unknown>;

type AnyAddon = (typeof classes)[PlatformRelease];

/** The sample with every add-on installed by this stack, and its tools routed. */
export function installingConfig(
  size: keyof typeof platformSizes = "small",
  overrides: Partial<Config> = {},
): Config {
  const there = {
    ...sampleAddons(),
    ...(overrides.oidc !== undefined && {
      oauth2Proxy: { install: true, namespace: "management" },
    }),
  };
  const addons = Object.fromEntries(
    Object.entries(there).map(([name, addon]) =>
      "install" in addon ? [name, { ...addon, install: true }] : [name, addon],
    ),
  ) as unknown as Addons;
  return sampleConfig({
    addons: { ...addons, ...(addons.istio && { istio: { ...addons.istio, makesGateway: true } }) },
    platform: samplePlatform({ sizes: platformSizes[size], tellsEvents: true }),
    tools: [
      tool("argo", "argocd", "argocd-server", 80),
      tool("grafana", "monitoring", "grafana", 80),
      tool("prometheus", "monitoring", "prometheus-prometheus", 9090),
    ],
    ...overrides,
  });
}

function tool(
  name: Config["tools"][number]["name"],
  namespace: string,
  service: string,
  port: number,
) {
  return {
    name,
    host: `${name}-dev.example.com`,
    login: "own",
    routed: true,
    service: { name: service, namespace, port },
  } as const;
}

/** What the add-ons of a configuration register, through the installer as the program does it. */
export async function recordAddons(
  config: Config,
  chosen: readonly AnyAddon[] = [...new Set(Object.values(classes))],
): Promise<readonly RecordedResource[]> {
  const { resources, error } = await recordComponent(() => {
    const context = {
      config,
      refuseForeign: refuseForeign({ stack: "development", context: "development", adopt: [] }),
      secrets: new SecretValues(),
    };
    const install = installer(context, undefined as never, []);
    for (const Addon of chosen) install(Addon as AddonClass<pulumi.Resource>);
  });
  assert.equal(error, undefined);
  return resources;
}

/** The values of each Helm release among the resources. */
export function releaseValues(
  resources: readonly RecordedResource[],
): Readonly<Partial<Record<PlatformRelease, HelmValues>>> {
  const releases = resources.filter(({ type }) => type.endsWith(":Release"));
  return Object.fromEntries(
    releases.map(({ inputs }) => [inputs["name"] as string, inputs["values"] as HelmValues]),
  );
}

/** The values of one release of a configuration. */
export async function valuesOfRelease(
  config: Config,
  release: PlatformRelease,
): Promise<HelmValues> {
  return defined(releaseValues(await recordAddons(config, [classes[release]]))[release]);
}

/** What a test has put there itself. */
export function defined<T>(value: T | undefined): T {
  assert.notEqual(value, undefined);
  return value as T;
}

/** The value at a path of keys; undefined where there is none. */
export function at(values: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key],
    values,
  );
}
