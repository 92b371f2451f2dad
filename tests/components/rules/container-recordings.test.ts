import assert from "node:assert/strict";

import {
  byService,
  containerRatios,
  containerRecordings,
} from "../../../components/rules/container-recordings.ts";
import { testRecords } from "../../observability/promtool.ts";

const group = containerRecordings("staging", "shop");
const pod = "order-service-7d9c8b6f5d-x2x4z";
const of = (container: string) => `namespace="shop",pod="${pod}",container="${container}"`;
const recorded = (record: string, container: string) =>
  `${record}{container="${container}",namespace="shop",pod="${pod}",service="order-service"}`;

describe("containerRecordings", () => {
  it("record CPU, throttling and memory as shares of the limits, with the service's name", async () => {
    const app = of("order-service");
    const cases = [
      {
        record: containerRatios.cpu,
        samples: {
          [`container_cpu_usage_seconds_total{${app},image="x"}`]: "0+30x20",
          [`kube_pod_container_resource_limits{${app},resource="cpu"}`]: "2x20",
        },
        value: 0.25,
      },
      {
        record: containerRatios.throttled,
        samples: {
          [`container_cpu_cfs_throttled_periods_total{${app}}`]: "0+60x20",
          [`container_cpu_cfs_periods_total{${app}}`]: "0+600x20",
        },
        value: 0.1,
      },
      {
        record: containerRatios.memory,
        samples: {
          [`container_memory_working_set_bytes{${app},image="x"}`]: "75x20",
          [`kube_pod_container_resource_limits{${app},resource="memory"}`]: "100x20",
        },
        value: 0.75,
      },
    ].map(({ record, samples, value }) => ({
      samples,
      query: record,
      expected: { [recorded(record, "order-service")]: value },
    }));

    assert.equal(await testRecords([group], cases), "");
  });

  it("count a native sidecar, whose limits are an init container's, and no whole pod", async () => {
    const record = containerRatios.memory;
    const samples = {
      [`container_memory_working_set_bytes{${of("istio-proxy")},image="x"}`]: "50x20",
      [`kube_pod_init_container_resource_limits{${of("istio-proxy")},resource="memory"}`]: "100x20",
      [`container_memory_working_set_bytes{namespace="shop",pod="${pod}"}`]: "125x20",
    };

    assert.equal(
      await testRecords(
        [group],
        [{ samples, query: record, expected: { [recorded(record, "istio-proxy")]: 0.5 } }],
      ),
      "",
    );
  });

  it("count throttled periods, because the chart drops the counter of throttled seconds", () => {
    assert.doesNotMatch(JSON.stringify(group), /throttled_seconds/);
  });
});

describe("byService", () => {
  it("takes the service's name from its pod's", () => {
    assert.equal(
      byService("up"),
      'label_replace(up, "service", "$1", "pod", "(.+)-[a-z0-9]+-[a-z0-9]{5}")',
    );
  });
});
