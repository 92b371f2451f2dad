import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "../../config/parse.ts";
import { readConfigFiles } from "../../config/read-files.ts";
import { siblingInputs, siblingsIn } from "../../config/siblings.ts";
import { baseText } from "./fixture.ts";

const projectText = baseText("Pulumi.yaml");
const stackText = baseText("Pulumi.production.yaml");

/** The base as another environment. */
function textOf(environment: string, more = ""): string {
  return (
    stackText
      .replace("environment: production", `environment: ${environment}`)
      .replace("branch: main", `branch: ${environment}`)
      .replace("namespace: shop", `namespace: shop-${environment}`)
      .replace('hostSuffix: ""', `hostSuffix: -${environment}`) + more
  );
}

describe("the other environments of a project folder", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "msa-config-siblings-"));
    writeFileSync(join(folder, "Pulumi.yaml"), projectText);
    writeFileSync(join(folder, "Pulumi.production.yaml"), stackText);
    writeFileSync(join(folder, "Pulumi.staging.yaml"), textOf("staging"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const names = (found: readonly { readonly stack: string }[]) => found.map(({ stack }) => stack);

  it("are those that have a file, without the stack itself", () => {
    assert.deepEqual(names(siblingsIn(folder, "production")), ["staging"]);
    assert.deepEqual(names(siblingsIn(folder, "development")), ["staging", "production"]);
  });

  it("do not stop anybody with a file that is broken, a folder or no text", () => {
    writeFileSync(join(folder, "Pulumi.staging.yaml"), "config: {");
    mkdirSync(join(folder, "Pulumi.development.yaml"));
    assert.deepEqual(siblingsIn(folder, "production"), []);
    writeFileSync(join(folder, "Pulumi.staging.yaml"), Buffer.from([0xff, 0xfe, 0x00]));
    assert.deepEqual(siblingsIn(folder, "production"), []);
  });

  it("are none where the project's file cannot be read", () => {
    rmSync(join(folder, "Pulumi.yaml"));
    assert.deepEqual(siblingsIn(folder, "production"), []);
    mkdirSync(join(folder, "Pulumi.yaml"));
    assert.deepEqual(siblingsIn(folder, "production"), []);
    assert.deepEqual(siblingsIn(join(folder, "nowhere"), "production"), []);
  });

  it("are none where the project's file is broken", () => {
    assert.deepEqual(siblingInputs(folder, "config: 3", "production"), []);
  });

  it("are read from the project's folder, wherever the stack file is", () => {
    const elsewhere = join(folder, "run");
    mkdirSync(elsewhere);
    const stackFile = join(elsewhere, "Pulumi.development.yaml");
    writeFileSync(stackFile, textOf("development", "  msa:platform: { owner: staging }\n"));
    const config = parse(
      readConfigFiles({
        projectFile: join(folder, "Pulumi.yaml"),
        stackFile,
        stack: "development",
      }),
    );
    assert.deepEqual([config.platform.owner, config.platform.isOwn], ["staging", false]);
  });
});
