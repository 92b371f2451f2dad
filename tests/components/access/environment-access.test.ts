import assert from "node:assert/strict";

import { EnvironmentAccess } from "../../../components/access/environment-access.ts";
import { platformContext } from "../../../components/platform/context.ts";
import type { Config } from "../../../config/model.ts";
import type { RecordedResource } from "../../../recorder/recording.ts";
import { only, recordComponent } from "../../support/record-component.ts";
import { sampleConfig, samplePlatform, sampleService } from "../../support/sample-config.ts";

interface RoleObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly {
    readonly verbs: string[];
    readonly resources: string[];
    readonly resourceNames?: string[];
  }[];
  readonly subjects?: readonly { readonly name: string }[];
  readonly roleRef?: { readonly name: string };
}

const isReading = (verb: string) => ["get", "list", "watch"].includes(verb);

async function recorded(overrides: Partial<Config> = {}): Promise<readonly RecordedResource[]> {
  const { resources, error } = await recordComponent(
    () => new EnvironmentAccess("access", platformContext(sampleConfig(overrides))),
  );
  assert.equal(error, undefined);
  return resources;
}

/** `<kind> <namespace>/<name>` of each object, sorted. */
function objects(resources: readonly RecordedResource[]): string[] {
  return resources
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ inputs }) => inputs as unknown as RoleObject)
    .map(({ kind, metadata: { namespace = "", name } }) => `${kind} ${namespace}/${name}`)
    .sort();
}

describe("EnvironmentAccess", () => {
  let resources: readonly RecordedResource[];
  before(async () => {
    resources = await recorded();
  });

  it("makes the rights of people and of CI, and the bounds of Applications", () => {
    assert.deepEqual(objects(resources), [
      "ClusterRole /msa-development-identity",
      "ClusterRoleBinding /msa-development-cluster-admins",
      "ClusterRoleBinding /msa-development-identity",
      "ClusterRoleBinding /msa-development-platform",
      "Namespace /msa-ci-development",
      "ResourceQuota msa-ci-development/no-pods",
      "Role argocd/msa-development-admins",
      "Role argocd/msa-development-deployer",
      "Role argocd/msa-development-developers",
      "Role microservices-dev/msa-development-admins",
      "Role microservices-dev/msa-development-deployer",
      "Role microservices-dev/msa-development-developers",
      "RoleBinding argocd/msa-development-admins",
      "RoleBinding argocd/msa-development-deployer",
      "RoleBinding argocd/msa-development-developers",
      "RoleBinding microservices-dev/msa-development-admins",
      "RoleBinding microservices-dev/msa-development-deployer",
      "RoleBinding microservices-dev/msa-development-developers",
      "ServiceAccount msa-ci-development/deployer",
      "ServiceAccount msa-ci-development/platform",
      "ValidatingAdmissionPolicy /msa-development-applications",
      "ValidatingAdmissionPolicyBinding /msa-development-applications",
    ]);
  });

  it("names each Application in every right to change one", () => {
    const rules = resources
      .map(({ inputs }) => inputs as unknown as RoleObject)
      .flatMap(({ rules: found = [] }) => found)
      .filter(({ resources: names }) => names.includes("applications"));
    const changing = rules.filter(({ verbs }) => verbs.some((verb) => !isReading(verb)));
    assert.equal(changing.length, 2);
    for (const { resourceNames } of changing) {
      assert.deepEqual(resourceNames, ["order-service-development"]);
    }
  });

  it("never grants a change of all Applications when there is none", async () => {
    const none = await recorded({ services: [] });
    const rules = none
      .map(({ inputs }) => inputs as unknown as RoleObject)
      .flatMap(({ rules: found = [] }) => found)
      .filter(({ resources: names }) => names.includes("applications"));
    assert.ok(rules.length > 0 && rules.every(({ verbs }) => verbs.every(isReading)));
    assert.ok(!objects(none).some((each) => each.startsWith("ValidatingAdmissionPolicy")));
  });

  it("has no wildcard, and no Secret in any right of people", () => {
    const rules = resources.map(({ inputs }) => (inputs as unknown as RoleObject).rules ?? []);
    const all = JSON.stringify(rules);
    assert.ok(!all.includes("*"), all);
    assert.ok(!all.includes('"secrets"'), all);
  });

  it("leaves the cluster's administrators to the owner of the platform", async () => {
    const platform = samplePlatform({ owner: "staging", isOwn: false });
    const made = objects(await recorded({ platform }));
    assert.ok(!made.includes("ClusterRoleBinding /msa-development-cluster-admins"));
    assert.ok(made.includes("ClusterRoleBinding /msa-development-platform"));
  });

  it("binds nothing to nobody", async () => {
    const { access } = sampleConfig();
    const made = objects(
      await recorded({ access: { ...access, developers: [], clusterAdmins: [] } }),
    );
    assert.deepEqual(
      made.filter((each) => /developers|cluster-admins/.test(each)),
      [],
    );
  });

  it("lets a tenant's deployer read the password of its owner's Redis, and only if a service needs it", async () => {
    const cached = sampleService({ cache: { redis: { prefix: "x:", ttlSeconds: 60 } } });
    const platform = samplePlatform({ owner: "staging", isOwn: false });
    const tenant = await recorded({ platform, services: [cached] });
    const role = tenant
      .map(({ inputs }) => inputs as unknown as RoleObject)
      .find(({ kind, metadata }) => kind === "Role" && metadata.namespace === "redis");
    assert.deepEqual(role?.rules, [
      {
        apiGroups: [""],
        resources: ["secrets"],
        resourceNames: ["redis-password"],
        verbs: ["get"],
      },
    ]);
    const without = objects(await recorded({ platform }));
    assert.ok(!without.some((each) => each.includes(" redis/")));
  });

  it("asks before it takes over anything that is there", () => {
    for (const { type, inputs, options } of resources) {
      const { kind, metadata } = inputs as unknown as RoleObject;
      if (!type.startsWith("kubernetes:") || metadata.namespace === "msa-ci-development") continue;
      assert.deepEqual(options.hooks, { beforeCreate: ["refuse-foreign"] }, kind);
    }
  });

  it("gives the accounts' tokens to no pod", () => {
    assert.equal(
      resources
        .filter(({ type }) => type.endsWith(":ServiceAccount"))
        .every(({ inputs }) => inputs["automountServiceAccountToken"] === false),
      true,
    );
    assert.deepEqual(only(resources, "ResourceQuota").inputs["spec"], { hard: { pods: "0" } });
  });
});
