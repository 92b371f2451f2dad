import assert from "node:assert/strict";

import type { Wish } from "../../../components/access/own-rights.ts";
import {
  goneFrom,
  refusals,
  type StateResource,
} from "../../../components/access/require-rights-to-delete.ts";

const secret: StateResource = {
  type: "kubernetes:core/v1:Secret",
  outputs: {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "registry-login", namespace: "microservices" },
  },
};
const release: StateResource = {
  type: "kubernetes:helm.sh/v3:Release",
  outputs: { name: "jaeger", namespace: "tracing" },
};
const component: StateResource = { type: "msa:addons:Jaeger", outputs: {} };
const user = "system:serviceaccount:msa-ci-production:deployer";

/** Rights that lack those to delete Secrets; and what they were asked. */
function withoutSecrets() {
  const asked: Wish[] = [];
  return {
    asked,
    missing: (wish: Wish) => {
      asked.push(wish);
      const { kind, verb, namespace = "" } = wish;
      const right = `${verb} secrets in namespace ${namespace}`;
      return Promise.resolve(kind === "Secret" ? { user, right } : undefined);
    },
  };
}

describe("the rights to delete", () => {
  it("are about the objects of the state that the program no longer declares", () => {
    const state = { "urn:secret": secret, "urn:release": release, "urn:component": component };
    assert.deepEqual(goneFrom(state, new Set(["urn:release"])), [secret]);
    assert.deepEqual(goneFrom(state, new Set(Object.keys(state))), []);
    assert.deepEqual(goneFrom({}, new Set(["urn:new"])), []);
  });

  it("are asked for by object, and by its Secret for a release of Helm", async () => {
    const rights = withoutSecrets();
    await refusals(rights, [secret, release]);
    assert.deepEqual(
      rights.asked.map(({ verb, kind, name, namespace }) => [verb, kind, name, namespace]),
      [
        ["delete", "Secret", "registry-login", "microservices"],
        ["delete", "Secret", "jaeger", "tracing"],
      ],
    );
  });

  it("are told of where they are missing, with the account that has them", async () => {
    assert.deepEqual(await refusals(withoutSecrets(), [secret]), [
      "Secret/microservices/registry-login: may not be deleted by this account (found " +
        `${user}, which lacks: delete secrets in namespace microservices). deployer changes ` +
        "Applications only. Run it with the account platform of msa-ci-production, or leave it as " +
        "it is (docs/how-to/give-people-access.md).",
    ]);
  });

  it("are no obstacle where they are there", async () => {
    const deployment = { ...secret, outputs: { ...secret.outputs, kind: "Deployment" } };
    assert.deepEqual(await refusals(withoutSecrets(), [deployment]), []);
  });
});
