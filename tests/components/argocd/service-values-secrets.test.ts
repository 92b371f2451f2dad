import assert from "node:assert/strict";
import { join } from "node:path";

import { serviceValues } from "../../../components/argocd/service-values.ts";
import type { Config, Service, ServiceSecret } from "../../../config/model.ts";
import { renderChart } from "../../../manifests/render.ts";
import { sampleConfig, sampleService } from "../../support/sample-config.ts";
import { root, tool } from "../../support/tools.ts";

const database: ServiceSecret = {
  name: "database",
  secretName: "order-service-database",
  keys: ["username", "password"],
  mountPath: "/etc/secrets/database",
  isSet: true,
};

function valuesOf(service: Partial<Service>, config: Partial<Config> = {}) {
  return serviceValues(sampleService(service), sampleConfig(config));
}

/** What a pod of the rendered chart has of volumes and annotations. */
interface PodTemplate {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly imagePullSecrets?: readonly unknown[];
    readonly volumes: readonly { readonly name: string }[];
    readonly containers: readonly [{ readonly volumeMounts: readonly { name: string }[] }];
  };
}

async function podOf(
  service: Partial<Service>,
  config: Partial<Config> = {},
): Promise<PodTemplate> {
  const objects = await renderChart({
    helm: tool("helm4"),
    chart: join(root, "charts", "microservice"),
    releaseName: "order-service",
    namespace: "microservices-dev",
    values: valuesOf(service, config),
  });
  const deployment = objects.find(({ kind }) => kind === "Deployment");
  return (deployment as unknown as { spec: { template: PodTemplate } }).spec.template;
}

describe("serviceValues, of secrets", () => {
  it("mounts a secret that has its values, without which the pod does not start", () => {
    assert.deepEqual(valuesOf({ secrets: [database] })["secrets"], [
      { name: "order-service-database", mountPath: "/etc/secrets/database" },
    ]);
  });

  it("lets the pod start without one that has no value yet", () => {
    assert.deepEqual(valuesOf({ secrets: [{ ...database, isSet: false }] })["secrets"], [
      { name: "order-service-database", mountPath: "/etc/secrets/database", optional: true },
    ]);
  });

  it("says nothing of secrets to the chart of a service that has none, so that its pods stay", () => {
    const values = valuesOf({});

    assert.equal("secrets" in values, false);
    assert.equal("podAnnotations" in values, false);
  });

  it("keeps those that the service names itself, which win under one name", () => {
    const signing = { name: "order-signing", envFrom: true };
    const other = { name: "order-service-database", mountPath: "/elsewhere" };

    assert.deepEqual(valuesOf({ secrets: [database], values: { secrets: [signing] } })["secrets"], [
      { name: "order-service-database", mountPath: "/etc/secrets/database" },
      signing,
    ]);
    assert.deepEqual(valuesOf({ secrets: [database], values: { secrets: [other] } })["secrets"], [
      other,
    ]);
  });

  it("starts pods anew when a secret is set anew, and keeps other annotations", () => {
    const service = {
      secrets: [database],
      secretsRevision: 3,
      values: { podAnnotations: { "example.com/a": "b" } },
    };

    assert.deepEqual(valuesOf(service)["podAnnotations"], {
      "msa-gitops/secrets-revision": "3",
      "example.com/a": "b",
    });
  });

  it("pulls with the login that this stack makes, once", () => {
    const registryLogin = {
      host: "registry.example.com",
      username: "robot$msa",
      secretName: "registry-login",
    };
    const names = (pullSecrets: readonly string[]) =>
      valuesOf({}, { registryLogin, images: { pullSecrets } })["imagePullSecrets"];

    assert.deepEqual(names(["harbor"]), [{ name: "harbor" }, { name: "registry-login" }]);
    assert.deepEqual(names(["registry-login"]), [{ name: "registry-login" }]);
  });

  it("reaches the pod through the chart: volume, mount, annotation", async () => {
    const { metadata, spec } = await podOf({ secrets: [database], secretsRevision: 12 });

    assert.equal(metadata.annotations?.["msa-gitops/secrets-revision"], "12");
    const name = "secret-order-service-database";
    assert.deepEqual(
      spec.volumes.find((volume) => volume.name === name),
      { name, secret: { secretName: "order-service-database" } },
    );
    assert.deepEqual(
      spec.containers[0].volumeMounts.find((mount) => mount.name === name),
      { name, mountPath: "/etc/secrets/database", readOnly: true },
    );
  });
});
