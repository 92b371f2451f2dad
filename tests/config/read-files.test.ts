import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../../config/config-error.ts";
import { parse } from "../../config/parse.ts";
import { configFromText, readConfigFiles } from "../../config/read-files.ts";
import { baseText } from "./fixture.ts";

describe("readConfigFiles", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "msa-config-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Reads the base files, with the stack file's bytes replaced. */
  function read(stackContent?: string | Uint8Array, stack = "production") {
    const projectFile = join(folder, "Pulumi.yaml");
    const stackFile = join(folder, `Pulumi.${stack}.yaml`);
    writeFileSync(projectFile, baseText("Pulumi.yaml"));
    if (stackContent !== undefined) writeFileSync(stackFile, stackContent);
    return parse(readConfigFiles({ projectFile, stackFile, stack }));
  }

  const stackText = baseText("Pulumi.production.yaml");
  const refused = (lines: readonly string[]) => (error: unknown) => {
    assert.ok(error instanceof ConfigError);
    assert.deepEqual(error.message.split("\n"), lines);
    return true;
  };

  it("reads a file with a byte order mark as one without", () => {
    assert.deepEqual(read(`\uFEFF${stackText}`), read(stackText));
  });

  it("reads lines that end as on Windows", () => {
    assert.deepEqual(read(stackText.replaceAll("\n", "\r\n")), read(stackText));
  });

  it("refuses UTF-16, with and without a byte order mark", () => {
    const message = [
      "Pulumi.production.yaml has 1 problem:",
      "  whole file: must be text in UTF-8 (found UTF-16 or binary content). Save it again as UTF-8.",
    ];
    assert.throws(() => read(Buffer.from(`\uFEFF${stackText}`, "utf16le")), refused(message));
    assert.throws(() => read(Buffer.from(stackText, "utf16le")), refused(message));
  });

  it("refuses bytes that are no UTF-8", () => {
    assert.throws(
      () => read(Buffer.from([0x63, 0x3a, 0x20, 0xe9, 0x0a])),
      refused([
        "Pulumi.production.yaml has 1 problem:",
        "  whole file: must be text in UTF-8 (found bytes that are not). Save it again as UTF-8.",
      ]),
    );
  });

  it("says which file is not there", () => {
    assert.throws(
      () => read(),
      refused([
        "Pulumi.production.yaml has 1 problem:",
        "  whole file: does not exist. Each of development, staging and production has its own file; restore it from Git.",
      ]),
    );
  });

  it("takes a file that is not there, for a stack that is none, for a wrong name", () => {
    assert.throws(
      () => read(undefined, "prod"),
      refused([
        "Pulumi.prod.yaml has 1 problem:",
        '  whole file: does not exist. There is no environment "prod". Did you mean "production"? Environments are development, staging and production.',
      ]),
    );
  });

  it("shows a folder in a file's place as that, not as a stack trace", () => {
    const file = join(folder, "Pulumi.yaml");
    assert.throws(
      () => readConfigFiles({ projectFile: folder, stackFile: folder, stack: "production" }),
      /cannot be read \(EISDIR\)/,
      file,
    );
  });
});

describe("configFromText", () => {
  const projectText = baseText("Pulumi.yaml");
  const stackText = baseText("Pulumi.production.yaml");
  const stack = "production";

  function message(project: string, own: string): readonly string[] {
    try {
      parse(configFromText({ projectText: project, stackText: own, stack }));
    } catch (error) {
      return (error as Error).message.split("\n");
    }
    return [];
  }

  it("lists the problems of both files at once, the project's first", () => {
    assert.deepEqual(
      message(
        projectText.replace("registry.example.org", "Registry"),
        stackText.replace("replicas: 3", "replicas: 0").replace("2Gi", "2GB"),
      ),
      [
        "Pulumi.yaml has 1 problem:",
        '  registry: must be a registry such as registry.example.org, with no scheme (found "Registry").',
        "Pulumi.production.yaml has 2 problems:",
        '  profile.limits.memory: must be a quantity of memory such as 512Mi or 1Gi (found "2GB"). Use 2Gi or 2G.',
        "  profile.replicas: must be at least 1 (found 0). Write a whole number from 1 to 100.",
      ],
    );
  });

  it("blames the file in which a key was found", () => {
    assert.deepEqual(message(projectText, `${stackText}  msa:domain: Example\n`), [
      "Pulumi.production.yaml has 1 problem:",
      '  domain: must be a DNS name such as example.org, in lower case (found "Example").',
    ]);
  });

  it("reads what YAML anchors and merge keys stand for", () => {
    const merged = stackText
      .replace("orders: {", "orders: { <<: *common,")
      .replace("users: {", "users: &common {");
    assert.deepEqual(message(projectText, merged), []);
  });

  it("asks for the value of a project key that is written without `value:`", () => {
    const bare = projectText.replace("{ value: { services:", "{ mirrors: { services:");
    assert.deepEqual(message(bare, stackText), [
      "Pulumi.yaml has 1 problem:",
      "  charts: must have its value under `value:` (found a map without). Indent it below that.",
    ]);
  });

  it("never decrypts: what is encrypted is a placeholder", () => {
    const own = `${stackText}    extra: { version: { secure: v1:abc } }\n`;
    const { values, secretKeys } = configFromText({ projectText, stackText: own, stack });
    assert.deepEqual(secretKeys, ["msa:services"]);
    assert.deepEqual(values["msa:services"], {
      extra: { version: "[secret]" },
      orders: { version: "2.1.0" },
      users: { version: "1.0.0" },
    });
  });
});
