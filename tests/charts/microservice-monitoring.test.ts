import assert from "node:assert/strict";
import type { V1Deployment, V1Service } from "@kubernetes/client-node";
import { example, minimal, only, render } from "./chart.ts";

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
interface PrometheusRule {
  readonly spec: { readonly groups: readonly { readonly rules: readonly Alert[] }[] };
}
interface ServiceMonitor {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly endpoints: readonly unknown[]; readonly namespaceSelector: unknown };
}

async function alertsOf(name: string): Promise<readonly Alert[]> {
  const { spec } = only<PrometheusRule>(await render(example(name)), "PrometheusRule");
  return spec.groups.flatMap(({ rules }) => rules);
}

describe("charts/microservice: monitoring", () => {
  it("is scraped through the sidecar in the mesh, where the port itself is closed", async () => {
    const objects = await render(example("staging"));
    const template = only<V1Deployment>(objects, "Deployment").spec?.template.metadata;

    assert.deepEqual(only<ServiceMonitor>(objects, "ServiceMonitor").spec.endpoints, [
      {
        port: "http",
        path: "/stats/prometheus",
        interval: "30s",
        relabelings: [
          {
            action: "replace",
            sourceLabels: ["__address__"],
            regex: "(.+):\\d+",
            targetLabel: "__address__",
            replacement: "$1:15020",
          },
        ],
      },
    ]);
    assert.deepEqual(template?.annotations, {
      "prometheus.io/scrape": "true",
      "prometheus.io/port": "8080",
      "prometheus.io/path": "/metrics",
    });
    assert.equal(template.labels?.["istio-prometheus-ignore"], "true");
  });

  it("is scraped on its own metrics port outside the mesh", async () => {
    const objects = await render(example("no-mesh"));

    assert.deepEqual(only<ServiceMonitor>(objects, "ServiceMonitor").spec.endpoints, [
      { port: "metrics", path: "/metrics", interval: "30s" },
    ]);
    assert.deepEqual(
      only<V1Service>(objects, "Service").spec?.ports?.map(({ name, port }) => [name, port]),
      [
        ["http", 80],
        ["metrics", 9090],
      ],
    );
  });

  it("carries the labels by which a Prometheus selects it", async () => {
    const objects = await render(example("all-on"));

    for (const kind of ["ServiceMonitor", "PrometheusRule"]) {
      assert.equal(only<ServiceMonitor>(objects, kind).metadata.labels["release"], "prometheus");
    }
  });

  it("watches pods always, the HPA where there is one, and requests in the mesh", async () => {
    const pods = ["ServiceDown", "ServiceReplicasUnavailable", "ServiceRestarting"];
    const requests = ["ServiceErrorRateHigh", "ServiceLatencyHigh"];
    const of = async (name: string) => (await alertsOf(name)).map(({ alert }) => alert);

    assert.deepEqual(await of("no-mesh"), pods);
    assert.deepEqual(await of("development"), [...pods, ...requests]);
    assert.deepEqual(await of("production"), [...pods, "ServiceAtMaximumReplicas", ...requests]);
  });

  it("tells with every alert how bad it is, whose it is, what it means and what to do", async () => {
    for (const { alert, labels, annotations } of await alertsOf("production")) {
      assert.deepEqual(Object.keys(labels).sort(), ["environment", "service", "severity", "team"]);
      assert.match(labels["severity"] ?? "", /^(warning|critical)$/);
      assert.match(annotations["summary"] ?? "", /^\S.*\.$/);
      assert.equal(
        annotations["runbook_url"],
        `https://k8s.jclee.me/docs/runbook#${alert.toLowerCase()}`,
      );
    }
  });

  it("asks only for this service's own series, with the limits that were set", async () => {
    const alerts = await alertsOf("all-on");
    const expressionOf = (name: string) => alerts.find(({ alert }) => alert === name)?.expr;
    const deployment = 'namespace="microservices",deployment="user-service"';
    const traffic =
      'reporter="destination",destination_workload_namespace="microservices",destination_workload="user-service"';

    assert.equal(
      expressionOf("ServiceReplicasUnavailable"),
      `kube_deployment_spec_replicas{${deployment}} - kube_deployment_status_replicas_available{${deployment}} > 0`,
    );
    assert.equal(
      expressionOf("ServiceErrorRateHigh"),
      `100 * sum(rate(istio_requests_total{${traffic},response_code=~"5.."}[5m])) / sum(rate(istio_requests_total{${traffic}}[5m])) > 0.5`,
    );
    assert.equal(
      expressionOf("ServiceLatencyHigh"),
      `histogram_quantile(0.99, sum by (le) (rate(istio_request_duration_milliseconds_bucket{${traffic}}[5m]))) > 1000`,
    );
  });

  it("makes no rules for a service that has its own", async () => {
    const monitoring = { enabled: true, rules: { enabled: false } };
    const kinds = (await render({ ...minimal, monitoring })).map(({ kind }) => kind);

    assert.deepEqual(
      [kinds.includes("ServiceMonitor"), kinds.includes("PrometheusRule")],
      [true, false],
    );
  });
});
