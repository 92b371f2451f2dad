import assert from "node:assert/strict";

import { ServiceProject } from "../../../components/argocd/service-project.ts";
import { refuseForeign } from "../../../components/ownership.ts";
import type { RecordedResource } from "../../../recorder/recording.ts";
import { only, recordComponent, typesAndNames } from "../../support/record-component.ts";
import { strings } from "../../support/strings.ts";

async function projectOf(
  chartRepositories: readonly string[],
): Promise<readonly RecordedResource[]> {
  const { resources, error } = await recordComponent(() => {
    const project = new ServiceProject("services", {
      environment: "development",
      argoNamespace: "argocd",
      targetNamespace: "microservices-dev",
      chartRepositories,
      refuseForeign: refuseForeign({ stack: "development", context: "development", adopt: [] }),
    });
    assert.equal(project.projectName, "msa-development");
  });
  assert.equal(error, undefined);
  return resources;
}

describe("ServiceProject", () => {
  let resources: readonly RecordedResource[];

  before(async () => {
    resources = await projectOf([
      "https://charts.example.com",
      "oci://registry.example.com/charts",
      "https://charts.example.com",
    ]);
  });

  it("makes one AppProject, which belongs to it", () => {
    assert.deepEqual(typesAndNames(resources), [
      "kubernetes:argoproj.io/v1alpha1:AppProject services",
      "msa:argocd:ServiceProject services",
    ]);
    assert.deepEqual(only(resources, "AppProject").options, {
      parent: only(resources, "ServiceProject").urn,
      hooks: { beforeCreate: ["refuse-foreign"] },
    });
  });

  it("allows each repository once, in Argo CD's form, one namespace and nothing cluster-scoped", () => {
    const { metadata, spec } = only(resources, "AppProject").inputs as {
      metadata: unknown;
      spec: Record<string, unknown>;
    };
    assert.deepEqual(metadata, {
      name: "msa-development",
      namespace: "argocd",
      annotations: { "pulumi.com/patchFieldManager": "msa-development" },
      labels: {
        "app.kubernetes.io/name": "msa-development",
        "app.kubernetes.io/part-of": "msa",
        "app.kubernetes.io/managed-by": "pulumi",
        "msa-gitops/stack": "development",
      },
    });
    const { namespaceResourceWhitelist: kinds, ...bounds } = spec;
    assert.deepEqual(bounds, {
      description: "Services of the development environment.",
      sourceRepos: ["https://charts.example.com", "registry.example.com/charts"],
      destinations: [{ server: "https://kubernetes.default.svc", namespace: "microservices-dev" }],
      clusterResourceWhitelist: [],
    });
    assert.deepEqual(
      (kinds as { group: string; kind: string }[]).map(({ group, kind }) => `${group}/${kind}`),
      [
        "/ConfigMap",
        "/Service",
        "/ServiceAccount",
        "apps/Deployment",
        "autoscaling/HorizontalPodAutoscaler",
        "autoscaling.k8s.io/VerticalPodAutoscaler",
        "monitoring.coreos.com/PrometheusRule",
        "monitoring.coreos.com/ServiceMonitor",
        "networking.istio.io/DestinationRule",
        "networking.istio.io/VirtualService",
        "networking.k8s.io/NetworkPolicy",
        "policy/PodDisruptionBudget",
        "security.istio.io/AuthorizationPolicy",
      ],
    );
  });

  it("has no wildcard anywhere", () => {
    const { inputs } = only(resources, "AppProject");
    assert.deepEqual(
      strings(inputs).filter((text) => text.includes("*")),
      [],
    );
  });
});
