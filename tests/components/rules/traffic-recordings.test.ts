import assert from "node:assert/strict";

import { trafficRecordings } from "../../../components/rules/traffic-recordings.ts";
import { testRecords } from "../../observability/promtool.ts";

const arriving = 'reporter="destination",destination_workload_namespace="shop"';
const group = trafficRecordings("staging", "shop");
const recorded = (record: string, service: string, more = "") =>
  `${record}{destination_workload="${service}"${more},namespace="shop"}`;

/** Requests of two services; one of them fails a quarter, the other never does. */
const samples = {
  [`istio_requests_total{${arriving},source_workload="web",source_workload_namespace="edge",destination_workload="orders",response_code="200"}`]:
    "0+45x20",
  [`istio_requests_total{${arriving},source_workload="web",source_workload_namespace="edge",destination_workload="orders",response_code="503"}`]:
    "0+15x20",
  [`istio_requests_total{${arriving},source_workload="orders",source_workload_namespace="shop",destination_workload="users",response_code="200"}`]:
    "0+120x20",
  // What the caller counts, and what arrives elsewhere, must not be in it.
  'istio_requests_total{reporter="source",destination_workload_namespace="shop",destination_workload="orders",response_code="200"}':
    "0+45x20",
  'istio_requests_total{reporter="destination",destination_workload_namespace="other",destination_workload="orders",response_code="200"}':
    "0+45x20",
};

describe("trafficRecordings", () => {
  it("record requests and errors once, where they arrive, and 0 errors where there are none", async () => {
    const of = (record: string, orders: number, users: number) => ({
      samples,
      query: record,
      expected: { [recorded(record, "orders")]: orders, [recorded(record, "users")]: users },
    });

    assert.equal(
      await testRecords(
        [group],
        [
          of("service:istio_requests:rate5m", 1, 2),
          of("service:istio_request_errors:rate5m", 0.25, 0),
          of("service:istio_request_errors:ratio_rate5m", 0.25, 0),
          of("service:istio_request_errors:ratio_rate1h", 0.25, 0),
          of("service:istio_request_errors:ratio_rate6h", 0.25, 0),
        ],
      ),
      "",
    );
  });

  it("record who calls whom", async () => {
    const record = "caller_service:istio_requests:rate5m";
    const from = (name: string, namespace: string) =>
      `,source_workload="${name}",source_workload_namespace="${namespace}"`;

    assert.equal(
      await testRecords(
        [group],
        [
          {
            samples,
            query: record,
            expected: {
              [recorded(record, "orders", from("web", "edge"))]: 1,
              [recorded(record, "users", from("orders", "shop"))]: 2,
            },
          },
        ],
      ),
      "",
    );
  });

  it("record no ratio for a service that nobody calls, rather than a division by zero", async () => {
    const idle = `istio_requests_total{${arriving},destination_workload="orders",response_code="200"}`;

    assert.equal(
      await testRecords(
        [group],
        [
          {
            samples: { [idle]: "7x20" },
            query: "service:istio_request_errors:ratio_rate5m",
            expected: {},
          },
        ],
      ),
      "",
    );
  });

  it("keep the buckets of the latency, from which any percentile can be had", async () => {
    const record = "service:istio_request_duration_milliseconds_bucket:rate5m";
    const bucket = `istio_request_duration_milliseconds_bucket{${arriving},destination_workload="orders",le="100"}`;

    assert.equal(
      await testRecords(
        [group],
        [
          {
            samples: { [bucket]: "0+60x20" },
            query: record,
            expected: { [recorded(record, "orders", ',le="100"')]: 1 },
          },
        ],
      ),
      "",
    );
  });
});
