import assert from "node:assert/strict";

import { RunError } from "@pulumi/pulumi";

import { refuseWrongBranch } from "../../components/branch-guard.ts";

const staging = { environment: "staging", branch: "staging" } as const;
const push = {
  GITHUB_ACTIONS: "true",
  GITHUB_EVENT_NAME: "push",
  GITHUB_REF_TYPE: "branch",
  GITHUB_REF_NAME: "main",
};

const guarded =
  (variables: Readonly<Record<string, string | undefined>>, hasEngine = true) =>
  () => {
    refuseWrongBranch(staging, variables, hasEngine);
  };

describe("refuseWrongBranch", () => {
  it("stops a run of another branch, and says which one is right", () => {
    assert.throws(guarded(push), {
      message:
        "branch: staging is what the branch staging holds (found branch main). " +
        "Bring the change to staging, or set msa:branch in Pulumi.staging.yaml; nothing was changed.",
    });
    assert.throws(guarded(push), (error) => error instanceof RunError);
  });

  it("stops a run that a person started on another branch", () => {
    assert.throws(
      guarded({ ...push, GITHUB_EVENT_NAME: "workflow_dispatch" }),
      /found branch main/,
    );
  });

  it("stops a run of a tag that has the branch's name", () => {
    assert.throws(
      guarded({ ...push, GITHUB_REF_NAME: "staging", GITHUB_REF_TYPE: "tag" }),
      /found tag staging/,
    );
  });

  it("stops a run that does not say what it is of", () => {
    assert.throws(guarded({ GITHUB_ACTIONS: "true" }), /found branch unknown/);
  });

  it("lets the right branch through, and one with a slash by its whole name", () => {
    assert.doesNotThrow(guarded({ ...push, GITHUB_REF_NAME: "staging" }));
    assert.doesNotThrow(() => {
      refuseWrongBranch(
        { environment: "staging", branch: "release/staging" },
        { ...push, GITHUB_REF_NAME: "release/staging" },
        true,
      );
    });
  });

  it("lets a pull request through, which only shows what would happen", () => {
    assert.doesNotThrow(guarded({ ...push, GITHUB_EVENT_NAME: "pull_request" }));
    assert.throws(guarded({ ...push, GITHUB_EVENT_NAME: "pull_request_target" }));
  });

  it("stops nobody outside GitHub Actions, and no recording there", () => {
    assert.doesNotThrow(guarded({}));
    assert.doesNotThrow(guarded(push, false));
  });
});
