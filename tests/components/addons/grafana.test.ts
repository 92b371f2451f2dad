import assert from "node:assert/strict";

import { dataSources } from "../../../components/addons/grafana/data-sources.ts";
import { Grafana } from "../../../components/addons/grafana.ts";
import type { HelmValues } from "../../../components/helm-values.ts";
import { only, typesAndNames } from "../../support/record-component.ts";
import { sampleAddons } from "../../support/sample-config.ts";
import { at, defined, installingConfig, recordAddons, valuesOfRelease } from "./record-addons.ts";

describe("Grafana", () => {
  let small: HelmValues;
  let large: HelmValues;

  before(async () => {
    const images = { mirror: "mirror.example.com", pullSecrets: ["harbor"] };
    const config = installingConfig("large", { images });
    small = await valuesOfRelease(installingConfig("small", { tools: [] }), "grafana");
    large = await valuesOfRelease(
      { ...config, platform: { ...config.platform, storageClass: "fast" } },
      "grafana",
    );
  });

  it("is a release, the administrator's account, and a role for what loads dashboards", async () => {
    const resources = await recordAddons(installingConfig(), [Grafana]);
    assert.deepEqual(typesAndNames(resources), [
      "kubernetes:core/v1:Secret grafana-admin",
      "kubernetes:helm.sh/v3:Release grafana",
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole grafana-dashboards",
      "msa:addons:Grafana grafana",
      "msa:addons:HelmAddon grafana",
      "msa:secrets:GeneratedSecret grafana-admin",
    ]);
    const { inputs } = only(resources, "Secret");
    assert.deepEqual(small["admin"], {
      existingSecret: at(inputs, "metadata", "name"),
      userKey: "admin-user",
      passwordKey: "admin-password",
    });
  });

  it("reads ConfigMaps of all namespaces and no Secret", async () => {
    const { inputs } = only(await recordAddons(installingConfig(), [Grafana]), "ClusterRole");
    assert.deepEqual(inputs["rules"], [
      { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] },
    ]);
    assert.equal(at(inputs, "metadata", "name"), at(small, "rbac", "useExistingClusterRole"));
  });

  it("loads dashboards of any namespace, into the folder that their ConfigMap names", () => {
    const { dashboards, datasources } = small["sidecar"] as HelmValues;
    assert.deepEqual(dashboards, {
      enabled: true,
      label: "grafana_dashboard",
      searchNamespace: "ALL",
      resource: "configmap",
      folderAnnotation: "grafana_folder",
      provider: { allowUiUpdates: false, foldersFromFilesStructure: true },
    });
    assert.deepEqual(datasources, { enabled: false });
  });

  it("lets nobody in without a login, and knows its address where it is routed", () => {
    assert.deepEqual(at(small, "grafana.ini", "auth.anonymous"), { enabled: false });
    assert.equal(at(small, "grafana.ini", "server"), undefined);
    assert.deepEqual(at(large, "grafana.ini", "server"), {
      root_url: "https://grafana-dev.example.com",
    });
    assert.equal(at(large, "grafana.ini", "security", "cookie_secure"), true);
  });

  it("keeps its data on a volume where the size has one, and then never runs twice", () => {
    assert.deepEqual(at(small, "persistence"), { enabled: false });
    assert.deepEqual(at(small, "deploymentStrategy"), { type: "RollingUpdate" });
    assert.deepEqual(at(large, "persistence"), {
      enabled: true,
      size: "10Gi",
      accessModes: ["ReadWriteOnce"],
      storageClassName: "fast",
    });
    assert.deepEqual(at(large, "deploymentStrategy"), { type: "Recreate" });
  });

  it("starts no pod as root and none for a test", () => {
    assert.deepEqual(small["initChownData"], { enabled: false });
    assert.deepEqual(small["testFramework"], { enabled: false });
  });

  it("pulls all images through the mirror, with the pull secrets", () => {
    assert.deepEqual(large["global"], {
      imageRegistry: "mirror.example.com",
      imagePullSecrets: [{ name: "harbor" }],
    });
  });
});

describe("dataSources", () => {
  const sources = dataSources(sampleAddons());
  const byUid = (uid: string) => defined(sources.find((each) => each.uid === uid));

  it("are Prometheus, which is asked first, Alertmanager and Jaeger", () => {
    assert.deepEqual(
      sources.map(({ uid, isDefault }) => [uid, isDefault]),
      [
        ["prometheus", true],
        ["alertmanager", undefined],
        ["jaeger", undefined],
      ],
    );
  });

  it("lead from a sample to its trace, and from a span to the traffic of its workload", () => {
    assert.deepEqual(at(byUid("prometheus"), "jsonData", "exemplarTraceIdDestinations"), [
      { name: "trace_id", datasourceUid: "jaeger" },
      { name: "traceID", datasourceUid: "jaeger" },
    ]);
    const links = at(byUid("jaeger"), "jsonData", "tracesToMetrics");
    assert.equal(at(links, "datasourceUid"), "prometheus");
    for (const { query } of at(links, "queries") as { query: string }[]) {
      assert.match(query, /\{reporter="destination",.*\$__tags\}/);
    }
  });

  it("have the Services of our release, or those of any operator when it is there already", () => {
    assert.equal(byUid("prometheus").url, "http://prometheus-operated.monitoring:9090");
    const [own] = dataSources(installingConfig().addons);
    assert.equal(own?.url, "http://prometheus-prometheus.monitoring:9090");
  });

  it("name no data source that is not there", () => {
    const { jaeger, prometheus, ...neither } = sampleAddons();
    const metrics = dataSources({ ...neither, prometheus: defined(prometheus) });
    assert.deepEqual(
      metrics.map(({ uid }) => uid),
      ["prometheus", "alertmanager"],
    );
    assert.equal(at(metrics[0], "jsonData", "exemplarTraceIdDestinations"), undefined);
    const [traces] = dataSources({ ...neither, jaeger: defined(jaeger) });
    assert.equal(at(traces, "jsonData", "tracesToMetrics"), undefined);
    assert.deepEqual(dataSources(neither), []);
  });
});
