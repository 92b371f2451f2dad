import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";

import type { Stack } from "../../policy/model/stack.ts";
import { rules } from "../../policy/rules.ts";
import { root } from "../support/tools.ts";
import { allFixtures } from "./fixtures.ts";
import { say } from "./say.ts";

const fixtures = allFixtures();

describe("the rules of the policy pack", () => {
  it("are each one file, and each file is in the list", () => {
    const files = readdirSync(join(root, "policy/rules")).map((file) => file.replace(/\.ts$/, ""));
    assert.deepEqual(rules.map(({ name }) => name).sort(), files.sort());
  });

  it("have fixtures that pass and fixtures that fail, none without both", () => {
    const complete = fixtures.filter(({ passes, fails }) => passes.length > 0 && fails.length > 0);
    assert.deepEqual(
      rules.map(({ name }) => name).filter((name) => !complete.some(({ rule }) => rule === name)),
      ["rendered-charts"], // about charts that cannot be had: tests/cli/commands/policy-check.test.ts
    );
  });

  it("have at least 200 fixtures that pass and 250 that fail", () => {
    const count = (of: "passes" | "fails") =>
      fixtures.reduce((sum, each) => sum + each[of].length, 0);
    assert.ok(count("passes") >= 200, `${count("passes")} pass`);
    assert.ok(count("fails") >= 250, `${count("fails")} fail`);
  });

  it("change one field in each fixture", () => {
    const all = fixtures.flatMap(({ passes, fails }) => [
      ...passes,
      ...fails.map(({ change }) => change),
    ]);
    assert.deepEqual(
      all.filter((change) => Object.keys(change).length !== 1),
      [],
    );
  });

  it("say the same in whatever order the engine shows the resources", () => {
    const changes = fixtures.flatMap(({ rule, fails }) =>
      fails.map(({ change }) => ({ rule: rules.find(({ name }) => name === rule), change })),
    );
    const backwards = ({ subjects, ...stack }: Stack): Stack => ({
      ...stack,
      subjects: subjects.toSorted((a, b) => b.origin.urn.localeCompare(a.origin.urn)),
    });
    assert.deepEqual(
      changes.filter(
        ({ rule, change }) =>
          rule !== undefined &&
          say(rule, change, backwards).join("\n") !== say(rule, change).join("\n"),
      ),
      [],
    );
  });

  it("say nothing of the good stack", () => {
    assert.deepEqual(
      rules.flatMap((rule) => say(rule, {})),
      [],
    );
  });
});

for (const { rule: name, passes, fails } of fixtures) {
  const rule = rules.find((each) => each.name === name);
  if (rule === undefined) continue;
  describe(`the rule ${name}`, () => {
    for (const change of passes) {
      it(`lets pass ${JSON.stringify(change)}`, () => {
        assert.deepEqual(say(rule, change), []);
      });
    }
    for (const { change, says } of fails) {
      it(`finds ${JSON.stringify(change)}`, () => {
        assert.deepEqual(say(rule, change), says);
      });
    }
  });
}

describe("a message of a rule", () => {
  const messages = fixtures.flatMap(({ fails }) => fails.flatMap(({ says }) => says));

  it("names object, path, what is there, what must be, for which environment, and where it comes from", () => {
    const form =
      /^[A-Z]\w+ [^:]+: \S.* is .+, must be .+ for (development|staging|production)\. .+\. \[.+\]$/;
    assert.deepEqual(
      messages.filter((message) => !form.test(message)),
      [],
    );
  });

  it("shows no secret", () => {
    assert.deepEqual(
      messages.filter((message) => /hunter2|AKIA|BEGIN|xoxb-1/.test(message)),
      [],
    );
  });
});
