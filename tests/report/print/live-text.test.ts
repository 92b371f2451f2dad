import assert from "node:assert/strict";

import type { LiveReport } from "../../../report/live.ts";
import type { Report } from "../../../report/model.ts";
import { html } from "../../../report/print/html.ts";
import { markdown } from "../../../report/print/markdown.ts";
import { liveText } from "../../../report/print/live-text.ts";
import { terminal } from "../../../report/print/terminal.ts";

const well = { sync: "Synced", health: "Healthy" };
const live: LiveReport = {
  environment: "staging",
  context: "staging",
  engine: { same: 90, lines: ["update Application user-service"] },
  argoCd: [
    { service: "order-service", declared: "1.0.0", running: "1.0.0", ...well },
    { service: "user-service", declared: "1.0.1", running: "1.0.0", ...well },
    { service: "old-service", running: "0.9.0", ...well, sync: "OutOfSync" },
  ],
};
const report: Report = {
  base: { name: "origin/staging" },
  head: { name: "working tree" },
  environments: [],
  remarks: [],
  live: [live],
};

describe("what is live, in words", () => {
  it("is the engine's plan, and each service as declared and as it runs", () => {
    assert.deepEqual(liveText(live), {
      title: "Live: staging (context staging)",
      lines: [
        "pulumi preview --policy-pack policy: 1 to change, 90 stay the same",
        "  update Application user-service",
        "Argo CD:",
        "  order-service: 1.0.0 · Synced, Healthy",
        "  user-service: runs 1.0.0, declared 1.0.1 · Synced, Healthy",
        "  old-service: runs 0.9.0, no longer declared · OutOfSync, Healthy",
      ],
    });
  });

  it("says what is not known and why, never that nothing changes", () => {
    const failure = "staging: no cluster.\nStart one.";
    const { lines } = liveText({
      environment: "staging",
      engine: { failure },
      argoCd: { failure },
    });

    assert.deepEqual(lines, [
      ...["pulumi preview --policy-pack policy: not known. staging: no cluster.", "  Start one."],
      ...["Argo CD: not known. staging: no cluster.", "  Start one."],
    ]);
  });

  it("counts what it leaves out of a long plan", () => {
    const lines = Array.from({ length: 62 }, (_, at) => `update ConfigMap c${String(at)}`);
    const { lines: told } = liveText({ ...live, engine: { same: 0, lines } });

    assert.deepEqual(
      [told[0], told[61]],
      ["pulumi preview --policy-pack policy: 62 to change, 0 stay the same", "  and 2 more"],
    );
  });

  it("stands in every form of the report, and in none that did not ask", () => {
    const { live: _live, ...without } = report;
    assert.ok(_live);
    for (const print of [markdown, html, (each: Report) => terminal(each, false)]) {
      assert.match(print(report), /user-service: runs 1\.0\.0, declared 1\.0\.1/);
      assert.doesNotMatch(print(without), /Live/);
    }
  });

  it("cannot break out of its place in a comment or a page", () => {
    const hostile = { ...live, engine: { failure: "````\n<script>x</script>" } };
    const given = { ...report, live: [hostile] };

    assert.doesNotMatch(html(given), /<script>x/);
    assert.equal(markdown(given).match(/````/g)?.length, 2);
  });
});
