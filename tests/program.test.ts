import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import type { AppProjectSpec } from "../components/custom-resources/app-project.ts";
import { checkSecrets } from "../config/checks/secrets.ts";
import { environments } from "../config/model.ts";
import { formatPath } from "../config/problem.ts";
import { renderChart } from "../manifests/render.ts";
import { only, typesAndNames } from "./support/record-component.ts";
import {
  groupKind,
  ownObjects,
  recordedEnvironment,
  serviceChart,
  type RecordedEnvironment,
} from "./support/recorded-environments.ts";
import { tool } from "./support/tools.ts";

const services = ["notification-service", "order-service", "product-service", "user-service"];

/** The numbers and names the user handed over; the stack files must say the same. */
const seed = {
  development: {
    namespace: "microservices-dev",
    hostSuffix: "-dev",
    size: { replicas: 1, autoscaling: { enabled: false } },
    resources: {
      requests: { cpu: "100m", memory: "128Mi" },
      limits: { cpu: "500m", memory: "512Mi" },
    },
  },
  staging: {
    namespace: "microservices-staging",
    hostSuffix: "-staging",
    size: {
      autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 5, cpu: 70, memory: 80 },
    },
    resources: {
      requests: { cpu: "200m", memory: "256Mi" },
      limits: { cpu: "1000m", memory: "1Gi" },
    },
  },
  production: {
    namespace: "microservices",
    hostSuffix: "",
    size: {
      autoscaling: { enabled: true, minReplicas: 3, maxReplicas: 10, cpu: 70, memory: 80 },
    },
    resources: {
      requests: { cpu: "500m", memory: "512Mi" },
      limits: { cpu: "2000m", memory: "2Gi" },
    },
  },
};

const everyEnvironmentHas = [
  ...services.map((name) => `kubernetes:argoproj.io/v1alpha1:Application ${name}`),
  "kubernetes:argoproj.io/v1alpha1:AppProject services",
  "kubernetes:core/v1:LimitRange services-limits",
  "kubernetes:core/v1:Namespace services",
  "kubernetes:core/v1:ResourceQuota services-quota",
  "kubernetes:networking.k8s.io/v1:NetworkPolicy services-allow-dns",
  "kubernetes:networking.k8s.io/v1:NetworkPolicy services-allow-istiod",
  "kubernetes:networking.k8s.io/v1:NetworkPolicy services-allow-mesh-metrics",
  "kubernetes:networking.k8s.io/v1:NetworkPolicy services-default-deny",
  ...services.map((name) => `msa:argocd:ServiceApplication ${name}`),
  "msa:argocd:ServiceProject services",
  "msa:platform:ServiceNamespace services",
  "pulumi:providers:kubernetes cluster",
].sort();

