import assert from "node:assert/strict";

import { isHopeless } from "../../../cli/status/hopeless.ts";
import { isSettled } from "../../../cli/status/settled.ts";
import { application, source } from "./live-objects.ts";

const compared = { status: "Synced", comparedTo: { source } };

describe("isSettled", () => {
  it("holds of an Application that is Synced and Healthy with what is declared", () => {
    assert.equal(isSettled(application()), true);
  });

  const not: readonly [string, Parameters<typeof application>[0]][] = [
    [
      "what was compared is what was declared before",
      {
        sync: {
          status: "Synced",
          comparedTo: {
            source: { ...source, helm: { valuesObject: { image: { tag: "1.0.0" } } } },
          },
        },
      },
    ],
    ["nothing was compared yet", { sync: { status: "Synced" } }],
    ["it is OutOfSync", { sync: { ...compared, status: "OutOfSync" } }],
    ["it is Progressing", { health: { status: "Progressing" } }],
    ["a sync runs", { operationState: { phase: "Running" } }],
  ];
  for (const [title, status] of not) {
    it(`does not hold while ${title}`, () => {
      assert.equal(isSettled(application(status)), false);
    });
  }

  it("does not hold while a sync is asked for", () => {
    assert.equal(isSettled({ ...application(), operation: {} }), false);
  });

  it("does not hold before Argo CD has looked", () => {
    const { metadata, spec } = application();
    assert.equal(isSettled({ metadata, spec }), false);
  });
});

describe("isHopeless", () => {
  const degraded = { health: { status: "Degraded" } };
  const failed = { operationState: { phase: "Failed" } };
  const table: readonly [string, boolean, Parameters<typeof application>[0]][] = [
    ["an Application that is well", false, {}],
    ["an InvalidSpecError", true, { conditions: [{ type: "InvalidSpecError", message: "" }] }],
    ["a ComparisonError", true, { conditions: [{ type: "ComparisonError", message: "" }] }],
    ["a mere warning", false, { conditions: [{ type: "OrphanedResourceWarning", message: "" }] }],
    ["a sync that failed for good", true, failed],
    ["a sync that is tried again", false, { operationState: { phase: "Running" } }],
    ["Degraded with its sync done", true, degraded],
    ["Degraded with more to sync", false, { ...degraded, sync: { status: "OutOfSync" } }],
    ["Degraded while a sync runs", false, { ...degraded, operationState: { phase: "Running" } }],
    ["Progressing", false, { health: { status: "Progressing" } }],
  ];
  for (const [title, expected, status] of table) {
    it(`is ${String(expected)} of ${title}`, () => {
      assert.equal(isHopeless(application(status)), expected);
    });
  }

  it("is false while the next sync is asked for", () => {
    assert.equal(isHopeless({ ...application(failed), operation: {} }), false);
  });
});
