import assert from "node:assert/strict";

import type { ResourceHookArgs } from "@pulumi/pulumi";

import type { MissingRight, Wish } from "../../../components/access/own-rights.ts";
import { rightsHook } from "../../../components/access/require-rights.ts";

const quota = {
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "services", namespace: "microservices", labels: { a: "b" } },
};

/** Asks the hook about inputs, with rights that miss something; what was asked, and what it said. */
async function asked(
  verb: Wish["verb"],
  { type, newInputs }: Pick<ResourceHookArgs, "type" | "newInputs">,
  missing?: MissingRight,
): Promise<{ wish?: Wish; error?: string }> {
  let wish: Wish | undefined;
  const hook = rightsHook(verb, {
    missing: (each) => {
      wish = each;
      return Promise.resolve(missing);
    },
  });
  assert.deepEqual(hook.opts, { onDryRun: true });
  try {
    await hook.callback({ urn: "", id: "", name: "", type, ...(newInputs && { newInputs }) });
    return { ...(wish && { wish }) };
  } catch (error) {
    return { ...(wish && { wish }), error: (error as Error).message };
  }
}

const type = "kubernetes:core/v1:ResourceQuota";
const right = "patch resourcequotas in namespace microservices";

describe("the hook that asks for rights", () => {
  it("lets through what the account may do", async () => {
    const { wish, error } = await asked("patch", { type, newInputs: quota });
    assert.equal(error, undefined);
    const { verb, apiVersion, kind, name, namespace } = wish ?? {};
    assert.deepEqual(
      [verb, apiVersion, kind, name, namespace],
      ["patch", "v1", "ResourceQuota", "services", "microservices"],
    );
  });

  it("tells deployer which account can", async () => {
    const user = "system:serviceaccount:msa-ci-production:deployer";
    const { error } = await asked("patch", { type, newInputs: quota }, { user, right });
    assert.equal(
      error,
      "ResourceQuota/microservices/services: may not be written by this account (found " +
        `${user}, which lacks: ${right}). deployer changes Applications only. Run it with the account ` +
        "platform of msa-ci-production, or leave it as it is (docs/how-to/give-people-access.md).",
    );
  });

  it("tells everybody else what they lack", async () => {
    const { error } = await asked("patch", { type, newInputs: quota }, { user: "jane", right });
    assert.match(
      error ?? "",
      /found jane, which lacks: patch .*\. Use an account that has the right,/,
    );
  });

  it("asks of a release for the Secret in which Helm keeps it", async () => {
    const { wish, error } = await asked(
      "patch",
      {
        type: "kubernetes:helm.sh/v3:Release",
        newInputs: { name: "grafana", namespace: "monitoring" },
      },
      { user: "jane", right: "create secrets in namespace monitoring" },
    );
    const { verb, kind, namespace } = wish ?? {};
    assert.deepEqual([verb, kind, namespace], ["create", "Secret", "monitoring"]);
    assert.match(error ?? "", /^Release\/monitoring\/grafana: may not be written/);
  });
});
