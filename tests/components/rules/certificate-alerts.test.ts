import assert from "node:assert/strict";

import { certificateAlerts } from "../../../components/rules/certificate-alerts.ts";
import { alertRule } from "../../../components/rules/rule.ts";
import { certificateCases } from "../../observability/cases/platform-cases.ts";
import { testAlerts } from "../../observability/promtool.ts";
import { platformFacts } from "../../observability/sample-facts.ts";

describe("certificateAlerts", () => {
  it("fire in the minute they should and not just below it", async () => {
    const rules = certificateAlerts().map((text) =>
      alertRule("jclee.me", { ...text, labels: { environment: platformFacts.environment } }),
    );

    assert.ok(certificateCases.length >= rules.length);
    assert.equal(await testAlerts([{ name: "alerts", rules }], certificateCases), "");
  });

  it("leave a certificate that was never issued to CertificateNotReady", async () => {
    const [first] = certificateCases;
    assert.ok(first !== undefined);
    const rules = certificateAlerts().map((text) => alertRule("jclee.me", text));
    const never = Object.fromEntries(Object.keys(first.samples).map((series) => [series, "0x120"]));

    assert.match(
      await testAlerts([{ name: "alerts", rules }], [{ ...first, samples: never }]),
      /got:\[\]/,
    );
  });
});
