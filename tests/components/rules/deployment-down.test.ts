import assert from "node:assert/strict";

import { deploymentDown } from "../../../components/rules/deployment-down.ts";

describe("deploymentDown", () => {
  it("is critical after two minutes without an available pod, and says what that breaks", () => {
    assert.deepEqual(
      deploymentDown({
        alert: "GatewayDown",
        workload: { namespace: "edge", deployment: "gateway" },
        summary: "The gateway is down.",
        effect: "Nobody gets in.",
      }),
      {
        alert: "GatewayDown",
        severity: "critical",
        expr: 'max by (namespace, deployment) (kube_deployment_status_replicas_available{namespace="edge",deployment="gateway"}) == 0',
        for: "2m",
        summary: "The gateway is down.",
        description:
          "{{ $labels.namespace }}/{{ $labels.deployment }} has {{ $value }} available pods for 2 minutes. Nobody gets in.",
      },
    );
  });
});
