import assert from "node:assert/strict";

import { driftText, isDrifted, pulumiDrift, reportDrift } from "../../../cli/commands/drift.ts";
import { startGithub, type FakeGithub } from "../github/fake-github.ts";

const none = { environment: "staging", pulumi: "", services: [] } as const;
const some = { ...none, pulumi: "~ ConfigMap settings" };

describe("./msa drift", () => {
  it("tells drift from a preview that failed", () => {
    assert.equal(pulumiDrift({ code: 0, output: "Resources:\n    3 unchanged" }), "");
    const found = "~ ConfigMap settings\nerror: no changes were expected but changes were proposed";
    assert.equal(pulumiDrift({ code: 255, output: `\n${found}\n` }), found);
    assert.throws(() => pulumiDrift({ code: 255, output: "error: connection refused" }), {
      message: "pulumi preview: failed (exit code 255).\nerror: connection refused",
    });
  });

  it("counts a service that Argo CD does not call Synced and Healthy", () => {
    const service = {
      environment: "staging",
      service: "cart",
      application: "cart-staging",
      url: "https://cart",
      version: "1.0.0",
      sync: "OutOfSync",
      health: "Healthy",
      replicas: { ready: 1, wanted: 1 },
      drift: [],
      reasons: ["Deployment cart was changed by hand."],
    };

    assert.deepEqual([none, { ...none, services: [service] }].map(isDrifted), [false, true]);
    assert.equal(
      driftText({ ...some, services: [service] }),
      "The cluster of staging is not what its branch says.\n\n" +
        "- cart: OutOfSync, Healthy. Deployment cart was changed by hand.\n\n" +
        "Pulumi would change:\n\n````text\n~ ConfigMap settings\n````",
    );
  });

  describe("as an issue", () => {
    let server: FakeGithub;
    before(async () => {
      server = await startGithub();
    });
    after(() => server.stop());

    it("is opened while there is drift and closed when it is gone", async () => {
      const environment = {
        GITHUB_API_URL: server.url,
        GITHUB_TOKEN: "ghs_test",
        GITHUB_REPOSITORY: "acme/shop",
      };
      const actions = [none, some, some, none, none].map((each) => async () => {
        return (await reportDrift(each, environment))?.action;
      });
      const done = [];
      for (const act of actions) done.push(await act());

      assert.deepEqual(done, [undefined, "created", "unchanged", "updated", undefined]);
      assert.deepEqual(
        server.issues.map(({ title, state }) => [title, state]),
        [["Drift: staging", "closed"]],
      );
    });
  });
});
