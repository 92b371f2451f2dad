import assert from "node:assert/strict";

import type { V1PodTemplateSpec } from "@kubernetes/client-node";

import { Istio } from "../components/addons/istio.ts";
import { restrictedViolations, type PodSpec } from "./charts/pod-security.ts";
import { example, only, render } from "./charts/chart.ts";
import { releaseValues } from "./components/addons/record-addons.ts";
import { meshConfigOf, recordMesh } from "./components/mesh/mesh-samples.ts";
import { injectedPod, ourInjection, type InjectionValues } from "./support/injected-pod.ts";
import type { Plain } from "./support/injected-proxy.ts";
import { objectSchemas, type ObjectSchemas } from "./support/object-findings.ts";

type Template = Plain<V1PodTemplateSpec>;

const placed = { name: "user-service-0", namespace: "microservices" };

/** The values that the program gives istiod. */
async function ourValues(): Promise<InjectionValues> {
  const { istiod } = releaseValues(await recordMesh(meshConfigOf(), Istio));
  return istiod as unknown as InjectionValues;
}

async function templateOf(values: string): Promise<Template> {
  const objects = await render(example(values));
  return only<{ spec: { template: Template } }>(objects, "Deployment").spec.template;
}

function violations(pod: { readonly spec?: unknown }): readonly string[] {
  return restrictedViolations(pod.spec as PodSpec);
}

describe("a service's pod with Istio's sidecar in it", function () {
  this.timeout(120_000);
  let values: InjectionValues;
  let schemas: ObjectSchemas;

  before(async () => {
    values = await ourValues();
    schemas = objectSchemas();
  });
  after(() => {
    schemas.remove();
  });

  for (const name of ["production", "all-on", "cached"]) {
    it(`passes the restricted Pod Security Standard, example ${name}`, async () => {
      const pod = injectedPod(await templateOf(name), placed, values);

      assert.deepEqual(violations(pod), []);
      assert.deepEqual(schemas.findings([pod]), []);
    });
  }

  it("is built with what the program gives istiod", () => {
    const { cni, env, global } = values;
    const { hub, istioNamespace, imagePullSecrets, proxy } = global;

    assert.deepEqual(
      { cni, env, global: { hub, tag: "1.31.1", istioNamespace, imagePullSecrets, proxy } },
      ourInjection,
    );
  });

  it("checks the node's agent first, then starts the proxy before the service and ends it after", async () => {
    const { spec } = injectedPod(await templateOf("production"), placed, values);

    assert.deepEqual(
      [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(
        ({ name, restartPolicy }) => [name, restartPolicy],
      ),
      [
        ["istio-validation", undefined],
        ["istio-proxy", "Always"],
        ["user-service", undefined],
      ],
    );
  });

  it("takes the proxy's image, size and profile from the values of istiod", async () => {
    const { spec } = injectedPod(await templateOf("production"), placed, values);

    for (const { image, resources, securityContext } of spec?.initContainers ?? []) {
      assert.equal(image, "docker.io/istio/proxyv2:9.9.9");
      assert.deepEqual(resources, {
        requests: { cpu: "100m", memory: "128Mi" },
        limits: { cpu: "2000m", memory: "1024Mi" },
      });
      assert.deepEqual(securityContext?.seccompProfile, { type: "RuntimeDefault" });
    }
  });

  it("has probes that the kubelet can ask without a certificate", async () => {
    const { spec } = injectedPod(await templateOf("production"), placed, values);
    const [container] = spec?.containers ?? [];

    assert.deepEqual(
      [container?.startupProbe, container?.readinessProbe, container?.livenessProbe].map(
        (probe) => [probe?.httpGet?.path, probe?.httpGet?.port],
      ),
      [
        ["/app-health/user-service/startupz", 15020],
        ["/app-health/user-service/readyz", 15020],
        ["/app-health/user-service/livez", 15020],
      ],
    );
  });

  it("would be refused without the agent on the nodes, which spares the pod its rights", async () => {
    const pod = injectedPod(await templateOf("production"), { ...placed, cni: false }, values);

    assert.deepEqual(violations(pod), [
      "container istio-init: capabilities NET_ADMIN, NET_RAW are added",
      "container istio-init: runAsNonRoot is not set",
      "container istio-init: runAsUser is root",
    ]);
  });

  it("would lean on the service's own profile without one for the proxy", async () => {
    const template = await templateOf("production");
    const spec = { ...template.spec, containers: template.spec?.containers ?? [] };
    Reflect.deleteProperty(spec, "securityContext");
    const proxy = { resources: values.global.proxy.resources };
    const bare = { ...values, global: { ...values.global, proxy } };
    const seccomp = (pod: { readonly spec?: unknown }) =>
      violations(pod).filter((each) => /istio.*seccompProfile/.test(each));

    assert.deepEqual(seccomp(injectedPod({ ...template, spec }, placed, values)), []);
    assert.deepEqual(seccomp(injectedPod({ ...template, spec }, placed, bare)), [
      "container istio-validation: seccompProfile is not set",
      "container istio-proxy: seccompProfile is not set",
    ]);
  });
});
