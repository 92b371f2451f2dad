import assert from "node:assert/strict";

import type { SecretRow } from "../../../cli/commands/secrets-list.ts";
import { secretsTable } from "../../../cli/print/secrets-table.ts";

const token: SecretRow = {
  name: "slack/token",
  purpose: "token of the bot",
  usedBy: ["Slack"],
  state: "missing",
  required: false,
  command: "./msa secrets set staging slack/token",
};
const pull: SecretRow = {
  ...token,
  name: "registry/password",
  usedBy: ["a", "b"],
  required: true,
  command: "./msa secrets set staging registry/password",
};
const table = (secrets: readonly SecretRow[], colour = false) =>
  secretsTable({ environment: "staging", secrets }, colour);

describe("secretsTable", () => {
  it("shows what is set with its age, what is missing with the command, required ones first", () => {
    const set: SecretRow = { ...pull, name: "x/y", state: "set", ageDays: 12 };
    assert.equal(
      table([token, pull, set]),
      [
        "┌───────────────────┬──────────────────┬─────────┬─────────┬──────────┬─────────┐",
        "│ name              │ what it is       │ used by │ state   │ required │ age     │",
        "├───────────────────┼──────────────────┼─────────┼─────────┼──────────┼─────────┤",
        "│ slack/token       │ token of the bot │ Slack   │ missing │ no       │         │",
        "├───────────────────┼──────────────────┼─────────┼─────────┼──────────┼─────────┤",
        "│ registry/password │ token of the bot │ a       │ missing │ yes      │         │",
        "│                   │                  │ b       │         │          │         │",
        "├───────────────────┼──────────────────┼─────────┼─────────┼──────────┼─────────┤",
        "│ x/y               │ token of the bot │ a       │ set     │ yes      │ 12 days │",
        "│                   │                  │ b       │         │          │         │",
        "└───────────────────┴──────────────────┴─────────┴─────────┴──────────┴─────────┘",
        "Nothing is applied before these are set:",
        "  ./msa secrets set staging registry/password",
        "What uses these is off until they are set:",
        "  ./msa secrets set staging slack/token",
      ].join("\n"),
    );
  });

  for (const [ageDays, said] of [
    [0, "today"],
    [-1, "today"],
    [1, "1 day"],
    [400, "400 days"],
    [undefined, "not known"],
  ] as const) {
    it(`says "${said}" of ${ageDays ?? "an unknown number of"} days`, () => {
      const row: SecretRow = { ...token, state: "set", ...(ageDays !== undefined && { ageDays }) };
      assert.match(table([row]), new RegExp(`│ no +│ ${said} +│`));
    });
  }

  it("has no command below when nothing is missing, and no age for what is generated", () => {
    const made = table([{ ...token, state: "generated" }]);
    assert.equal(made.split("\n").at(-1)?.startsWith("└"), true);
    assert.match(made, /│ generated │ no +│ +│/);
  });

  it("says so when nothing is needed", () => {
    assert.equal(table([]), "staging needs no secret.");
  });

  it("paints only when colour is wanted: red what is required, yellow what is not", () => {
    assert.ok(table([pull], true).includes("\u001b[31mmissing"));
    assert.ok(table([token], true).includes("\u001b[33mmissing"));
    assert.ok(!table([pull, token]).includes("\u001b"));
  });
});
