import assert from "node:assert/strict";

import { ServiceProject } from "../../../components/argocd/service-project.ts";
import { refuseForeign } from "../../../components/ownership.ts";
import type { RecordedResource } from "../../../recorder/recording.ts";
import { only, recordComponent, typesAndNames } from "../../support/record-component.ts";
import { sampleConfig } from "../../support/sample-config.ts";
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
      access: sampleConfig().access,
      windows: [
        {
          kind: "deny",
          schedule: "0 22 * * *",
          duration: "8h",
          timeZone: "Asia/Seoul",
          services: [],
          manualSync: true,
        },
      ],
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
    const { namespaceResourceWhitelist: kinds, roles, syncWindows, ...bounds } = spec;
    assert.equal((roles as unknown[]).length, 2);
    assert.equal((syncWindows as unknown[]).length, 1);
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

  it("has no wildcard but in its roles, and there none that reaches beyond it", () => {
    const { spec } = only(resources, "AppProject").inputs as { spec: Record<string, unknown> };
    const { roles, syncWindows, ...bounds } = spec;
    assert.deepEqual(
      strings(bounds).filter((text) => text.includes("*")),
      [],
    );
    assert.equal(JSON.stringify(syncWindows).includes('"*"'), false);
    const wide = strings(roles).filter((text) => text.includes("*"));
    assert.equal(wide.length, 7);
    for (const policy of wide) assert.match(policy, /, msa-development\/\*, allow$/);
  });
});
