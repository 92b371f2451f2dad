import assert from "node:assert/strict";

import { ResourceHook } from "@pulumi/pulumi";

import { refuseForeign } from "../../components/ownership.ts";
import { ServiceNamespace, type ServiceNamespaceArgs } from "../../components/service-namespace.ts";
import type { RecordedResource } from "../../recorder/recording.ts";
import { only, recordComponent, typesAndNames } from "../support/record-component.ts";
import { sampleProfile } from "../support/sample-config.ts";

function argsOf(overrides: Partial<ServiceNamespaceArgs> = {}): ServiceNamespaceArgs {
  return {
    namespace: "microservices-dev",
    stack: "development",
    quota: {
      pods: 7,
      requests: { cpu: "770m", memory: "840Mi" },
      limits: { cpu: "3570m", memory: "3640Mi" },
    },
    profile: sampleProfile,
    istioNamespace: "istio-system",
    monitoringNamespace: "monitoring",
    tracingNamespace: "tracing",
    refuseForeign: refuseForeign({ stack: "development", context: "development", adopt: [] }),
    ...overrides,
  };
}

async function resourcesOf(
  overrides: Partial<ServiceNamespaceArgs> = {},
): Promise<readonly RecordedResource[]> {
  const { resources, error } = await recordComponent(() => {
    const namespace = new ServiceNamespace("services", argsOf(overrides));
    assert.equal(namespace.namespaceName, "microservices-dev");
  });
  assert.equal(error, undefined);
  return resources;
}

const always = [
  "kubernetes:core/v1:LimitRange services-limits",
  "kubernetes:core/v1:Namespace services",
  "kubernetes:core/v1:ResourceQuota services-quota",
  "kubernetes:networking.k8s.io/v1:NetworkPolicy services-allow-dns",
  "kubernetes:networking.k8s.io/v1:NetworkPolicy services-default-deny",
  "msa:platform:ServiceNamespace services",
];

describe("ServiceNamespace", () => {
  let all: readonly RecordedResource[];
  let plain: readonly RecordedResource[];

  before(async () => {
    all = await resourcesOf();
    plain = await resourcesOf({
      istioNamespace: undefined,
      monitoringNamespace: undefined,
      tracingNamespace: undefined,
    });
  });

  it("makes the namespace, its bounds and its policies", () => {
    assert.deepEqual(
      typesAndNames(all),
      [
        ...always,
        "kubernetes:networking.k8s.io/v1:NetworkPolicy services-allow-istiod",
        "kubernetes:networking.k8s.io/v1:NetworkPolicy services-allow-mesh-metrics",
        "kubernetes:networking.k8s.io/v1:NetworkPolicy services-allow-tracing",
      ].sort(),
    );
  });

  it("makes no policy for a mesh or a Prometheus that is not there", () => {
    assert.deepEqual(typesAndNames(plain), always);
  });

  it("asks for the restricted Pod Security Standard and for sidecars", () => {
    assert.deepEqual(only(all, "Namespace").inputs["metadata"], {
      annotations: { "pulumi.com/patchFieldManager": "msa-development" },
      name: "microservices-dev",
      labels: {
        "app.kubernetes.io/name": "microservices",
        "app.kubernetes.io/part-of": "msa",
        "app.kubernetes.io/managed-by": "pulumi",
        "msa-gitops/stack": "development",
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/warn": "restricted",
        "istio-injection": "enabled",
        "msa-gitops/services": "true",
      },
    });
  });

  it("asks for no sidecar without a mesh, and for the same Pod Security Standard", () => {
    assert.deepEqual(only(plain, "Namespace").inputs["metadata"], {
      annotations: { "pulumi.com/patchFieldManager": "msa-development" },
      name: "microservices-dev",
      labels: {
        "app.kubernetes.io/name": "microservices",
        "app.kubernetes.io/part-of": "msa",
        "app.kubernetes.io/managed-by": "pulumi",
        "msa-gitops/stack": "development",
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/warn": "restricted",
        "msa-gitops/services": "true",
      },
    });
  });

  it("bounds what all pods together may use", () => {
    assert.deepEqual(only(all, "ResourceQuota").inputs["spec"], {
      hard: {
        pods: "7",
        "requests.cpu": "770m",
        "requests.memory": "840Mi",
        "limits.cpu": "3570m",
        "limits.memory": "3640Mi",
      },
    });
  });

  it("sizes a container that names no size like the environment's profile", () => {
    assert.deepEqual(only(all, "LimitRange").inputs["spec"], {
      limits: [
        {
          type: "Container",
          default: { cpu: "510m", memory: "520Mi" },
          defaultRequest: { cpu: "110m", memory: "120Mi" },
        },
      ],
    });
  });

  it("makes the namespace first and lets everything in it go with it", () => {
    const namespace = only(all, "Namespace");
    const inside = all.filter(({ custom, urn }) => custom && urn !== namespace.urn);
    assert.equal(inside.length, 7);
    for (const { name, options, inputs } of inside) {
      assert.deepEqual(options.dependsOn, [namespace.urn], name);
      assert.equal(options.deletedWith, namespace.urn, name);
      const { namespace: own, labels, annotations } = inputs["metadata"] as Record<string, unknown>;
      assert.deepEqual(annotations, { "pulumi.com/patchFieldManager": "msa-development" });
      assert.equal(own, "microservices-dev", name);
      assert.deepEqual(
        labels,
        {
          "app.kubernetes.io/name": "microservices",
          "app.kubernetes.io/part-of": "msa",
          "app.kubernetes.io/managed-by": "pulumi",
          "msa-gitops/stack": "development",
        },
        name,
      );
    }
  });

  it("is the parent of everything it makes", () => {
    const component = only(all, "ServiceNamespace");
    const orphans = all.filter(
      ({ urn, options }) => urn !== component.urn && options.parent !== component.urn,
    );
    assert.deepEqual(typesAndNames(orphans), []);
  });

  it("asks for a tenant's platform before it makes or changes the namespace", async () => {
    let requirePlatform: ResourceHook | undefined;
    const { resources } = await recordComponent(() => {
      requirePlatform = new ResourceHook("require-platform", () => undefined);
      new ServiceNamespace("services", { ...argsOf(), requirePlatform });
    });

    assert.deepEqual(only(resources, "Namespace").options.hooks, {
      beforeCreate: ["require-platform", "refuse-foreign"],
      beforeUpdate: ["require-platform"],
    });
  });

  it("refuses a namespace that is somebody else's", () => {
    assert.deepEqual(only(all, "Namespace").options.hooks, { beforeCreate: ["refuse-foreign"] });
  });
});
