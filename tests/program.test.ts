import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import type { AppProjectSpec } from "../components/custom-resources/app-project.ts";
import { checkSecrets } from "../config/checks/secrets.ts";
import { environments } from "../config/model.ts";
import { formatPath } from "../config/problem.ts";
import { renderChart } from "../manifests/render.ts";
import type { RecordedResource } from "../recorder/recording.ts";
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

const releaseType = "kubernetes:helm.sh/v3:Release";

/** Every resource of an environment, one a line; what is added or goes shows there in a review. */
function reviewed(environment: string): string[] {
  const file = join(import.meta.dirname, "fixtures", "program", `${environment}.txt`);
  return readFileSync(file, "utf8").trimEnd().split("\n");
}

/** What is on the cluster: neither components, which only group, nor the provider. */
function objectsOf(resources: readonly RecordedResource[]): RecordedResource[] {
  return resources.filter(({ type }) => type.startsWith("kubernetes:"));
}

/** URNs of all that a resource is made after, and deleted before. */
function comesAfter(
  resources: readonly RecordedResource[],
  resource: RecordedResource,
): ReadonlySet<string> {
  const byUrn = new Map(resources.map((each) => [each.urn, each]));
  const found = new Set<string>();
  const follow = ({ options }: RecordedResource): void => {
    const { parent, dependsOn = [] } = options;
    for (const urn of parent === undefined ? dependsOn : [parent, ...dependsOn]) {
      const next = byUrn.get(urn);
      if (next === undefined || found.has(urn)) continue;
      found.add(urn);
      follow(next);
    }
  };
  follow(resource);
  return found;
}

for (const environment of environments) {
  describe(`the program of ${environment}`, () => {
    const expected = seed[environment];
    let recorded: RecordedEnvironment;

    before(async () => {
      recorded = await recordedEnvironment(environment);
    });

    it("declares exactly these resources", () => {
      assert.deepEqual(typesAndNames(recorded.recording.resources), reviewed(environment));
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

    it("puts every object into a namespace it has made; its records beside those of Kubernetes", () => {
      const own = ownObjects(recorded.recording);
      const made = own
        .filter(({ kind }) => kind === "Namespace")
        .map(({ metadata }) => metadata.name);
      const elsewhere = [...own, ...recorded.rendered]
        .filter(({ kind }) => kind !== "Namespace")
        .filter(({ metadata }) => !made.includes(metadata.namespace ?? ""))
        .map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? "-"}/${metadata.name}`);
      assert.deepEqual(
        elsewhere.sort(),
        [
          "ClusterIssuer -/msa",
          `ClusterRole -/msa-${environment}-identity`,
          "ClusterRole -/msa-grafana-dashboards",
          "ClusterRoleBinding -/msa-dashboard-view",
          `ClusterRoleBinding -/msa-${environment}-cluster-admins`,
          `ClusterRoleBinding -/msa-${environment}-identity`,
          `ClusterRoleBinding -/msa-${environment}-platform`,
          "ConfigMap kube-system/msa-platform",
          "ConfigMap kube-system/msa-platform-ready",
          `ValidatingAdmissionPolicy -/msa-${environment}-applications`,
          `ValidatingAdmissionPolicyBinding -/msa-${environment}-applications`,
        ].sort(),
      );
    });

    it("installs each release into a namespace it has made", () => {
      const made = ownObjects(recorded.recording)
        .filter(({ kind }) => kind === "Namespace")
        .map(({ metadata }) => metadata.name);
      const placed = recorded.recording.resources
        .filter(({ type }) => type === releaseType)
        .map(({ inputs }) => String(inputs["namespace"]));
      assert.equal(placed.length, 15);
      assert.deepEqual(
        placed.filter((namespace) => !made.includes(namespace)),
        [],
      );
    });

    it("refuses to create what exists, wherever others could have made it", () => {
      const open = recorded.recording.resources.filter(
        ({ type, options }) =>
          type.startsWith("kubernetes:") &&
          // Helm refuses by itself, and what goes with its namespace is in one of this stack's own.
          type !== releaseType &&
          options.deletedWith === undefined &&
          options.hooks?.["beforeCreate"]?.includes("refuse-foreign") !== true,
      );
      assert.deepEqual(typesAndNames(open), []);
    });

    it("makes everything else before the Applications, so that it goes after them", () => {
      const { resources } = recorded.recording;
      const last = [...services, "platform-ready"];
      const first = objectsOf(resources).filter(({ name }) => !last.includes(name));
      for (const each of resources.filter(({ type }) => type.endsWith(":Application"))) {
        const before = comesAfter(resources, each);
        assert.deepEqual(typesAndNames(first.filter(({ urn }) => !before.has(urn))), [], each.name);
      }
    });

    it("makes the record of a whole platform last, so that it goes first", () => {
      const { resources } = recorded.recording;
      const [record, ...others] = objectsOf(resources).sort((a) =>
        a.name === "platform-ready" ? -1 : 1,
      );
      assert.equal(record?.name, "platform-ready");
      const before = comesAfter(resources, record);
      assert.deepEqual(typesAndNames(others.filter(({ urn }) => !before.has(urn))), []);
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
        const route = mesh as Record<string, unknown>;
        assert.deepEqual(
          [route["enabled"], route["host"], route["gateway"]],
          [true, host, `istio-ingress/msa-${environment}`],
        );
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
