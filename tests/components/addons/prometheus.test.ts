import assert from "node:assert/strict";

import { alertmanagerConfig } from "../../../components/addons/prometheus/alertmanager-config.ts";
import { PrometheusOperatorCrds } from "../../../components/addons/prometheus-operator-crds.ts";
import { Prometheus } from "../../../components/addons/prometheus.ts";
import type { HelmValues } from "../../../components/helm-values.ts";
import { typesAndNames } from "../../support/record-component.ts";
import { sampleNotifications } from "../notifications/sample-notifications.ts";
import { at, installingConfig, recordAddons, valuesOfRelease } from "./record-addons.ts";

const release = "kube-prometheus-stack";

describe("Prometheus", () => {
  let small: HelmValues;
  let large: HelmValues;

  before(async () => {
    const images = { mirror: "mirror.example.com", pullSecrets: ["harbor"] };
    const config = installingConfig("large", { images });
    small = await valuesOfRelease(installingConfig("small", { tools: [] }), release);
    large = await valuesOfRelease(
      { ...config, platform: { ...config.platform, storageClass: "fast" } },
      release,
    );
  });

  it("has its kinds in a release of their own, so that they can be upgraded", async () => {
    const resources = await recordAddons(installingConfig(), [PrometheusOperatorCrds, Prometheus]);
    assert.deepEqual(typesAndNames(resources), [
      "kubernetes:helm.sh/v3:Release prometheus",
      "kubernetes:helm.sh/v3:Release prometheus-operator-crds",
      "msa:addons:HelmAddon prometheus",
      "msa:addons:HelmAddon prometheus-operator-crds",
      "msa:addons:Prometheus prometheus",
      "msa:addons:PrometheusOperatorCrds prometheus-operator-crds",
    ]);
    assert.deepEqual(at(small, "crds"), { enabled: false });
  });

  it("reads monitors and rules of every release", () => {
    const spec = at(small, "prometheus", "prometheusSpec");
    for (const kind of ["podMonitor", "probe", "rule", "scrapeConfig", "serviceMonitor"]) {
      assert.equal(at(spec, `${kind}SelectorNilUsesHelmValues`), false, kind);
    }
  });

  it("keeps exemplars, which lead from a graph to a trace", () => {
    const spec = at(small, "prometheus", "prometheusSpec");
    assert.deepEqual(at(spec, "enableFeatures"), ["exemplar-storage"]);
    assert.deepEqual(at(spec, "exemplars"), { maxSize: 100_000 });
  });

  it("keeps samples for as long as the configuration says, in the pod on a small platform", () => {
    assert.equal(at(small, "prometheus", "prometheusSpec", "retention"), "15d");
    assert.equal(at(small, "prometheus", "prometheusSpec", "storageSpec"), undefined);
    assert.equal(at(small, "alertmanager", "alertmanagerSpec", "storage"), undefined);
  });

  it("keeps them on volumes otherwise, and drops old ones before a volume is full", () => {
    const spec = at(large, "prometheus", "prometheusSpec");
    const volume = (storage: string) => ({
      volumeClaimTemplate: {
        spec: {
          storageClassName: "fast",
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage } },
        },
      },
    });
    assert.deepEqual(at(spec, "storageSpec"), volume("100Gi"));
    assert.equal(at(spec, "retentionSize"), "91268055040B");
    assert.deepEqual(at(large, "alertmanager", "alertmanagerSpec", "storage"), volume("2Gi"));
  });

  it("says its public address only where the gateway leads to it", () => {
    assert.equal(at(small, "prometheus", "prometheusSpec", "externalUrl"), undefined);
    assert.equal(
      at(large, "prometheus", "prometheusSpec", "externalUrl"),
      "https://prometheus-dev.example.com",
    );
  });

  it("hands Alertmanager its routes, the look of its messages and the Secret of its channels", async () => {
    const notifications = sampleNotifications();
    const values = await valuesOfRelease(installingConfig("small", { notifications }), release);
    const { services } = installingConfig();
    assert.deepEqual(
      at(values, "alertmanager", "config"),
      alertmanagerConfig({ notifications, services }),
    );
    assert.deepEqual(Object.keys(at(values, "alertmanager", "templateFiles") as object), [
      "msa.tmpl",
    ]);
    for (const each of [small, values]) {
      assert.deepEqual(at(each, "alertmanager", "alertmanagerSpec", "secrets"), [
        "alertmanager-channels",
      ]);
    }
  });

  it("does not watch what a managed control plane hides, nor alerts that it is gone", () => {
    for (const part of ["kubeControllerManager", "kubeEtcd", "kubeProxy", "kubeScheduler"]) {
      assert.deepEqual(small[part], { enabled: false }, part);
    }
    assert.deepEqual(at(small, "defaultRules", "rules"), {
      etcd: false,
      kubeControllerManager: false,
      kubeProxy: false,
      kubeSchedulerAlerting: false,
      kubeSchedulerRecording: false,
      windows: false,
    });
  });

  it("leaves Grafana and its data sources to the add-on, and gives it the dashboards", () => {
    assert.equal(at(small, "grafana", "enabled"), false);
    assert.equal(at(small, "grafana", "forceDeployDatasources"), false);
    assert.equal(at(small, "grafana", "forceDeployDashboards"), true);
  });

  it("has the certificate of its webhook from cert-manager, where that is used", async () => {
    const certificate = (values: HelmValues) =>
      at(values, "prometheusOperator", "admissionWebhooks", "certManager");
    const { certManager, ...addons } = installingConfig().addons;
    assert.notEqual(certManager, undefined);
    const without = await valuesOfRelease(installingConfig("small", { addons }), release);
    assert.deepEqual(certificate(small), { enabled: true });
    assert.deepEqual(certificate(without), { enabled: false });
  });

  it("keeps one pod of each in a drain, where there are several", () => {
    for (const part of ["alertmanager", "prometheus"]) {
      assert.deepEqual(at(small, part, "podDisruptionBudget"), { enabled: false }, part);
      const budget = { enabled: true, minAvailable: 1 };
      assert.deepEqual(at(large, part, "podDisruptionBudget"), budget, part);
    }
  });

  it("pulls all images through the mirror, with the pull secrets", () => {
    assert.deepEqual(at(large, "global"), {
      imageRegistry: "mirror.example.com",
      imagePullSecrets: [{ name: "harbor" }],
    });
  });
});
