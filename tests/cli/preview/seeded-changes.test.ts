import assert from "node:assert/strict";

import { parseDocument } from "yaml";

import type { EnvironmentReport, Report } from "../../../report/model.ts";
import { makeCheckout, type Checkout } from "../../support/checkout.ts";
import { installOnlyArgoCd } from "../../support/platform-choice.ts";
import { helmLeaves, leafDifferences, reportedLeaves, withoutIdentity } from "./helm-leaves.ts";
import type { Leaves } from "./helm-leaves.ts";
import { argoCdChart, mirrorFor, type PlatformMirror } from "./platform-mirror.ts";

/** A chart that makes something up at each rendering, as those do that sign their own certificates. */
const template = (setting: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: argocd, labels: { helm.sh/chart: "argo-cd-{{ .Chart.Version }}" } }
data: { setting: "${setting}", made-up: "{{ randAlphaNum 12 }}" }
---
apiVersion: v1
kind: Secret
metadata: { name: made-up, namespace: argocd }
stringData: { password: "{{ randAlphaNum 12 }}" }
`;

const applications = ["notification-service", "order-service", "product-service", "user-service"];
const bounds = ["limits.cpu", "limits.memory", "pods", "requests.cpu", "requests.memory"];

/** What changes beside the objects of Applications: `<owner>: <change> <path> <fields that tell>`. */
function others({ owners }: EnvironmentReport): string[] {
  return owners.flatMap(({ kind, name, items }) =>
    items
      .filter(({ layer }) => kind !== "Application" || layer === "input")
      .map(({ change, path, fields }) => {
        const telling = fields.filter(({ noise }) => noise === undefined);
        const which = change === "changed" ? telling.map(({ field }) => field) : [];
        return [`${kind} ${name}: ${change} ${path}`, ...which].join(" ");
      }),
  );
}

function quota(...names: string[]): string {
  const fields = names.map((name) => (name === "pods" ? ".pods" : `["${name}"]`));
  return [
    "Pulumi resources: changed ResourceQuota/microservices-staging/services",
    ...fields.map((field) => `spec.hard${field}`),
  ].join(" ");
}

/** Rights on Applications are by name, so they change with the name at `position` of the list. */
function rights(position: number): string[] {
  const changed = (path: string, ...rules: string[]) =>
    [
      `Pulumi resources: changed ${path}`,
      ...rules.map((rule) => `${rule}.resourceNames[${position}]`),
    ].join(" ");
  return [
    changed("Role/argocd/msa-staging-admins", "rules[0]", "rules[2]"),
    changed("Role/argocd/msa-staging-deployer", "rules[1]"),
    changed("Role/argocd/msa-staging-developers", "rules[0]"),
    changed(
      "ValidatingAdmissionPolicy/msa-staging-applications",
      "spec.matchConstraints.resourceRules[0]",
    ),
  ];
}

function told(service: string, ...values: string[]): string {
  const path = `Application/argocd/${service}-staging`;
  const fields = values.map((value) => `spec.source.helm.valuesObject.${value}`);
  return [`Application ${service}-staging: changed ${path}`, ...fields].join(" ");
}

describe("the preview of a seeded change", function () {
  this.timeout(180_000);
  let checkout: Checkout;
  let mirror: PlatformMirror;
  let committed: Leaves;

  before(async () => {
    checkout = makeCheckout();
    mirror = await mirrorFor(checkout, template("old"));
    for (const each of ["development", "staging", "production"]) installOnlyArgoCd(checkout, each);
    const author = ["-c", "user.name=test", "-c", "user.email=test@example.invalid"];
    await checkout.run("git", ["add", "--all"]);
    await checkout.run("git", [...author, "commit", "--quiet", "--message", "Use the mirror"]);
    committed = await helmLeaves(checkout, "staging");
  });
  afterEach(() => checkout.run("git", ["checkout", "--quiet", "."]));
  after(async () => {
    await mirror.server.stop();
    await checkout.remove();
  });

  async function staging(): Promise<EnvironmentReport> {
    const { stdout, stderr } = await checkout.msa(["preview", "staging", "--base=HEAD", "--json"]);
    assert.equal(stderr, "");
    const [environment] = (JSON.parse(stdout) as Report).environments;
    assert.ok(environment);
    return environment;
  }

  /** Changes something; the report must have what Helm's own output has different, and `expected` beside it. */
  async function assertNamed(change: () => void, expected: readonly string[]) {
    change();
    const found = await staging();
    const real = leafDifferences(committed, await helmLeaves(checkout, "staging"));

    assert.ok(Object.keys(real).length > 0, "the seed must change something");
    assert.deepEqual(reportedLeaves(found), withoutIdentity(real));
    assert.deepEqual(others(found), expected);
    return found;
  }

  /** Changes one of the two files as data. */
  function set(file: string, path: readonly string[], value: unknown): void {
    const document = parseDocument(checkout.read(file));
    if (value === undefined) document.deleteIn(["config", ...path]);
    else document.setIn(["config", ...path], value);
    checkout.write(file, String(document));
  }
  const setCatalogue = (path: readonly string[], value: unknown) => {
    set("Pulumi.yaml", ["catalogue", "value", ...path], value);
  };
  const setEverywhere = (service: string, value: unknown) => {
    for (const each of ["development", "staging", "production"]) {
      set(`Pulumi.${each}.yaml`, ["msa:services", service], value);
    }
  };
  const added = "cart-service-staging: added Application/argocd/cart-service-staging";

  it("names the fields of one service when a value of it changes", () =>
    assertNamed(() => {
      const profile = { limits: { cpu: "1500m", memory: "1Gi" } };
      setStaging("user-service", { version: "1.0.1", profile });
    }, [quota("limits.cpu"), told("user-service", "image.tag", "resources.limits.cpu")]));

  function setStaging(service: string, value: unknown): void {
    set("Pulumi.staging.yaml", ["msa:services", service], value);
  }

  it("names the pods of all services when a default in the chart changes", () =>
    assertNamed(() => {
      const seconds = "terminationGracePeriodSeconds: ";
      checkout.edit("charts/microservice/values.yaml", `${seconds}45`, `${seconds}50`);
    }, []));

  it("names every HPA and the quota when a number of the profile changes", () =>
    assertNamed(() => {
      set("Pulumi.staging.yaml", ["msa:profile", "autoscaling", "max"], 6);
    }, [quota(...bounds), ...applications.map((each) => told(each, "autoscaling.maxReplicas"))]));

  it("names both ends when a policy changes: who may call a service", () =>
    assertNamed(() => {
      setCatalogue(["product-service", "callers"], ["order-service", "user-service"]);
    }, [told("product-service", "network.callers[1]"), told("user-service", "network.calls[1]")]));

  it("shows a new service with all its objects", () =>
    assertNamed(() => {
      setCatalogue(["cart-service"], { team: "cart", description: "Carts." });
      setEverywhere("cart-service", { version: "1.0.0" });
    }, [quota(...bounds), ...rights(0), `Application ${added}`]));

  it("marks everything that a removed service takes along", async () => {
    const { owners, counts } = await assertNamed(() => {
      setCatalogue(["notification-service"], undefined);
      setCatalogue(["user-service", "callers"], ["order-service"]);
      setEverywhere("notification-service", undefined);
    }, [
      quota(...bounds),
      ...rights(0),
      "Application notification-service-staging: removed Application/argocd/notification-service-staging",
      told("order-service", "network.calls[0]"),
      told("user-service", "network.callers[1]", "network.calls[0]"),
    ]);
    const removed = owners
      .flatMap(({ items }) => items)
      .filter((item) => item.change === "removed");
    const { dangers = [] } = removed.find(({ layer }) => layer === "input") ?? {};

    assert.deepEqual(dangers, [
      "deleted: Pulumi deletes it at the next update; Argo CD deletes everything that it has deployed",
    ]);
    assert.ok(removed.every((item) => item.dangers.length > 0));
    assert.equal(counts.dangerous, removed.length);
  });

  it("shows a renamed service as one that goes and one that comes", () =>
    assertNamed(() => {
      setCatalogue(["product-service"], undefined);
      const callers = ["order-service"];
      setCatalogue(["products-service"], { team: "cart", description: "Products.", callers });
      setEverywhere("product-service", undefined);
      setEverywhere("products-service", { version: "1.0.0" });
    }, [
      ...rights(2),
      told("order-service", "network.calls[1]"),
      "Application product-service-staging: removed Application/argocd/product-service-staging",
      "Application products-service-staging: added Application/argocd/products-service-staging",
    ]));

  it("names the rules that the change breaks, where they stood before, and none when it breaks none", async () => {
    setStaging("user-service", { version: "1.0.1" });
    const good = await staging();
    setStaging("user-service", { version: "1.0.0", profile: { autoscaling: { min: 2, max: 11 } } });
    const { policy } = await staging();

    assert.deepEqual([good.policy?.new, good.policy?.fixed], [[], []]);
    assert.deepEqual(
      policy?.new.map(({ rule, level, where }) => ({ rule, level, where })),
      [
        {
          rule: "maximum-replicas",
          level: "mandatory",
          where: "HorizontalPodAutoscaler microservices-staging/user-service-hpa spec.maxReplicas",
        },
      ],
    );
    assert.deepEqual(policy.fixed, []);
  });

  it("names what a new version of a release renders, and not what its chart makes up", async () => {
    mirror.add("99.0.0", template("new"));
    checkout.edit(
      "charts/platform.lock.json",
      `"version": "${argoCdChart.version}"`,
      '"version": "99.0.0"',
    );
    const { owners } = await staging();
    const [resources, release, ...more] = owners;

    assert.deepEqual(
      resources?.items.map(({ path, fields }) => [path, fields]),
      [
        [
          "ConfigMap/kube-system/msa-platform",
          [
            {
              field: 'metadata.annotations["msa-gitops/releases"]',
              before: `argo-cd ${argoCdChart.version}`,
              after: "argo-cd 99.0.0",
            },
          ],
        ],
      ],
    );
    assert.deepEqual(more, []);
    assert.deepEqual(
      release?.items.map(({ path, fields }) => [path, fields]),
      [
        [
          "Release/argocd/argo-cd",
          [{ field: "version", before: argoCdChart.version, after: "99.0.0" }],
        ],
        [
          "ConfigMap/argocd/settings",
          [
            { field: "data.made-up", noise: "generated" },
            { field: "data.setting", before: "old", after: "new" },
            {
              field: 'metadata.labels["helm.sh/chart"]',
              before: `argo-cd-${argoCdChart.version}`,
              after: "argo-cd-99.0.0",
              noise: "version label",
            },
          ],
        ],
        ["Secret/argocd/made-up", [{ field: "stringData.password", noise: "generated" }]],
      ],
    );
  });
});
