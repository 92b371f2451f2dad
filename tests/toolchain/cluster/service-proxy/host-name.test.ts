import assert from "node:assert/strict";

import { serviceNameOf } from "../../../../toolchain/cluster/service-proxy/host-name.ts";

describe("a name of the cluster's DNS", () => {
  const service = { service: "alerts", namespace: "monitoring" };

  for (const host of [
    "alerts.monitoring",
    "alerts.monitoring.svc",
    "alerts.monitoring.svc.cluster.local",
    "alerts.monitoring.svc.cluster.local.",
  ]) {
    it(`stands for a Service as ${host}`, () => {
      assert.deepEqual(serviceNameOf(host), service);
    });
  }

  for (const host of [
    "alerts-0.alerts.monitoring.svc",
    "alerts-0.alerts.monitoring.svc.cluster.local",
  ]) {
    it(`stands for one pod of a Service as ${host}`, () => {
      assert.deepEqual(serviceNameOf(host), { pod: "alerts-0", ...service });
    });
  }

  for (const host of [
    "alerts",
    "slack.com.",
    "api.slack.com",
    "a.b.alerts.monitoring.svc",
    "127.0.0.1",
    "[::1]",
    "..svc",
    "../secrets.monitoring",
  ]) {
    it(`is not ${host}`, () => {
      assert.equal(serviceNameOf(host), undefined);
    });
  }
});
