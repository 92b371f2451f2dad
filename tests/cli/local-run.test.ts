import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse } from "yaml";

import { CliError } from "../../cli/errors.ts";
import { configOfRun, writeRunFiles } from "../../cli/local-run.ts";
import { configOf } from "../../cli/stack-config.ts";
import { root } from "../support/tools.ts";

const local = {
  context: "msa-development",
  uid: "1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11",
  chartsMirror: "http://127.0.0.1:4000",
};

describe("writeRunFiles", () => {
  let folder: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), "msa-run-")), "deep");
  });
  afterEach(() => {
    rmSync(join(folder, ".."), { recursive: true, force: true });
  });

  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  const committed = () =>
    ["Pulumi.yaml", "Pulumi.development.yaml"].map((file) =>
      readFileSync(join(root, file), "utf8"),
    );

  it("writes what is local, and a stack file that is the committed one with it", () => {
    const file = writeRunFiles(folder, "development", local);
    assert.equal(file, join(folder, "Pulumi.development.yaml"));
    assert.deepEqual(parse(read("local.yaml")), local);
    const config = configOf("development", file);
    assert.deepEqual(config.cluster, { context: local.context, uid: local.uid });
    assert.deepEqual(
      new Set(config.services.map(({ chart }) => chart.repository)),
      new Set([local.chartsMirror]),
    );
    assert.deepEqual(config.profile, configOf("development").profile);
  });

  it("only reads the committed files, and copies the project's", () => {
    const before = committed();
    writeRunFiles(folder, "development", local);
    assert.deepEqual(committed(), before);
    assert.equal(read("Pulumi.yaml"), before[0]);
  });

  it("makes a passphrase that only its owner reads, and keeps it on the next run", () => {
    writeRunFiles(folder, "development", local);
    const passphrase = read("passphrase");
    assert.equal(passphrase.length, 32);
    assert.equal(statSync(join(folder, "passphrase")).mode & 0o777, 0o600);
    writeRunFiles(folder, "development", local);
    assert.equal(read("passphrase"), passphrase);
  });

  it("keeps the encryption salt that the engine has put into the joined file", () => {
    const file = writeRunFiles(folder, "development", local);
    assert.equal("encryptionsalt" in (parse(readFileSync(file, "utf8")) as object), false);
    writeFileSync(file, `${readFileSync(file, "utf8")}encryptionsalt: v1:abc=\n`);
    writeRunFiles(folder, "development", { ...local, uid: "" });
    const joined = parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    assert.equal(joined["encryptionsalt"], "v1:abc=");
    assert.equal(configOf("development", file).cluster.uid, "");
  });
});

describe("configOfRun", () => {
  it("is what the run's files would say", () => {
    assert.equal(configOfRun("staging", local).cluster.uid, local.uid);
  });

  it("refuses what is wrong before a file is written", () => {
    assert.throws(
      () => configOfRun("staging", { ...local, adopt: ["nonsense"] }),
      (error) => error instanceof CliError && error.exitCode === 2 && /adopt/.test(error.message),
    );
  });
});
