import assert from "node:assert/strict";

import { refuseForeign } from "../../../components/ownership.ts";
import { platformNamespaces } from "../../../components/platform/namespaces.ts";
import { PlatformNamespace } from "../../../components/platform/platform-namespace.ts";
import { SecretValues } from "../../../components/secrets/secret-values.ts";
import type { Addons, Config } from "../../../config/model.ts";
import { only, recordComponent } from "../../support/record-component.ts";
import { sampleConfig } from "../../support/sample-config.ts";
import { fullAddons, fullConfig } from "./full-config.ts";

const levelKey = "pod-security.kubernetes.io/enforce";

/** `<namespace> <enforced Pod Security level>` of each planned one. */
function planned(config: Config): string[] {
  return platformNamespaces(config).map(({ name, labels }) => `${name} ${labels[levelKey] ?? ""}`);
}

function without(addons: Addons, ...names: (keyof Addons)[]): Addons {
  const rest = Object.entries({ ...addons }).filter(
    ([name]) => !names.includes(name as keyof Addons),
  );
  return Object.fromEntries(rest) as unknown as Addons;
}

describe("platformNamespaces", () => {
  it("plans one for each place that something is installed into, as strict as its charts allow", () => {
    assert.deepEqual(planned(fullConfig()), [
      "argocd baseline",
      "autoscaling baseline",
      "cert-manager baseline",
      "istio-ingress baseline",
      "istio-system privileged",
      "management baseline",
      "monitoring privileged",
      "redis baseline",
      "tracing baseline",
    ]);
  });

  it("plans none for a stack that installs nothing, as every tenant", () => {
    assert.deepEqual(planned(sampleConfig()), []);
  });

  it("reports what falls short of the restricted standard, where that can be met", () => {
    const byName = new Map(
      platformNamespaces(fullConfig()).map((plan) => [plan.name, plan.labels]),
    );
    const reports = (name: string) =>
      ["warn", "audit"].map((each) => byName.get(name)?.[`pod-security.kubernetes.io/${each}`]);

    assert.deepEqual(reports("tracing"), ["restricted", "restricted"]);
    assert.deepEqual(reports("monitoring"), ["privileged", "privileged"]);
  });

  it("asks for no sidecars, and keeps none out: the gateway's pods ask by themselves", () => {
    for (const { name, labels } of platformNamespaces(fullConfig())) {
      assert.equal("istio-injection" in labels, false, name);
      assert.equal(labels["msa-gitops/stack"], "development", name);
      assert.equal("msa-gitops/services" in labels, false, name);
    }
  });

  it("plans a shared namespace once, and none of those that Kubernetes makes", () => {
    const addons = fullAddons({
      grafana: { install: true, namespace: "tracing" },
      metricsServer: { install: true, namespace: "kube-system" },
      verticalPodAutoscaler: { install: true, namespace: "kube-system" },
    });

    const names = platformNamespaces(fullConfig({ addons })).map(({ name }) => name);
    assert.equal(names.filter((name) => name === "tracing").length, 1);
    assert.equal(names.includes("kube-system"), false);
    assert.equal(names.includes("autoscaling"), false);
  });

  it("plans a namespace for what it installs there, whatever else is there already", () => {
    const addons = fullAddons({
      prometheus: { install: false, namespace: "monitoring", retention: "15d" },
      jaeger: { install: false, namespace: "tracing" },
    });

    const names = platformNamespaces(fullConfig({ addons })).map(({ name }) => name);
    assert.equal(names.includes("monitoring"), true, "Grafana is installed there");
    assert.equal(names.includes("tracing"), false);
  });

  it("plans none for the gateway where that is somebody else's", () => {
    const { istio } = fullAddons();
    assert.ok(istio !== undefined);
    const addons = fullAddons({ istio: { ...istio, makesGateway: false } });

    assert.equal(planned(fullConfig({ addons })).join().includes("istio-ingress"), false);
  });

  it("is privileged only where istio-cni or node-exporter are installed, wherever that is", () => {
    const { istio, prometheus } = fullAddons();
    assert.ok(istio !== undefined && prometheus !== undefined);
    const addons = without(fullAddons({ istio: { ...istio, namespace: "mesh" } }), "prometheus");

    const found = planned(fullConfig({ addons })).filter((each) => !each.endsWith(" baseline"));
    assert.deepEqual(found, ["mesh privileged"]);
  });

  it("opens no path to what is not used", () => {
    const addons = without(fullAddons(), "prometheus", "grafana", "jaeger");
    const config = fullConfig({ addons, tools: [] });
    const text = JSON.stringify(platformNamespaces(config));

    for (const gone of ["monitoring", "tracing", "15014", "4317", "16686"]) {
      assert.equal(text.includes(`"${gone}"`) || text.includes(`:${gone},`), false, gone);
    }
  });

  it("lets the repo-server out to the ports of the chart repositories", () => {
    const [service] = sampleConfig().services;
    assert.ok(service !== undefined);
    const chart = { ...service.chart, repository: "http://charts.msa-demo.svc:8080" };
    const plans = platformNamespaces(fullConfig({ services: [{ ...service, chart }] }));

    const policy = plans
      .find(({ name }) => name === "argocd")
      ?.policies.find(({ name }) => name === "argo-repo-server");
    const { egress } = policy?.spec as { egress: { to?: unknown; ports: { port: number }[] }[] };
    const open = egress.filter(({ to }) => to === undefined);
    assert.deepEqual(
      open.map(({ ports }) => ports.map(({ port }) => port)),
      [[443, 8080]],
    );
  });
});

describe("PlatformNamespace", () => {
  it("makes the namespace first, and lets its policies go with it", async () => {
    const config = fullConfig();
    const plan = platformNamespaces(config).find(({ name }) => name === "tracing");
    assert.ok(plan !== undefined);
    const { resources } = await recordComponent(() => {
      const hook = refuseForeign({ stack: "development", context: "none", adopt: [] });
      const secrets = new SecretValues();
      new PlatformNamespace("tracing", plan, { config, refuseForeign: hook, secrets });
    });

    const namespace = only(resources, "Namespace");
    assert.deepEqual(namespace.options.hooks, { beforeCreate: ["refuse-foreign"] });
    assert.deepEqual(namespace.inputs["metadata"], {
      name: "tracing",
      labels: plan.labels,
      annotations: { "pulumi.com/patchFieldManager": "msa-development" },
    });
    const policies = resources.filter(({ type }) => type.endsWith(":NetworkPolicy"));
    assert.deepEqual(policies.map(({ name }) => name).sort(), [
      "tracing-allow-dns",
      "tracing-default-deny",
      "tracing-jaeger",
    ]);
    for (const { options } of policies) {
      assert.equal(options.deletedWith, namespace.urn);
      assert.deepEqual(options.dependsOn, [namespace.urn]);
    }
    const [jaeger] = policies.filter(({ name }) => name === "tracing-jaeger");
    const { annotations } = jaeger?.inputs["metadata"] as { annotations: Record<string, string> };
    assert.equal(
      annotations["msa-gitops/paths"],
      "tool-jaeger: people open it\ntracing: traces over OTLP\n" +
        "query-traces: from a metric to its traces\nmetrics-jaeger: metrics",
    );
  });
});
