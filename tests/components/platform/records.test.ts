import assert from "node:assert/strict";

import type * as pulumi from "@pulumi/pulumi";

import { refuseForeign } from "../../../components/ownership.ts";
import { PlatformClaim, refuseSecondOwner } from "../../../components/platform/claim.ts";
import type { PlatformContext } from "../../../components/platform/context.ts";
import { PlatformReady, refuseWhileTenants } from "../../../components/platform/ready.ts";
import { PlatformTenant, requirePlatform } from "../../../components/platform/tenant.ts";
import { SecretValues } from "../../../components/secrets/secret-values.ts";
import type { Config } from "../../../config/model.ts";
import {
  startApiServer,
  type FakeApiServer,
  type FakeConfigMap,
} from "../../support/fake-api-server.ts";
import { only, recordComponent } from "../../support/record-component.ts";
import { sampleAddons, sampleConfig, samplePlatform } from "../../support/sample-config.ts";

function contextOf(overrides: Partial<Config> = {}): PlatformContext {
  const config = sampleConfig(overrides);
  return {
    config,
    refuseForeign: refuseForeign({ stack: config.environment, context: "none", adopt: [] }),
    secrets: new SecretValues(),
  };
}

const stagingTenant = { platform: samplePlatform({ owner: "staging", isOwn: false }) };

describe("the records of a platform", () => {
  it("claims the cluster for the stack, and says what it installs", async () => {
    const addons = sampleAddons({
      argoCd: { install: true, namespace: "argocd" },
      prometheus: { install: true, namespace: "monitoring", retention: "15d" },
    });

    const { resources } = await recordComponent(
      () => new PlatformClaim("platform", contextOf({ addons })),
    );

    const { inputs, options } = only(resources, "ConfigMap");
    assert.deepEqual(inputs["metadata"], {
      name: "msa-platform",
      namespace: "kube-system",
      labels: {
        "app.kubernetes.io/managed-by": "pulumi",
        "app.kubernetes.io/name": "platform",
        "app.kubernetes.io/part-of": "msa",
        "msa-gitops/platform-owner": "development",
        "msa-gitops/stack": "development",
      },
      annotations: {
        "msa-gitops/releases":
          "argo-cd 9.9.9, prometheus-operator-crds 9.9.9, kube-prometheus-stack 9.9.9",
        "pulumi.com/patchFieldManager": "msa-development",
      },
    });
    assert.deepEqual(options.hooks, { beforeCreate: ["refuse-second-owner", "refuse-foreign"] });
  });

  it("counts the gateway's release only where the platform makes the gateway", async () => {
    const { istio = { install: true, namespace: "" } } = sampleAddons();
    const releases = async (makesGateway: boolean): Promise<unknown> => {
      const addons = { ...sampleAddons(), istio: { ...istio, install: true, makesGateway } };
      const { resources } = await recordComponent(
        () => new PlatformClaim("platform", contextOf({ addons: addons as Config["addons"] })),
      );
      const { annotations } = only(resources, "ConfigMap").inputs["metadata"] as {
        annotations: Record<string, string>;
      };
      return annotations["msa-gitops/releases"];
    };

    const three = "istio-base 9.9.9, istio-cni 9.9.9, istiod 9.9.9";
    assert.equal(await releases(false), three);
    assert.equal(await releases(true), `${three}, istio-ingress 9.9.9`);
  });

  it("says last that it is ready, and asks before that goes", async () => {
    const { resources } = await recordComponent(() => {
      const context = contextOf();
      const claim = new PlatformClaim("platform", context);
      new PlatformReady("platform-ready", context, { dependsOn: [claim] });
    });

    const [claim, ready] = ["platform", "platform-ready"].map((wanted) =>
      resources.find(({ name, custom }) => custom && name === wanted),
    );
    assert.deepEqual((ready?.inputs["metadata"] as { name: string }).name, "msa-platform-ready");
    assert.deepEqual(only(resources, "PlatformReady").options.dependsOn, [claim?.urn]);
    assert.deepEqual(ready?.options.hooks, {
      beforeCreate: ["refuse-foreign"],
      beforeDelete: ["refuse-while-tenants"],
    });
  });

  it("keeps what changes out of `data`, since the provider would replace the object for it", async () => {
    const { resources } = await recordComponent(() => {
      new PlatformClaim("platform", contextOf());
    });

    assert.deepEqual(only(resources, "ConfigMap").inputs["data"], { owner: "development" });
  });

  it("registers a tenant under its own name with the owner's on it, and lets it go unasked", async () => {
    let tenant: PlatformTenant | undefined;
    const { resources } = await recordComponent(() => {
      tenant = new PlatformTenant("tenant", contextOf(stagingTenant));
    });

    const { inputs, options } = only(resources, "ConfigMap");
    const { name, labels } = inputs["metadata"] as { name: string; labels: Record<string, string> };
    assert.equal(name, "msa-platform-tenant-development");
    assert.equal(labels["msa-gitops/platform-owner"], "staging");
    assert.equal(labels["msa-gitops/stack"], "development");
    assert.deepEqual(options.hooks, {
      beforeCreate: ["require-platform", "refuse-foreign"],
      beforeUpdate: ["require-platform"],
    });
    assert.equal(tenant?.requirePlatform.name, "require-platform");
  });
});

