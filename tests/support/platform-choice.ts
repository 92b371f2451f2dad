import { parseDocument } from "yaml";

import type { Checkout } from "./checkout.ts";

/** Every add-on that a stack file can switch off. */
const optional = [
  "certManager",
  "dashboard",
  "grafana",
  "istio",
  "jaeger",
  "metricsServer",
  "oauth2Proxy",
  "prometheus",
  "redis",
  "verticalPodAutoscaler",
];

/** Makes a stack of a checkout install Argo CD and use nothing else: quick, for tests of other things. */
export function installOnlyArgoCd(checkout: Checkout, environment: string): void {
  installOnly(checkout, environment, []);
  dropRedisCaches(checkout);
}

/** Makes a stack of a checkout install Argo CD and the named add-ons, and use nothing else. */
export function installOnly(
  checkout: Checkout,
  environment: string,
  kept: readonly string[],
): void {
  const left = optional.filter((name) => !kept.includes(name));
  setAddons(
    checkout,
    environment,
    Object.fromEntries(left.map((name) => [name, { enabled: false }])),
  );
}

/** Makes a stack of a checkout install nothing: every add-on is there already. */
export function installNothing(checkout: Checkout, environment: string): void {
  const all = ["argoCd", ...optional].map((name) => [name, { install: false }] as const);
  setAddons(checkout, environment, Object.fromEntries(all));
}

/** Makes a stack of a checkout install nothing: it uses the Argo CD that is there already, and no more. */
export function useOnlyArgoCd(checkout: Checkout, environment: string): void {
  const without = optional.map((name) => [name, { enabled: false }] as const);
  setAddons(checkout, environment, {
    argoCd: { install: false },
    ...Object.fromEntries(without),
  });
  dropRedisCaches(checkout);
}

/** Makes a stack of a checkout use another one's platform. */
export function usePlatformOf(checkout: Checkout, environment: string, owner: string): void {
  edit(checkout, environment, (file) => {
    file.deleteIn(["config", "msa:addons"]);
    file.setIn(["config", "msa:platform"], { owner });
  });
}

function setAddons(checkout: Checkout, environment: string, addons: object): void {
  edit(checkout, environment, (file) => {
    file.setIn(["config", "msa:addons"], addons);
  });
}

function edit(
  checkout: Checkout,
  environment: string,
  change: (file: ReturnType<typeof parseDocument>) => void,
): void {
  const name = `Pulumi.${environment}.yaml`;
  const file = parseDocument(checkout.read(name));
  change(file);
  checkout.write(name, String(file));
}

/** A service may not be told to keep its cache in a Redis that nobody runs. */
function dropRedisCaches(checkout: Checkout): void {
  const file = parseDocument(checkout.read("Pulumi.yaml"));
  const catalogue = ["config", "catalogue", "value"];
  const { config } = file.toJS() as {
    config: { catalogue: { value: Record<string, { cache?: object }> } };
  };
  for (const [service, { cache }] of Object.entries(config.catalogue.value)) {
    if (cache !== undefined) file.deleteIn([...catalogue, service, "cache", "redis"]);
  }
  checkout.write("Pulumi.yaml", String(file));
}
