import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "../../config/load.ts";
import { parse } from "../../config/parse.ts";
import { configFromText } from "../../config/read-files.ts";
import { baseText, root } from "./fixture.ts";

const projectText = baseText("Pulumi.yaml");
const stackText = baseText("Pulumi.production.yaml");

/** The values as the engine sets them before it runs a program. */
function flatBase(): Record<string, string> {
  const { values } = configFromText({ projectText, stackText, stack: "production" });
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

describe("loadConfig", () => {
  before(async () => {
    await pulumi.runtime.setMocks(
      { newResource: ({ inputs }) => ({ id: "", state: inputs as object }), call: () => ({}) },
      "msa",
      "production",
    );
  });
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  it("gives what the files give", () => {
    pulumi.runtime.setAllConfig(flatBase());
    const fromFiles = parse(configFromText({ projectText, stackText, stack: "production" }));
    assert.deepEqual(loadConfig(), fromFiles);
  });

  describe("looking for the other environments", () => {
    const before = process.cwd();
    let folder = "";
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "msa-config-load-"));
      writeFileSync(join(folder, "Pulumi.yaml"), projectText);
      writeFileSync(
        join(folder, "Pulumi.staging.yaml"),
        `${stackText
          .replace(": production", ": staging")
          .replace(": shop", ": shop-staging")}  msa:platform: { owner: production }\n`,
      );
    });
    afterEach(() => {
      process.chdir(before);
      rmSync(folder, { recursive: true });
    });

    it("finds them in the folder it runs in, outside the engine", () => {
      process.chdir(folder);
      pulumi.runtime.setAllConfig(flatBase());
      assert.deepEqual(loadConfig().platform.environments, [
        { name: "production", namespace: "shop" },
        { name: "staging", namespace: "shop-staging" },
      ]);
    });

    it("finds them where the engine says that Pulumi.yaml is, wherever it runs", () => {
      const load = pathToFileURL(join(root, "config", "load.ts")).href;
      const program = `import { loadConfig } from ${JSON.stringify(load)};
        console.log(JSON.stringify(loadConfig().platform.environments.map(({ name }) => name)));`;
      const said = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
        cwd: tmpdir(),
        encoding: "utf8",
        env: {
          ...process.env,
          PULUMI_NODEJS_ROOT_DIRECTORY: folder,
          PULUMI_NODEJS_STACK: "production",
          PULUMI_NODEJS_PROJECT: "msa",
          PULUMI_CONFIG: JSON.stringify(flatBase()),
        },
      });
      assert.deepEqual(JSON.parse(said), ["production", "staging"]);
    });

    it("has only itself where there is no project file", () => {
      rmSync(join(folder, "Pulumi.yaml"));
      process.chdir(folder);
      pulumi.runtime.setAllConfig(flatBase());
      assert.deepEqual(loadConfig().platform.environments, [
        { name: "production", namespace: "shop" },
      ]);
    });
  });

  it("throws what the engine shows without a stack trace", () => {
    pulumi.runtime.setAllConfig({ ...flatBase(), "msa:awaitHealthy": "3x" });
    assert.throws(loadConfig, (error: unknown) => {
      assert.ok(pulumi.RunError.isInstance(error));
      assert.equal(
        error.message,
        'Pulumi.production.yaml has 1 problem:\n  awaitHealthy: must be true or false (found "3x"). Remove the line to use the default of false.',
      );
      return true;
    });
  });

  it("knows which keys are encrypted, and does not show them", () => {
    pulumi.runtime.setAllConfig({ ...flatBase(), "msa:branch": "canary 7" }, ["msa:branch"]);
    assert.throws(loadConfig, {
      message:
        "Pulumi.production.yaml has 1 problem:\n  branch: must not have an encrypted value, since all of it is written into Argo CD's Applications. Keep it in a Kubernetes Secret and name that here.",
    });
  });

  describe("with secrets", () => {
    /** The values with a login at the registry, whose password the engine has decrypted. */
    function withPassword(password: string, encrypted = ["msa:secrets"]): void {
      const values = {
        ...flatBase(),
        "msa:registryLogin": JSON.stringify({ username: "robot" }),
        "msa:secrets": JSON.stringify({ "registry/password": password }),
      };
      pulumi.runtime.setAllConfig(values, encrypted);
    }

    it("knows which are set, and has no value in what it gives", () => {
      withPassword("QXcanary9Z");
      const config = loadConfig();
      assert.deepEqual(
        config.secrets.map(({ name, isSet }) => [name, isSet]),
        [["registry/password", true]],
      );
      assert.equal(JSON.stringify(config).includes("QXcanary9Z"), false);
    });

    it("passes over the recorder's placeholder, which is no value", () => {
      withPassword("[secret]");
      assert.equal(loadConfig().secrets[0]?.isSet, true);
    });

    it("refuses a value that cannot be right, without a word of it", () => {
      withPassword(" QXcanary9Z");
      assert.throws(loadConfig, {
        message:
          "Pulumi.production.yaml has 1 problem:\n  secrets.registry/password: must not begin or end with a space or an empty line (found one). Copy the value alone. Set it with `./msa secrets set production registry/password`.",
      });
    });

    it("refuses a map of which nothing is encrypted", () => {
      withPassword("QXcanary9Z", []);
      assert.throws(loadConfig, (error: unknown) => {
        assert.ok(pulumi.RunError.isInstance(error));
        assert.match(
          error.message,
          /secrets\.registry\/password: must be encrypted \(found plain text, not shown\)/,
        );
        assert.equal(error.message.includes("QXcanary9Z"), false);
        return true;
      });
    });
  });
});
