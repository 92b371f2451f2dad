import assert from "node:assert/strict";

import { agreesToDestroy } from "../../../cli/operate/destroy-guard.ts";

describe("agreesToDestroy", () => {
  it("asks for any environment unless told otherwise", () => {
    assert.equal(agreesToDestroy("staging", {}), false);
    assert.equal(agreesToDestroy("staging", { yes: true }), true);
    assert.equal(agreesToDestroy("staging", { confirm: "staging" }), true);
  });

  it("lets production go only with its protection lifted and its name given", () => {
    assert.equal(agreesToDestroy("production", { unprotect: true }), false);
    assert.equal(agreesToDestroy("production", { unprotect: true, confirm: "production" }), true);
    for (const without of [{}, { yes: true }, { confirm: "production" }]) {
      assert.throws(() => agreesToDestroy("production", without), { exitCode: 2 });
    }
    assert.throws(() => agreesToDestroy("production", { unprotect: true, yes: true }), {
      exitCode: 2,
    });
  });
});