describe("the hooks of a shared platform", () => {
  let configMaps: readonly FakeConfigMap[] = [];
  let server: FakeApiServer;

  before(async () => {
    server = await startApiServer(() => configMaps);
  });

  after(async () => {
    await server.stop();
  });

  const of = (name: string, stack: string, owner = stack): FakeConfigMap => ({
    name,
    labels: { "msa-gitops/stack": stack, "msa-gitops/platform-owner": owner },
  });

  /** What a hook says with the given records on the cluster; undefined when it lets pass. */
  async function said(
    make: (context: string) => pulumi.ResourceHook,
    records: readonly FakeConfigMap[],
  ): Promise<string | undefined> {
    configMaps = records;
    let hook: pulumi.ResourceHook | undefined;
    await recordComponent(() => {
      hook = make(server.context);
    });
    assert.ok(hook?.opts?.onDryRun, "must run in previews too");
    try {
      await hook.callback({ urn: "", id: "", name: "", type: "" });
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  describe("refuse-second-owner", () => {
    const claim = (context: string) => refuseSecondOwner("production", context);

    it("names the stack that has the cluster, and both ways on", async () => {
      assert.equal(
        await said(claim, [of("msa-platform", "staging")]),
        "platform.owner: the cluster already has the platform of stack staging (found ConfigMap " +
          "kube-system/msa-platform). Set platform.owner: staging, or destroy that one first.",
      );
    });

    it("lets a stack claim a bare cluster, and its own after its state was lost", async () => {
      assert.equal(await said(claim, []), undefined);
      assert.equal(await said(claim, [of("msa-platform", "production")]), undefined);
    });
  });

  describe("require-platform", () => {
    const require = (context: string) => requirePlatform("staging", context);
    const both = (stack: string) => [of("msa-platform", stack), of("msa-platform-ready", stack)];

    it("passes with the owner's platform all there", async () => {
      assert.equal(await said(require, both("staging")), undefined);
    });

    it("says that the platform is not there", async () => {
      assert.equal(
        await said(require, []),
        "platform.owner: the platform of stack staging is not on this cluster (found no ConfigMap " +
          "kube-system/msa-platform). Deploy staging here first, or remove the line to give this " +
          "stack a platform of its own.",
      );
    });

    it("says whose platform is there instead", async () => {
      assert.equal(
        await said(require, both("production")),
        "platform.owner: the platform of stack staging is not on this cluster (found that of " +
          "production). Set platform.owner: production, or choose the cluster of staging.",
      );
    });

    it("says that the platform is on its way in or out", async () => {
      assert.equal(
        await said(require, [of("msa-platform", "staging")]),
        "platform.owner: the platform of stack staging is not finished (found no ConfigMap " +
          "kube-system/msa-platform-ready of it). Deploy staging to its end first.",
      );
    });
  });

  describe("refuse-while-tenants", () => {
    const remove = (context: string) => refuseWhileTenants("staging", context);
    const own = [of("msa-platform", "staging"), of("msa-platform-ready", "staging")];

    it("names every stack that uses the platform, and the plural", async () => {
      const tenants = ["production", "development"].map((stack) =>
        of(`msa-platform-tenant-${stack}`, stack, "staging"),
      );

      assert.equal(
        await said(remove, [...own, ...tenants]),
        "platform.owner: the platform of stack staging is used by development and production (found " +
          "ConfigMaps kube-system/msa-platform-tenant-…). Destroy them first.",
      );
    });

    it("lets a platform go that has only its owner, or tenants of another", async () => {
      const others = [of("msa-platform-tenant-development", "development", "production")];

      assert.equal(await said(remove, [...own, ...others]), undefined);
    });
  });
});
