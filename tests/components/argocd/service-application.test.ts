import assert from "node:assert/strict";

import type * as pulumi from "@pulumi/pulumi";

import {
  ServiceApplication,
  type ServiceApplicationArgs,
} from "../../../components/argocd/service-application.ts";
import { Application } from "../../../components/custom-resources/application.ts";
import { refuseForeign } from "../../../components/ownership.ts";
import type { RecordedResource } from "../../../recorder/recording.ts";
import { only, recordComponent, typesAndNames } from "../../support/record-component.ts";

const chart = { name: "microservice", version: "1.0.0", repository: "https://charts.example.com" };
const sync = { automated: true, selfHeal: true, prune: true, retries: 5, windows: [] };

type Overrides = Partial<ServiceApplicationArgs>;

async function resourcesOf(
  overrides: Overrides = {},
  options: () => pulumi.ComponentResourceOptions = () => ({}),
): Promise<readonly RecordedResource[]> {
  const { resources, error } = await recordComponent(() => {
    const application = new ServiceApplication(
      "order-service",
      {
        service: "order-service",
        description: "Orders, from cart to delivery.",
        host: "order-service-dev.example.com",
        environment: "development",
        applicationName: "order-service-development",
        project: "msa-development",
        argoNamespace: "argocd",
        targetNamespace: "microservices-dev",
        chart,
        values: { replicas: 1 },
        sync,
        notifications: {},
        autoscaled: false,
        awaitHealthy: false,
        refuseForeign: refuseForeign({ stack: "development", context: "development", adopt: [] }),
        ...overrides,
      },
      options(),
    );
    assert.equal(application.applicationName, "order-service-development");
    assert.equal(application.url, `https://${overrides.host ?? "order-service-dev.example.com"}`);
  });
  assert.equal(error, undefined);
  return resources;
}

interface Inputs {
  readonly metadata: {
    readonly annotations: Readonly<Record<string, string>>;
    readonly finalizers: readonly string[];
  };
  readonly spec: {
    readonly source: { readonly helm: { readonly valuesObject: Record<string, unknown> } };
    readonly syncPolicy: unknown;
    readonly ignoreDifferences?: unknown;
  };
}

async function inputsOf(overrides: Overrides = {}): Promise<Inputs> {
  return only(await resourcesOf(overrides), "Application").inputs as unknown as Inputs;
}

const syncOptions = [
  "CreateNamespace=false",
  "ServerSideApply=true",
  "ApplyOutOfSyncOnly=true",
  "RespectIgnoreDifferences=true",
  "PruneLast=true",
];

