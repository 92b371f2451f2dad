import assert from "node:assert/strict";

import { teamLabel } from "../../../components/rules/team-label.ts";
import { serviceFacts } from "../../observability/sample-facts.ts";

describe("teamLabel", () => {
  it("has one branch per team, with the names of its services as one whole pattern", () => {
    assert.deepEqual(teamLabel(serviceFacts.services), {
      team: '{{ if match "^(user-service)$" $labels.service }}accounts{{ else if match "^(order-service|product-service)$" $labels.service }}shop{{ end }}',
    });
  });

  it("is left out when there is no service", () => {
    assert.deepEqual(teamLabel([]), {});
  });
});
