import assert from "node:assert/strict";

import type { ComponentResource } from "@pulumi/pulumi";

import { refuseForeign } from "../../../components/ownership.ts";
import type { PlatformContext } from "../../../components/platform/context.ts";
import { SecretValues } from "../../../components/secrets/secret-values.ts";
import type { Config, Istio, ManagementTool, ManagementToolName } from "../../../config/model.ts";
import type { RecordedResource } from "../../../recorder/recording.ts";
import { recordComponent } from "../../support/record-component.ts";
import { sampleAddons, sampleConfig } from "../../support/sample-config.ts";

/** Istio of the sample, installed by this stack and with a Gateway of its own. */
export const ownIstio: Istio = {
  install: true,
  namespace: "istio-system",
  gateway: "istio-ingress/msa-development",
  makesGateway: true,
  gatewayNamespace: "istio-ingress",
  tracingPercent: 25,
  trustedProxies: 0,
};

/** A configuration whose platform makes its own gateway; a test changes what it is about. */
export function meshConfigOf(overrides: Partial<Config> = {}): Config {
  const { addons = {}, ...rest } = overrides;
  return sampleConfig({ ...rest, addons: sampleAddons({ istio: ownIstio, ...addons }) });
}

/** The same without one add-on. */
export function without(addon: keyof Config["addons"], config: Config): Config {
  const left = Object.entries(config.addons).filter(([name]) => name !== addon);
  return { ...config, addons: Object.fromEntries(left) as unknown as Config["addons"] };
}

/** A tool that is routed; its Service is not the tool's name, so that a mix-up shows. */
export function sampleTool(
  name: ManagementToolName,
  login: ManagementTool["login"],
): ManagementTool {
  return {
    name,
    host: `${name}-dev.example.com`,
    login,
    routed: login !== "none",
    service: { name: `${name}-web`, namespace: `${name}-place`, port: 9000 },
  };
}

type MeshClass = new (name: string, context: PlatformContext) => ComponentResource;

/** What components register for a configuration. */
export async function recordMesh(
  config: Config,
  ...classes: readonly MeshClass[]
): Promise<readonly RecordedResource[]> {
  const { resources, error } = await recordComponent(() => {
    const context = {
      config,
      refuseForeign: refuseForeign({ stack: "development", context: "development", adopt: [] }),
      secrets: new SecretValues(),
    };
    for (const Mesh of classes) new Mesh(Mesh.name.toLowerCase(), context);
  });
  assert.equal(error, undefined);
  return resources;
}

/** Kind, namespace and name of each object, sorted. */
export function objectNames(resources: readonly RecordedResource[]): string[] {
  return resources
    .filter(({ custom }) => custom)
    .map(({ inputs }) => {
      const { name, namespace } = inputs["metadata"] as { name: string; namespace?: string };
      return `${String(inputs["kind"])} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
    })
    .sort();
}

/** `spec` of the one object of a kind and a name. */
export function specOf(
  resources: readonly RecordedResource[],
  kind: string,
  name: string,
): Readonly<Record<string, unknown>> {
  const found = resources.filter(
    ({ inputs }) =>
      inputs["kind"] === kind && (inputs["metadata"] as { name: string }).name === name,
  );
  assert.equal(found.length, 1, `${kind} ${name}`);
  return found[0]?.inputs["spec"] as Record<string, unknown>;
}
