import assert from "node:assert/strict";

import { capacityRow } from "../../../../components/dashboards/overview/capacity-row.ts";
import { panelNamed, shown } from "../shown.ts";

describe("capacityRow", () => {
  it("shows these panels, in these units", () => {
    assert.deepEqual(shown(capacityRow), ["Pods: table, none", "Versions: table, none"]);
  });

  it("takes the version from an image, with a port in its registry and with a digest", () => {
    const [expr = ""] = panelNamed(capacityRow, "Versions").queries.map((query) => query.expr);
    const pattern = /"image_spec", "([^"]+)"/.exec(expr)?.[1] ?? "";
    const versionOf = (image: string) => new RegExp(`^(?:${pattern})$`).exec(image)?.[1];

    assert.equal(versionOf("registry.jclee.me/msa/user-service:1.4.2"), "1.4.2");
    assert.equal(versionOf("localhost:5000/user-service:1.4.2"), "1.4.2");
    assert.equal(versionOf("registry.jclee.me/msa/user-service:1.4.2@sha256:0a1b"), "1.4.2");
  });
});
