import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { removeTornAttributes } from "../../cli/torn-attributes.ts";

describe("removeTornAttributes", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "msa-torn-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("finds nothing where no engine has ever run", () => {
    assert.equal(removeTornAttributes(join(folder, "none")), 0);
  });

  it("removes attributes that are not whole, and nothing else", () => {
    const stacks = join(folder, ".pulumi", "stacks", "msa");
    mkdirSync(stacks, { recursive: true });
    const files = {
      "a.json": "",
      "a.json.attrs": "",
      "b.json": "{}",
      "b.json.attrs": '{"user.cache_con',
      "c.json": "{}",
      "c.json.attrs": "{}\n",
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(stacks, name), text);

    assert.equal(removeTornAttributes(folder), 2);

    assert.deepEqual(readdirSync(stacks), ["a.json", "b.json", "c.json", "c.json.attrs"]);
  });
});
