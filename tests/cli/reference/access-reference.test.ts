import assert from "node:assert/strict";

import { accessReference } from "../../../cli/reference/access-reference.ts";
import { argoRights } from "../../../config/access/argo-rights.ts";
import { kubernetesRights } from "../../../config/access/kubernetes-rights.ts";

describe("docs/reference/access.md", () => {
  const page = accessReference();
  const lines = page.split("\n");

  it("has one row for each right, and a header and a rule for each of its three tables", () => {
    const rows = lines.filter((line) => line.startsWith("| "));
    assert.equal(rows.length, argoRights.length + kubernetesRights.length + 5 + 3 * 2);
  });

  it("shows who may, who may not, and on what it depends", () => {
    assert.ok(
      lines.includes(
        "| sync an Application of the environment | `applications, sync` | – | `sync` | ✓ | ✓ |",
      ),
    );
    assert.ok(
      lines.includes(
        "| `patch applications.argoproj.io` of the environment | – | – | ✓ | ✓ | ✓ | ✓ |",
      ),
    );
  });

  it("says what Kubernetes cannot do, and what admins are not given", () => {
    assert.match(page, /Developers may `get` their Applications and not `patch` them/);
    assert.match(page, /which would need `projects, update`/);
  });

  it("asks each right once", () => {
    const rows = lines.filter((line) => line.startsWith("| "));
    assert.equal(new Set(rows.filter((row) => !row.includes("---"))).size, rows.length - 3);
  });
});
