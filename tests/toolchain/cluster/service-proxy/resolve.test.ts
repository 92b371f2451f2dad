import assert from "node:assert/strict";

import { podRoles } from "../../../../toolchain/cluster/parts/pod-roles.ts";
import type { Listener, Ports } from "../../../../toolchain/cluster/ports.ts";
import { resolveService } from "../../../../toolchain/cluster/service-proxy/resolve.ts";

const ports = { alertmanager: 20_001 } satisfies Partial<Record<Listener, number>>;
const labels = {
  "app.kubernetes.io/name": "alertmanager",
  "app.kubernetes.io/managed-by": "prometheus-operator",
  alertmanager: "prometheus-alertmanager",
};

/** An API server that knows these objects, by path. */
function knowing(objects: Readonly<Record<string, unknown>>) {
  const send = (_: string, path: string) => {
    const found = objects[decodeURIComponent(path)];
    return Promise.resolve({
      code: found === undefined ? 404 : 200,
      body: JSON.stringify(found ?? {}),
    });
  };
  return { api: { send }, ports: ports as Ports, roles: podRoles };
}

const services = "/api/v1/namespaces/monitoring/services";
const pods = "/api/v1/namespaces/monitoring/pods?labelSelector=app=alerts";

function service(change: object = {}): object {
  const spec = {
    clusterIP: "10.96.0.7",
    selector: { app: "alerts" },
    ports: [{ port: 80, targetPort: "http-web" }],
  };
  return { spec: { ...spec, ...change } };
}

function pod(change: { labels?: object; ready?: string; name?: string } = {}): object {
  return {
    metadata: {
      uid: "1",
      name: change.name ?? "alerts-0",
      namespace: "monitoring",
      resourceVersion: "1",
      creationTimestamp: "2026-01-01T00:00:00Z",
      labels: change.labels ?? labels,
    },
    spec: { containers: [{ ports: [{ name: "http-web", containerPort: 9093 }] }, {}] },
    status: { conditions: [{ type: "Ready", status: change.ready ?? "True" }] },
  };
}

describe("a call for a Service from outside of the cluster", () => {
  const whole = { [`${services}/alerts`]: service(), [pods]: { items: [pod()] } };

  it("reaches the process of its pods, by the Service's port and the pod's name for it", async () => {
    assert.equal(await resolveService(knowing(whole), "alerts.monitoring.svc", 80), 20_001);
  });

  it("reaches it by the pod's own port where the Service has no address", async () => {
    const headless = {
      ...whole,
      [`${services}/alerts`]: service({ clusterIP: "None", ports: [] }),
    };

    assert.equal(
      await resolveService(knowing(headless), "alerts-0.alerts.monitoring.svc", 9093),
      20_001,
    );
  });

  for (const [title, objects, host, port, message] of [
    ["has no such Service", {}, "alerts.monitoring", 80, "alerts.monitoring: no such Service"],
    [
      "has no such port",
      whole,
      "alerts.monitoring",
      9093,
      "alerts.monitoring: its Service has no port 9093",
    ],
    [
      "has no pod that is Ready",
      { ...whole, [pods]: { items: [pod({ ready: "False" })] } },
      "alerts.monitoring",
      80,
      "alerts.monitoring: no pod of its Service is Ready",
    ],
    [
      "has no pod of that name",
      whole,
      "alerts-1.alerts.monitoring.svc",
      80,
      "alerts-1.alerts.monitoring.svc: no pod of its Service is Ready",
    ],
    [
      "has only pods that are simulated",
      { ...whole, [pods]: { items: [pod({ labels: { app: "alerts" } })] } },
      "alerts.monitoring",
      80,
      "alerts.monitoring: nothing listens on port http-web of its simulated pods",
    ],
    [
      "is no name of the cluster",
      whole,
      "slack.com.",
      80,
      "slack.com.: no name of a Service in this cluster",
    ],
  ] as const) {
    it(`is refused with the reason when the way ends: it ${title}`, async () => {
      await assert.rejects(resolveService(knowing(objects), host, port), {
        name: "Unreachable",
        message,
      });
    });
  }
});