for (const environment of environments) {
  describe(`the program of ${environment}`, () => {
    const expected = seed[environment];
    let recorded: RecordedEnvironment;

    before(async () => {
      recorded = await recordedEnvironment(environment);
    });

    it("declares exactly these resources", () => {
      assert.deepEqual(typesAndNames(recorded.recording.resources), everyEnvironmentHas);
    });

    it("has nothing at the top but components and the provider of its cluster", () => {
      const { resources } = recorded.recording;
      const top = resources.filter(({ options }) => options.parent === undefined);
      assert.deepEqual(typesAndNames(top.filter(({ custom }) => custom)), [
        "pulumi:providers:kubernetes cluster",
      ]);
    });

    it("gives every object to the provider of its cluster, never to a default one", () => {
      const { resources } = recorded.recording;
      const { urn } = only(resources, "pulumi:providers:kubernetes");
      const elsewhere = resources.filter(
        ({ type, options }) => type.startsWith("kubernetes:") && options.provider !== urn,
      );
      assert.deepEqual(typesAndNames(elsewhere), []);
    });

    it("puts every object into its own namespace or beside Argo CD", () => {
      const own = ownObjects(recorded.recording);
      const made = own.filter(({ kind }) => kind === "Namespace");
      assert.deepEqual(
        made.map(({ metadata }) => metadata.name),
        [expected.namespace],
      );
      const places = new Map<string, Set<string>>();
      for (const { kind, metadata } of [...own, ...recorded.rendered]) {
        if (kind === "Namespace") continue;
        const place = metadata.namespace ?? "no namespace";
        places.set(place, (places.get(place) ?? new Set()).add(kind));
      }
      assert.deepEqual([...places.keys()].sort(), ["argocd", expected.namespace].sort());
      assert.deepEqual([...(places.get("argocd") ?? [])].sort(), ["AppProject", "Application"]);
    });

    it("refuses to create what exists, wherever others could have made it", () => {
      const guarded = recorded.recording.resources.filter(({ options }) =>
        options.hooks?.["beforeCreate"]?.includes("refuse-foreign"),
      );
      assert.deepEqual(
        typesAndNames(guarded),
        [
          ...services.map((name) => `kubernetes:argoproj.io/v1alpha1:Application ${name}`),
          "kubernetes:argoproj.io/v1alpha1:AppProject services",
          "kubernetes:core/v1:Namespace services",
        ].sort(),
      );
    });

    it("makes project and namespace before the Applications, so that they go after them", () => {
      const { resources } = recorded.recording;
      const first = [
        only(resources, "AppProject").urn,
        ...resources
          .filter(({ options }) => options.deletedWith !== undefined)
          .map(({ urn }) => urn),
        only(resources, "Namespace").urn,
      ].sort();
      for (const each of resources.filter(({ type }) => type === "msa:argocd:ServiceApplication")) {
        assert.deepEqual(each.options.dependsOn, first, each.name);
      }
    });

    it("deploys each service by an Application that its AppProject allows", () => {
      const project = only(recorded.recording.resources, "AppProject").inputs as unknown as {
        metadata: { name: string };
        spec: AppProjectSpec;
      };
      assert.deepEqual(
        recorded.applications.map(({ metadata }) => metadata.name),
        services.map((name) => `${name}-${environment}`),
      );
      for (const { metadata, spec } of recorded.applications) {
        assert.equal(spec.project, project.metadata.name, metadata.name);
        assert.ok(project.spec.sourceRepos.includes(spec.source.repoURL), metadata.name);
        assert.deepEqual([spec.destination], project.spec.destinations, metadata.name);
      }
      const allowed = project.spec.namespaceResourceWhitelist.map(
        (each) => `${each.group}/${each.kind}`,
      );
      const forbidden = recorded.rendered.map(groupKind).filter((kind) => !allowed.includes(kind));
      assert.deepEqual(forbidden, []);
    });

    for (const service of services) {
      it(`gives ${service} the seed's size and address`, () => {
        const application = recorded.applications.find(
          ({ spec }) => spec.source.helm.releaseName === service,
        );
        const values = application?.spec.source.helm.valuesObject ?? {};
        const { replicas, autoscaling, resources, mesh } = values;
        const size = { ...("replicas" in values && { replicas }), autoscaling };
        assert.deepEqual(size, expected.size);
        assert.deepEqual(resources, expected.resources);
        const host = `${service}${expected.hostSuffix}.jclee.me`;
        assert.deepEqual(mesh, { enabled: true, host, gateway: "istio-ingress/msa-gateway" });
      });
    }

    it("puts neither a secret nor anything that looks like one into an Application", () => {
      const found: string[] = [];
      for (const { metadata, spec } of recorded.applications) {
        const values = spec.source.helm.valuesObject;
        assert.equal(JSON.stringify(values).includes('"secret":true'), false, metadata.name);
        checkSecrets(values, (path) => found.push(formatPath([metadata.name, ...path])));
      }
      assert.deepEqual(found, []);
    });

    it("exports its name, its namespace and the address of each service", () => {
      assert.deepEqual(recorded.recording.outputs, {
        environment,
        namespaceName: expected.namespace,
        urls: Object.fromEntries(
          services.map((name) => [
            `${name}-${environment}`,
            `https://${name}${expected.hostSuffix}.jclee.me`,
          ]),
        ),
      });
    });
  });
}

describe("the AppProject", () => {
  it("allows no kind that the service chart never renders", async () => {
    const { recording } = await recordedEnvironment("development");
    const { spec } = only(recording.resources, "AppProject").inputs as unknown as {
      spec: AppProjectSpec;
    };
    const examples = readdirSync(join(serviceChart, "ci"));
    const rendered = await Promise.all(
      examples.map((file) =>
        renderChart({
          helm: tool("helm4"),
          chart: serviceChart,
          releaseName: "user-service",
          namespace: "microservices",
          values: parse(readFileSync(join(serviceChart, "ci", file), "utf8")) as Record<
            string,
            unknown
          >,
        }),
      ),
    );

    assert.deepEqual(
      spec.namespaceResourceWhitelist.map(({ group, kind }) => `${group}/${kind}`).sort(),
      [...new Set(rendered.flat().map(groupKind))].sort(),
    );
  });
});
