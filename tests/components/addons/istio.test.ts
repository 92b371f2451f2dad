import assert from "node:assert/strict";

import { Istio } from "../../../components/addons/istio.ts";
import type { HelmValues } from "../../../components/helm-values.ts";
import type { Config } from "../../../config/model.ts";
import { platformSizes } from "../../../config/platform-sizes.ts";
import { quotaOf } from "../../../config/quota.ts";
import { bytes, millicores } from "../../../config/schema/quantity.ts";
import type { RecordedResource } from "../../../recorder/recording.ts";
import { sampleAddons, samplePlatform, sampleProfile } from "../../support/sample-config.ts";
import { meshConfigOf, ownIstio, recordMesh } from "../mesh/mesh-samples.ts";
import { releaseValues } from "./record-addons.ts";

async function valuesOf(overrides: Partial<Config> = {}) {
  return releaseValues(await recordMesh(meshConfigOf(overrides), Istio));
}

function sized(size: keyof typeof platformSizes): Partial<Config> {
  return { platform: samplePlatform({ sizes: platformSizes[size] }) };
}

function pick(values: HelmValues | undefined, ...keys: readonly string[]) {
  return Object.fromEntries(keys.map((key) => [key, values?.[key]]));
}

function component(resources: readonly RecordedResource[], name: string) {
  return resources.find((each) => each.name === name && each.type.endsWith(":HelmAddon"));
}

describe("Istio", () => {
  it("installs the CRDs first, and the gateway after istiod, which fills in its image", async () => {
    const resources = await recordMesh(meshConfigOf(), Istio);
    const before = (name: string) =>
      component(resources, name)?.options.dependsOn?.map((urn) => urn.split("::").pop());

    assert.equal(before("istio-base"), undefined);
    assert.deepEqual(before("istio-cni"), ["istio-base"]);
    assert.deepEqual(before("istio-istiod"), ["istio-base"]);
    assert.deepEqual(before("istio-ingress"), ["istio-istiod"]);
  });

  it("puts the gateway into a namespace of its own", async () => {
    const istio = { ...ownIstio, namespace: "mesh", gatewayNamespace: "edge" };
    const resources = await recordMesh(meshConfigOf({ addons: sampleAddons({ istio }) }), Istio);
    const places = resources
      .filter(({ type }) => type.endsWith(":Release"))
      .map(({ inputs }) => `${String(inputs["namespace"])}/${String(inputs["name"])}`);

    assert.deepEqual(places.sort(), [
      "edge/istio-ingress",
      "mesh/istio-base",
      "mesh/istio-cni",
      "mesh/istiod",
    ]);
  });

  it("installs no gateway where the configuration names one that exists", async () => {
    const istio = { ...ownIstio, makesGateway: false };

    assert.deepEqual(Object.keys(await valuesOf({ addons: sampleAddons({ istio }) })).sort(), [
      "istio-base",
      "istio-cni",
      "istiod",
    ]);
  });

  it("takes images of the chart's version from Docker Hub, or all from the mirror", async () => {
    const global = (values: HelmValues | undefined) =>
      pick(values?.["global"] as HelmValues, "hub", "tag", "imagePullSecrets");
    const own = await valuesOf();
    const mirrored = await valuesOf({
      images: { mirror: "mirror.example.com", pullSecrets: ["harbor"] },
    });

    for (const release of ["istiod", "istio-cni"] as const) {
      assert.deepEqual(global(own[release]), {
        hub: "docker.io/istio",
        tag: "9.9.9",
        imagePullSecrets: [],
      });
      assert.deepEqual(global(mirrored[release]), {
        hub: "mirror.example.com/istio",
        tag: "9.9.9",
        imagePullSecrets: ["harbor"],
      });
    }
    assert.deepEqual(mirrored["istio-ingress"]?.["imagePullSecrets"], [{ name: "harbor" }]);
  });

  it("gives a sidecar what the quota of a namespace counts for it", async () => {
    const { istiod } = await valuesOf();
    const { proxy } = istiod?.["global"] as {
      proxy: { resources: Record<"requests" | "limits", { cpu: string; memory: string }> };
    };
    const service = [{ profile: { ...sampleProfile, replicas: 1 } }];
    const [bare, meshed] = [quotaOf(service, false), quotaOf(service, true)];
    const more = (of: "requests" | "limits") => ({
      cpu: (millicores(meshed[of].cpu) ?? 0) - (millicores(bare[of].cpu) ?? 0),
      memory: (bytes(meshed[of].memory) ?? 0) - (bytes(bare[of].memory) ?? 0),
    });
    // One pod, and one more while it is replaced.
    const twice = ({ cpu, memory }: { cpu: string; memory: string }) => ({
      cpu: 2 * (millicores(cpu) ?? 0),
      memory: 2 * (bytes(memory) ?? 0),
    });

    assert.deepEqual(more("requests"), twice(proxy.resources.requests));
    assert.deepEqual(more("limits"), twice(proxy.resources.limits));
  });

  it("refuses wrong objects from the first moment, in both charts that say so", async () => {
    const values = await valuesOf();

    assert.deepEqual(values["istio-base"]?.["base"], { validationFailurePolicy: "Fail" });
    assert.deepEqual(values.istiod?.["base"], { validationFailurePolicy: "Fail" });
  });

  it("starts sidecars as native ones, with the node's agent leading traffic to them", async () => {
    const { istiod } = await valuesOf();

    assert.deepEqual(pick(istiod, "cni", "env"), {
      cni: { enabled: true },
      env: { ENABLE_NATIVE_SIDECARS: "true" },
    });
  });

  it("makes one pod without autoscaling in the small size, and lets an HPA decide in the large", async () => {
    const small = await valuesOf(sized("small"));
    const large = await valuesOf(sized("large"));
    const scaling = ["autoscaleEnabled", "autoscaleMin", "autoscaleMax", "replicaCount"];

    assert.deepEqual(pick(small.istiod, ...scaling), {
      autoscaleEnabled: false,
      autoscaleMin: undefined,
      autoscaleMax: undefined,
      replicaCount: 1,
    });
    assert.deepEqual(pick(large.istiod, ...scaling), {
      autoscaleEnabled: true,
      autoscaleMin: 2,
      autoscaleMax: 5,
      replicaCount: undefined,
    });
    assert.deepEqual(pick(small["istio-ingress"], "autoscaling", "replicaCount"), {
      autoscaling: { enabled: false },
      replicaCount: 1,
    });
    assert.deepEqual(pick(large["istio-ingress"], "autoscaling", "replicaCount"), {
      autoscaling: { enabled: true, minReplicas: 3, maxReplicas: 10 },
      replicaCount: undefined,
    });
  });

  it("runs the gateway without root on ports 80 and 443, and keeps the caller's address", async () => {
    const values = (await valuesOf())["istio-ingress"];

    assert.deepEqual(pick(values, "securityContext", "service"), {
      securityContext: {
        seccompProfile: { type: "RuntimeDefault" },
        sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }],
      },
      service: { type: "LoadBalancer", externalTrafficPolicy: "Local" },
    });
  });
});
