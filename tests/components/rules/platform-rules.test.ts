import assert from "node:assert/strict";

import { platformRules } from "../../../components/rules/platform-rules.ts";
import { targetCases } from "../../observability/cases/platform-cases.ts";
import { testAlerts, testRecords } from "../../observability/promtool.ts";
import { platformFacts } from "../../observability/sample-facts.ts";

describe("platformRules", () => {
  const all = platformRules(platformFacts);

  it("has a group per part of the platform", () => {
    assert.deepEqual(
      all.map(({ name }) => name),
      [
        "msa-platform-gateway-traffic",
        "msa-platform-delivery",
        "msa-platform-targets",
        "msa-platform-certificates",
        "msa-platform-mesh",
        "msa-platform-gateway",
        "msa-platform-redis",
        "msa-platform-tracing",
      ],
    );
  });

  it("watches nothing that is not there", () => {
    const { environment, domain, argoNamespace, monitoringNamespace } = platformFacts;
    const groups = platformRules({ environment, domain, argoNamespace, monitoringNamespace });

    assert.deepEqual(
      groups.map(({ name, rules }) => [name, rules.length]),
      [
        ["msa-platform-delivery", 2],
        ["msa-platform-targets", 1],
      ],
    );
    assert.match(groups[1]?.rules[0]?.expr ?? "", /up\{namespace=~"argocd\|monitoring"\}/);
  });

  it("tells when a target of the platform cannot be read, and of no other", async () => {
    assert.equal(await testAlerts(all, targetCases), "");
  });

  it("says in every alert whose platform it is", () => {
    const alerts = all.flatMap(({ rules }) => rules.filter((rule) => "alert" in rule));

    assert.equal(alerts.length, 14);
    assert.deepEqual(
      [...new Set(alerts.map(({ labels }) => labels["environment"]))],
      ["production"],
    );
  });

  it("records what the gateway itself counts, apart from what services count", async () => {
    const request = 'destination_workload="user-service",response_code="200"';
    const gateway = 'reporter="source",source_workload_namespace="istio-ingress"';

    assert.equal(
      await testRecords(all, [
        {
          samples: {
            [`istio_requests_total{${gateway},${request}}`]: "0+60x20",
            [`istio_requests_total{reporter="destination",${request}}`]: "0+6000x20",
          },
          query: "gateway:istio_requests:rate5m",
          expected: { [`gateway:istio_requests:rate5m{${request}}`]: 1 },
        },
      ]),
      "",
    );
  });
});
