import assert from "node:assert/strict";

import { failureIn } from "../../../cli/notify/failure-log.ts";

const head = "time=2026-11-23T12:00:0";

/** Lines as Alertmanager 0.31 writes them. */
const log = [
  `${head}1.000Z level=WARN source=notify.go:946 msg="Notify attempt failed, will retry later" component=dispatcher receiver="slack #shop" integration=slack[0] aggrGroup="{}" attempts=1 err="Post \\"<redacted>\\": dial tcp: connection refused"`,
  `${head}2.000Z level=ERROR source=dispatch.go:600 msg="Notify for alerts failed" component=dispatcher num_alerts=1 err="slack #shop/slack[0]: notify retry canceled after 3 attempts: unexpected status code 500\\nemail a@example.org/email[0]: notify retry canceled due to unrecoverable error after 1 attempts: *email.loginAuth auth: 535 no"`,
  `${head}3.000Z level=INFO source=main.go:1 msg="Listening on" address=127.0.0.1:9093`,
].join("\n");

describe("what Alertmanager's log says of a receiver that got nothing", () => {
  it("is the last reason there was", () => {
    assert.equal(
      failureIn(log, "slack #shop", "2026-11-23T12:00:00Z"),
      "unexpected status code 500",
    );
  });

  it("is its own reason where several receivers failed at once", () => {
    assert.equal(
      failureIn(log, "email a@example.org", "2026-11-23T12:00:00Z"),
      "*email.loginAuth auth: 535 no",
    );
  });

  it("is a failed attempt that will be repeated", () => {
    const [first = ""] = log.split("\n");
    assert.equal(
      failureIn(first, "slack #shop", "2026-11-23T12:00:00Z"),
      'Post "<redacted>": dial tcp: connection refused',
    );
  });

  it("is nothing for another receiver, for what was before, and in an empty log", () => {
    assert.equal(failureIn(log, "slack #sho", "2026-11-23T12:00:00Z"), undefined);
    assert.equal(failureIn(log, "slack #shop", "2026-11-23T12:00:02.500Z"), undefined);
    assert.equal(failureIn("", "slack #shop", "2026-11-23T12:00:00Z"), undefined);
  });
});
