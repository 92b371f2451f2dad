import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import type { Check } from "../../../cli/commands/doctor.ts";
import { doctorTable } from "../../../cli/print/doctor-table.ts";
import { makeCheckout, type Checkout } from "../../support/checkout.ts";

describe("./msa doctor", function () {
  this.timeout(60_000);
  let checkout: Checkout;
  /** A PATH with nothing on it but what the launcher and git need. */
  let bare: string;
  before(() => {
    checkout = makeCheckout();
    bare = join(checkout.folder, "home", "bin");
    mkdirSync(bare);
    for (const tool of ["sh", "dirname", "git"]) {
      symlinkSync(execFileSync("which", [tool], { encoding: "utf8" }).trim(), join(bare, tool));
    }
  });
  after(() => checkout.remove());

  async function checks(): Promise<{ code: number; found: Check[] }> {
    const { code, stdout } = await checkout.msa(["doctor", "--json"], { PATH: bare });
    return { code, found: JSON.parse(stdout) as Check[] };
  }
  const named = (found: readonly Check[], name: string) => found.find((each) => each.name === name);

  it("is content without Go as long as every tool is there", async () => {
    const { code, found } = await checks();
    assert.deepEqual(named(found, "go"), {
      name: "go",
      ok: true,
      wanted: "only to build",
      found: "missing",
      fix: "",
    });
    assert.deepEqual(
      found.filter(({ ok }) => !ok),
      [],
    );
    assert.equal(code, 0);
  });

  it("names what is missing with what to do, and ends with 1", async () => {
    await checkout.run("rm", [join(checkout.folder, ".msa", "toolchain")]);
    const { code, found } = await checks();
    assert.equal(code, 1);
    const go = named(found, "go");
    assert.deepEqual([go?.ok, go?.found], [false, "missing"]);
    assert.match(go?.fix ?? "", /^Install Go 1\.\d+\.\d+ or newer from https:\/\/go\.dev\/dl\/\.$/);
    const etcd = named(found, "etcd");
    assert.deepEqual([etcd?.ok, etcd?.wanted, etcd?.found], [false, "3.6.x", "missing"]);
    assert.match(
      etcd?.fix ?? "",
      /^make toolchain builds it \(about 1 min\), or install it: https:/,
    );
    assert.equal(named(found, "git")?.ok, true);
  });
});

describe("doctorTable", () => {
  const checks: Check[] = [
    { name: "git", ok: true, wanted: "any", found: "2.39.5", fix: "" },
    { name: "etcd", ok: false, wanted: "3.6.x", found: "missing", fix: "Install it." },
  ];

  it("puts what to do beside what is missing", () => {
    assert.equal(
      doctorTable(checks, false),
      [
        "┌──────────────┬────────┬─────────┬─────────────┐",
        "│ prerequisite │ wanted │ found   │ what to do  │",
        "├──────────────┼────────┼─────────┼─────────────┤",
        "│ git          │ any    │ 2.39.5  │             │",
        "├──────────────┼────────┼─────────┼─────────────┤",
        "│ etcd         │ 3.6.x  │ missing │ Install it. │",
        "└──────────────┴────────┴─────────┴─────────────┘",
      ].join("\n"),
    );
  });

  it("paints what is there green and what is missing red", () => {
    const table = doctorTable(checks, true);
    assert.ok(table.includes("\u001b[32m2.39.5"));
    assert.ok(table.includes("\u001b[31mmissing"));
  });
});
