import assert from "node:assert/strict";
import { createRequire } from "node:module";

import { Secret } from "@pulumi/policy";

import { plain, writeDifference } from "../../../policy/pack/plain.ts";
import { rules } from "../../../policy/rules.ts";

const sdk = createRequire(import.meta.url);
const { secretsPreservingProxy } = sdk("@pulumi/policy/secret.js") as {
  secretsPreservingProxy: (value: object) => Record<string, unknown>;
};

describe("the pack's remedies on what the SDK hands over", () => {
  it("write what they change, and leave a secret beside it a secret", () => {
    const env = { name: "PASSWORD", value: new Secret("hunter2") };
    const inputs = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      spec: { template: { spec: { containers: [{ name: "x", env: [env] }] } } },
    };
    const props = secretsPreservingProxy(inputs);
    const before = plain(props) as Record<string, unknown>;
    const remedy = rules.find(({ name }) => name === "no-privilege-escalation")?.remedy;
    writeDifference(props, before, remedy?.(before));

    const [container] = inputs.spec.template.spec.containers;
    assert.deepEqual(container, {
      name: "x",
      env: [env],
      securityContext: { allowPrivilegeEscalation: false },
    });
    assert.ok(container.env[0]?.value instanceof Secret);
  });
});
