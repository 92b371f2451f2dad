import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import { environments, type Environment } from "../../config/model.ts";
import { pinnedKubeVersion } from "../../manifests/render.ts";
import { rules } from "../../policy/rules.ts";
import { ownObjects, recordedEnvironment } from "../support/recorded-environments.ts";
import { tool } from "../support/tools.ts";

/** One kind of finding of kube-score, and what answers it. */
interface Answer {
  readonly check: string;
  readonly kind: string;
  /** All environments when absent. */
  readonly environments?: readonly Environment[];
  /** Rule of ours about the same; null where there is none. */
  readonly rule: string | null;
  readonly reason: string;
}

/** An object in kube-score's JSON, version v2 (renderer/json_v2 of its repository). */
interface Scored {
  readonly type_meta: { readonly kind: string };
  readonly checks: readonly {
    readonly check: { readonly id: string };
    /** 10 is good, 7 nearly, 5 a warning, 1 critical. */
    readonly grade: number;
    readonly skipped: boolean;
  }[];
}

const good = 10;
const answers = parse(
  readFileSync(join(import.meta.dirname, "cross-check.yaml"), "utf8"),
) as readonly Answer[];

/** Each kind of finding once, `<check> <kind> <environment>`. */
async function findingsOf(environment: Environment): Promise<readonly string[]> {
  const { recording, rendered } = await recordedEnvironment(environment);
  const objects = [...ownObjects(recording), ...rendered];
  const version = `v${pinnedKubeVersion.replace(/\.\d+$/, "")}`;
  const { stdout, stderr } = spawnSync(
    tool("kube-score"),
    ["score", "--output-format", "json", "--kubernetes-version", version, "-"],
    {
      input: objects.map((object) => stringify(object)).join("---\n"),
      encoding: "utf8",
      maxBuffer: 1 << 28,
    },
  );
  assert.equal(stderr, "");
  const scored = JSON.parse(stdout) as readonly Scored[];
  assert.ok(scored.length >= 20, `it looked at ${scored.length} objects`);
  const found = scored.flatMap(({ type_meta: { kind }, checks }) =>
    checks
      .filter(({ grade, skipped }) => !skipped && grade < good)
      .map(({ check }) => `${check.id} ${kind} ${environment}`),
  );
  return [...new Set(found)];
}

describe("what kube-score finds in the three environments", function () {
  this.timeout(120_000);
  let found: readonly string[];
  before(async () => {
    found = (await Promise.all(environments.map(findingsOf))).flat();
  });

  const answered = answers.map((answer) =>
    (answer.environments ?? environments).map((each) => `${answer.check} ${answer.kind} ${each}`),
  );

  it("is answered, each finding by a rule or a reason", () => {
    const known = answered.flat();
    assert.deepEqual(
      found.filter((each) => !known.includes(each)),
      [],
    );
  });

  it("is still found, whatever has an answer", () => {
    assert.deepEqual(
      answered.filter((each) => !each.some((finding) => found.includes(finding))),
      [],
    );
  });

  it("is answered by rules that there are, and with a reason", () => {
    const names = rules.map(({ name }) => name);
    assert.deepEqual(
      answers.filter(
        ({ rule, reason }) => (rule !== null && !names.includes(rule)) || reason.length < 40,
      ),
      [],
    );
  });
});
