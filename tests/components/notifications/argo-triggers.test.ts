import assert from "node:assert/strict";

import { parse } from "yaml";

import { notificationValues } from "../../../components/notifications/argo-notifications.ts";
import { installingConfig } from "../addons/record-addons.ts";
import { ArgoAdmin } from "./argo-admin.ts";
import { bareApplication, sampleApplication } from "./sample-application.ts";

/** A moment so many minutes ago, as Kubernetes writes it. */
function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString().replace(/\.\d+/, "");
}

function deployed(minutes: number, more: Readonly<Record<string, unknown>> = {}) {
  return sampleApplication({
    sync: { status: "Synced" },
    health: { status: "Healthy" },
    operationState: { phase: "Succeeded", finishedAt: ago(minutes) },
    history: [{ id: 1, deployedAt: ago(minutes) }],
    ...more,
  });
}

/** Conditions of an Application, the moments in minutes ago. */
function conditions(
  ...all: readonly (readonly [type: string, minutes: number])[]
): readonly object[] {
  return all.map(([type, minutes]) => ({ type, message: "no", lastTransitionTime: ago(minutes) }));
}

/** Whether it is told that Argo CD cannot compare. */
const comparisons: readonly (readonly [what: string, status: object, isTold: boolean])[] = [
  ["a chart that is not found", { conditions: conditions(["ComparisonError", 2]) }, true],
  ["the same for a day", { conditions: conditions(["ComparisonError", 24 * 60]) }, true],
  ["a project that is not found", { conditions: conditions(["InvalidSpecError", 2]) }, true],
  [
    "a source that did not answer just now",
    { conditions: conditions(["ComparisonError", 0]) },
    false,
  ],
  ["a warning", { conditions: conditions(["OrphanedResourceWarning", 2]) }, false],
  ["no condition", { conditions: [] }, false],
  [
    "a sync by hand that failed of it",
    {
      conditions: conditions(["ComparisonError", 60]),
      operationState: { phase: "Error", finishedAt: ago(30) },
    },
    false,
  ],
  [
    "what a sync that failed has seen first",
    {
      conditions: conditions(["ComparisonError", 29]),
      operationState: { phase: "Error", finishedAt: ago(30) },
    },
    false,
  ],
  [
    "what came long after a sync that failed",
    {
      conditions: conditions(["ComparisonError", 30]),
      operationState: { phase: "Failed", finishedAt: ago(600) },
    },
    true,
  ],
];

/** What happened, whether it is told once per episode, and whether it is told until it is taken. */
type Case = readonly [what: string, application: object, once: boolean, repeated: boolean];

const cases: Readonly<Record<string, readonly Case[]>> = {
  "on-sync-failed": [
    ...(["Error", "Failed"] as const).flatMap((phase): Case[] => [
      [`${phase} now`, failed(phase, 1), true, true],
      [`${phase} two hours ago`, failed(phase, 120), true, false],
    ]),
    ["Failed, nobody knows when", sync({ phase: "Failed" }), true, false],
    ["Running", sync({ phase: "Running", startedAt: ago(1) }), false, false],
    ["Succeeded", sync({ phase: "Succeeded", finishedAt: ago(1) }), false, false],
    ["never synced", bareApplication, false, false],
  ],
  "on-health-degraded": [
    ["Degraded now", health("Degraded", 1), true, true],
    ["Degraded for two hours", health("Degraded", 120), true, false],
    ["Progressing", health("Progressing", 1), false, false],
    ["Healthy", health("Healthy", 1), false, false],
    ["without a status", bareApplication, false, false],
  ],
  "on-deployed": [
    ["synced and healthy", deployed(1), true, true],
    ["healthy two hours after the sync", deployed(120), true, false],
    ["deployed two days ago", deployed(48 * 60), false, false],
    ["still rolling out", deployed(1, { health: { status: "Progressing" } }), false, false],
    ["healthy as before the sync", deployed(1, { sync: { status: "OutOfSync" } }), false, false],
    ["failed", deployed(1, { operationState: { phase: "Failed" } }), false, false],
    ["never deployed", deployed(1, { history: [] }), false, false],
    ["without a history", deployed(1, { history: undefined }), false, false],
    ["without a status", bareApplication, false, false],
  ],
};

function sync(operationState: object) {
  return sampleApplication({ operationState });
}
function failed(phase: string, minutes: number) {
  return sync({ phase, finishedAt: ago(minutes) });
}
function health(status: string, minutes: number) {
  return sampleApplication({ health: { status, lastTransitionTime: ago(minutes) } });
}

describe("the triggers of Argo CD's notifications", function () {
  this.timeout(60_000);
  const values = notificationValues(installingConfig());
  let admin: ArgoAdmin;
  before(() => {
    admin = new ArgoAdmin(values);
  });
  after(() => {
    admin.close();
  });

  for (const [trigger, all] of Object.entries(cases)) {
    for (const [what, application, once, repeated] of all) {
      const says = once
        ? repeated
          ? "is told, until it is taken"
          : "is told once"
        : "is not told";
      it(`${trigger}: ${what} ${says}`, async () => {
        const [first, second] = await admin.conditions(trigger, application);
        assert.deepEqual([first, second], [once, repeated]);
      });
    }
  }

  for (const [what, status, isTold] of comparisons) {
    it(`on-sync-failed: ${what} is ${isTold ? "" : "not "}told as one that cannot be compared`, async () => {
      const succeeded = { operationState: { phase: "Succeeded", finishedAt: ago(90) } };
      const application = sampleApplication({ ...succeeded, ...status });
      const [, , notCompared] = await admin.conditions("on-sync-failed", application);
      assert.equal(notCompared, isTold);
    });
  }

  it("tell each episode by its own moment, and a self-heal of no deployment", () => {
    const triggers = values["triggers"] as Readonly<Record<string, string>>;
    const episodes = Object.entries(triggers).map(([name, text]) => {
      const [first, ...others] = parse(text) as { oncePer?: string }[];
      assert.deepEqual(
        others.filter(({ oncePer }) => oncePer !== undefined),
        [],
      );
      return [name, first?.oncePer];
    });
    assert.deepEqual(Object.fromEntries(episodes), {
      "trigger.on-sync-failed": "app.status?.operationState?.finishedAt",
      "trigger.on-health-degraded": "app.status?.health?.lastTransitionTime",
      "trigger.on-deployed": "app.status.history[-1].deployedAt",
    });
  });
});
