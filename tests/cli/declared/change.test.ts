import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { styleText } from "node:util";

import { changedFiles, writeFiles, type Change } from "../../../cli/declared/change.ts";
import { configsAfter } from "../../../cli/declared/checked.ts";
import { refuseHeld } from "../../../cli/declared/hold.ts";
import { diffOf, diffText } from "../../../cli/declared/show.ts";
import { CliError } from "../../../cli/errors.ts";
import { environments } from "../../../config/model.ts";
import { root } from "../../support/tools.ts";

const staging = "Pulumi.staging.yaml";

function versionOf(service: string, value: unknown, file = staging): Change {
  const path = ["config", "msa:services", service, "version"];
  return { subject: "Try", files: [{ file, edits: [{ path, value }] }] };
}

describe("a change of what is declared", () => {
  let folder: string;
  const read = (file = staging) => readFileSync(join(folder, file), "utf8");
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "msa-change-"));
    for (const file of ["Pulumi.yaml", ...environments.map((each) => `Pulumi.${each}.yaml`)]) {
      copyFileSync(join(root, file), join(folder, file));
    }
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("is of the files whose text differs, and writes nothing by itself", () => {
    const before = read();
    const change = versionOf("user-service", "7.0.0");
    const same = versionOf("user-service", "1.0.0", "Pulumi.production.yaml");
    const files = changedFiles({ ...change, files: [...change.files, ...same.files] }, folder);
    const after = before.replace(
      "user-service: { version: 1.0.0",
      "user-service: { version: 7.0.0",
    );
    assert.deepEqual(files, [{ file: staging, before, after }]);
    assert.equal(read(), before);
    writeFiles(files, folder);
    assert.equal(read(), after);
  });

  it("is not written over what somebody else wrote meanwhile, in any of its files", () => {
    const files = ["Pulumi.production.yaml", staging].flatMap((file) =>
      changedFiles(versionOf("user-service", "7.0.0", file), folder),
    );
    const production = read("Pulumi.production.yaml");
    writeFileSync(join(folder, staging), `${read()}# meanwhile\n`);
    assert.throws(
      () => {
        writeFiles(files, folder);
      },
      new CliError(
        `${staging}: was changed by somebody else meanwhile. Nothing was written; run the command again.`,
      ),
    );
    assert.equal(read("Pulumi.production.yaml"), production);
  });

  it("says that a file is not there, or is no UTF-8", () => {
    const change = versionOf("user-service", "7.0.0");
    writeFileSync(join(folder, staging), Buffer.from([0xff, 0xfe, 0x41, 0]));
    assert.throws(() => changedFiles(change, folder), {
      exitCode: 2,
      message: `${staging} has 1 problem:\n  whole file: must be text in UTF-8 (found UTF-16 or binary content). Save it again as UTF-8.`,
    });
    rmSync(join(folder, staging));
    assert.throws(() => changedFiles(change, folder), {
      exitCode: 2,
      message: `${staging}: cannot be read (found no such file). Restore it from Git.`,
    });
  });

  it("gives the configurations of every environment it is for", () => {
    const files = changedFiles(versionOf("user-service", "7.0.0"), folder);
    const configs = configsAfter(files, ["staging", "production"], folder);
    const versions = Object.values(configs).map(({ environment, services }) => [
      environment,
      services.find(({ name }) => name === "user-service")?.version,
    ]);
    assert.deepEqual(versions, [
      ["staging", "7.0.0"],
      ["production", "1.0.0"],
    ]);
  });

  it("is refused with every problem of every environment, what they share said once", () => {
    const team = {
      file: "Pulumi.yaml",
      edits: [{ path: ["config", "catalogue", "value", "user-service", "team"], value: "A" }],
    };
    const files = [
      ...changedFiles(versionOf("user-service", "v1"), folder),
      ...changedFiles({ subject: "Try", files: [team] }, folder),
    ];
    assert.throws(() => configsAfter(files, environments, folder), {
      exitCode: 2,
      message:
        'Pulumi.yaml has 1 problem:\n  catalogue.user-service.team: must be lower-case letters, digits and hyphens, with a letter or digit at both ends (found "A"). Try "a".\n' +
        `${staging} has 1 problem:\n  services.user-service.version: must be an exact version such as 1.4.2 (found "v1"). Write all three numbers.`,
    });
  });

  it("of one environment does not fail because of another one's file", () => {
    writeFileSync(join(folder, "Pulumi.production.yaml"), "config: [");
    const files = changedFiles(versionOf("user-service", "7.0.0"), folder);
    assert.equal(configsAfter(files, ["staging"], folder).staging.environment, "staging");
  });

  it("is shown as the lines that differ and one around them", () => {
    const [file] = changedFiles(versionOf("user-service", "7.0.0"), folder);
    assert.ok(file);
    const lines = [
      "   msa:services:",
      "-    user-service: { version: 1.0.0 }",
      "+    user-service: { version: 7.0.0 }",
      "     product-service: { version: 1.0.0 }",
    ];
    assert.deepEqual(diffOf(file), { file: staging, lines: ["@@ -14,3 +14,3 @@", ...lines] });
    assert.equal(
      diffText([file], false),
      [staging, ...lines.map((line) => `  ${line}`)].join("\n"),
    );
    const coloured = diffText([file], true);
    for (const [format, line] of [
      ["red", lines[1]],
      ["green", lines[2]],
    ] as const) {
      assert.ok(coloured.includes(styleText(format, line ?? "", { validateStream: false })));
    }
  });

  it("of a service that is held is refused with why, who, since when and how it is released", () => {
    const hold = { reason: "loses orders", by: "kim", since: "2026-11-23T09:30:00Z" };
    const path = ["config", "msa:services", "user-service", "hold"];
    const change = { subject: "Hold", files: [{ file: staging, edits: [{ path, value: hold }] }] };
    const { staging: config } = configsAfter(changedFiles(change, folder), ["staging"], folder);
    assert.throws(
      () => {
        refuseHeld(config, ["order-service", "user-service"]);
      },
      {
        exitCode: 2,
        message:
          'user-service: is held in staging (found "loses orders", by kim since 2026-11-23T09:30:00Z). ' +
          "When that is over: ./msa hold release staging user-service",
      },
    );
    refuseHeld(config, ["order-service", "nobody"]);
  });
});
