import assert from "node:assert/strict";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { writeWhole } from "../../cli/write-whole.ts";

describe("writeWhole", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "msa-write-"));
    file = join(folder, "Pulumi.staging.yaml");
    writeFileSync(file, "old\n");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("puts another file in the place of the old one, which a reader may still have open", () => {
    const before = statSync(file).ino;
    writeWhole([{ file: file, text: "new\n" }]);
    assert.equal(readFileSync(file, "utf8"), "new\n");
    assert.notEqual(statSync(file).ino, before);
    assert.deepEqual(readdirSync(folder), ["Pulumi.staging.yaml"]);
  });

  it("keeps the permissions", () => {
    chmodSync(file, 0o640);
    writeWhole([{ file: file, text: "new\n" }]);
    assert.equal(statSync(file).mode & 0o777, 0o640);
  });

  it("writes to what a link leads to, and keeps the link", () => {
    const link = join(folder, "link.yaml");
    symlinkSync(file, link);
    writeWhole([{ file: link, text: "new\n" }]);
    assert.equal(lstatSync(link).isSymbolicLink(), true);
    assert.equal(readFileSync(file, "utf8"), "new\n");
  });

  it("leaves the old text, and nothing else, when it cannot be replaced", () => {
    mkdirSync(`${file}.${process.pid}.new`);
    assert.throws(() => {
      writeWhole([{ file: file, text: "new\n" }]);
    });
    rmSync(`${file}.${process.pid}.new`, { recursive: true, force: true });
    assert.equal(readFileSync(file, "utf8"), "old\n");
  });

  it("replaces none of several when one cannot be", () => {
    const second = join(folder, "Pulumi.yaml");
    writeFileSync(second, "old\n");
    const draft = `${second}.${process.pid}.new`;
    mkdirSync(draft);
    const both = [file, second].map((each) => ({ file: each, text: "new\n" }));
    assert.throws(() => {
      writeWhole(both);
    });
    rmSync(draft, { recursive: true, force: true });
    assert.deepEqual(
      [file, second].map((each) => readFileSync(each, "utf8")),
      ["old\n", "old\n"],
    );
    assert.deepEqual(readdirSync(folder).sort(), ["Pulumi.staging.yaml", "Pulumi.yaml"]);
  });
});