describe("ServiceApplication", () => {
  it("makes one Application, which belongs to it and may take as long as a cold rollout", async () => {
    const resources = await resourcesOf();

    assert.deepEqual(typesAndNames(resources), [
      "kubernetes:argoproj.io/v1alpha1:Application order-service",
      "msa:argocd:ServiceApplication order-service",
    ]);
    assert.deepEqual(only(resources, "Application").options, {
      parent: only(resources, "ServiceApplication").urn,
      hooks: { beforeCreate: ["refuse-foreign"] },
      customTimeouts: { create: "15m", update: "15m", delete: "15m" },
    });
  });

  it("declares chart, values and place to Argo CD", async () => {
    assert.deepEqual(await inputsOf(), {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: {
        name: "order-service-development",
        namespace: "argocd",
        labels: {
          "app.kubernetes.io/name": "order-service",
          "app.kubernetes.io/part-of": "msa",
          "app.kubernetes.io/managed-by": "pulumi",
          "msa-gitops/stack": "development",
        },
        annotations: {
          "link.argocd.argoproj.io/external-link": "https://order-service-dev.example.com",
          "pulumi.com/patchFieldManager": "msa-development",
        },
        finalizers: ["resources-finalizer.argocd.argoproj.io"],
      },
      spec: {
        project: "msa-development",
        source: {
          repoURL: "https://charts.example.com",
          chart: "microservice",
          targetRevision: "1.0.0",
          helm: { releaseName: "order-service", valuesObject: { replicas: 1 } },
        },
        destination: { server: "https://kubernetes.default.svc", namespace: "microservices-dev" },
        syncPolicy: {
          automated: { enabled: true, prune: true, selfHeal: true },
          syncOptions,
          retry: { limit: 5, backoff: { duration: "5s", factor: 2, maxDuration: "3m" } },
        },
        revisionHistoryLimit: 10,
        info: [
          { name: "Service", value: "Orders, from cart to delivery." },
          { name: "Address", value: "https://order-service-dev.example.com" },
        ],
      },
    });
  });

  it("names an OCI registry as Argo CD does, without its scheme", async () => {
    const repository = "oci://registry.example.com/charts";
    const { spec } = await inputsOf({ chart: { ...chart, repository } });

    assert.equal(
      (spec.source as unknown as { repoURL: string }).repoURL,
      "registry.example.com/charts",
    );
  });

  it("carries what its events are told by, and is not deployed anew when that changes", async () => {
    const notifications = { "msa-gitops/team": "commerce" };
    const { metadata } = await inputsOf({ notifications });

    assert.equal(metadata.annotations["msa-gitops/team"], "commerce");
    assert.deepEqual(
      (await inputsOf({ notifications, awaitHealthy: true })).spec,
      (await inputsOf({ awaitHealthy: true })).spec,
    );
  });

  it("comes after everything it is told to depend on", async () => {
    const resources = await resourcesOf({}, () => ({
      dependsOn: new Application("first", {
        metadata: { name: "first", namespace: "argocd" },
        spec: {} as never,
      }),
    }));
    const first = resources.find(({ name }) => name === "first");

    assert.deepEqual(only(resources, "ServiceApplication").options.dependsOn, [first?.urn]);
  });

  describe("sync policy", () => {
    it("syncs only when somebody asks when it is not automated", async () => {
      const { spec } = await inputsOf({ sync: { ...sync, automated: false } });
      assert.deepEqual(spec.syncPolicy, { syncOptions });
    });

    it("takes prune, self-heal and retries from the environment", async () => {
      const { spec } = await inputsOf({
        sync: { ...sync, selfHeal: false, prune: false, retries: 0 },
      });
      assert.deepEqual(spec.syncPolicy, {
        automated: { enabled: true, prune: false, selfHeal: false },
        syncOptions,
        retry: { limit: 0, backoff: { duration: "5s", factor: 2, maxDuration: "3m" } },
      });
    });
  });

  it("leaves the number of pods alone when an HPA owns it", async () => {
    const { spec } = await inputsOf({ autoscaled: true });
    assert.deepEqual(spec.ignoreDifferences, [
      { group: "apps", kind: "Deployment", jsonPointers: ["/spec/replicas"] },
    ]);
  });

  it("watches the number of pods when no HPA owns it", async () => {
    const { spec } = await inputsOf();
    assert.equal("ignoreDifferences" in spec, false);
  });

  describe("waiting", () => {
    async function stampOf(overrides: Overrides = {}): Promise<string> {
      const { spec } = await inputsOf({ awaitHealthy: true, ...overrides });
      const { msaRevision } = spec.source.helm.valuesObject["global"] as { msaRevision: string };
      return msaRevision;
    }

    it("waits until Argo CD has compared exactly these values, synced them and found all healthy", async () => {
      const { metadata, spec } = await inputsOf({ awaitHealthy: true });

      assert.deepEqual(spec.source.helm.valuesObject, {
        replicas: 1,
        global: { msaRevision: "910cf4e1da35cb13" },
      });
      assert.deepEqual(metadata.annotations, {
        "link.argocd.argoproj.io/external-link": "https://order-service-dev.example.com",
        "pulumi.com/patchFieldManager": "msa-development",
        "pulumi.com/waitFor":
          '["jsonpath={.status.sync.comparedTo.source.helm.valuesObject.global.msaRevision}=910cf4e1da35cb13",' +
          '"jsonpath={.status.sync.status}=Synced","jsonpath={.status.health.status}=Healthy"]',
      });
    });

    const changes: Readonly<Record<string, Overrides>> = {
      "a value": { values: { replicas: 2 } },
      "the chart's version": { chart: { ...chart, version: "1.0.1" } },
      "the chart's name": { chart: { ...chart, name: "microservice-next" } },
      "the chart's repository": { chart: { ...chart, repository: "https://mirror.example.com" } },
    };
    for (const [what, overrides] of Object.entries(changes)) {
      it(`gives another stamp for another state: ${what}`, async () => {
        assert.notEqual(await stampOf(overrides), await stampOf());
      });
    }

    const same: Readonly<Record<string, Overrides>> = {
      "nothing at all": {},
      "the description": { description: "Orders." },
      "the address": { host: "orders.example.com" },
      "the sync policy": { sync: { ...sync, automated: false } },
      "who owns the number of pods": { autoscaled: true },
    };
    for (const [what, overrides] of Object.entries(same)) {
      it(`keeps the stamp when only this changes: ${what}`, async () => {
        assert.equal(await stampOf(overrides), await stampOf());
      });
    }
  });
});
