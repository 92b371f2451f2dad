import assert from "node:assert/strict";

import { serviceRules } from "../../../components/rules/service-rules.ts";
import { serviceFacts } from "../../observability/sample-facts.ts";

describe("serviceRules", () => {
  it("names its groups after the environment, so that two environments do not collide", () => {
    const staging = serviceRules({ ...serviceFacts, environment: "staging" });

    assert.deepEqual(
      [...serviceRules(serviceFacts), ...staging].map(({ name }) => name),
      [
        "msa-production-traffic",
        "msa-production-containers",
        "msa-production-limits",
        "msa-staging-traffic",
        "msa-staging-containers",
        "msa-staging-limits",
      ],
    );
  });

  it("reads only its own namespace, and says so in each series it records", () => {
    const rules = serviceRules({ ...serviceFacts, namespace: "microservices-staging" }).flatMap(
      (group) => group.rules,
    );

    for (const { expr, labels } of rules) {
      const namespaces = [...expr.matchAll(/namespace="([^"]+)"/g)].map(([, name]) => name);
      assert.deepEqual([...new Set(namespaces)], ["microservices-staging"], expr);
      assert.equal(labels?.["namespace"], "microservices-staging");
    }
  });
});
