import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { decodeEngineConfig } from "../../config/decode.ts";
import { environments } from "../../config/model.ts";
import { configFromText } from "../../config/read-files.ts";
import { toolbox } from "../../toolchain/toolbox.ts";
import { baseText, readFixtures, root } from "./fixture.ts";

const run = promisify(execFile);

/** What the real engine makes of the two files, as a program would get it. */
describe("the engine's own reading of the files", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "msa-config-engine-"));
    mkdirSync(join(folder, "state"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function engineValues(stack: string): Promise<Readonly<Record<string, string>>> {
    const tools = toolbox(root);
    const env = tools.environment({
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "for this test only",
      PULUMI_HOME: join(folder, "home"),
    });
    const pulumi = (...args: readonly string[]) =>
      run(tools.path("pulumi"), [...args, "--non-interactive"], { cwd: folder, env });
    await pulumi("stack", "init", stack);
    const { stdout } = await pulumi("config", "--json", "--stack", stack);
    const entries = JSON.parse(stdout) as Record<string, { value: string }>;
    return Object.fromEntries(Object.entries(entries).map(([key, { value }]) => [key, value]));
  }

  for (const stack of environments) {
    it(`is ours, for ${stack}`, async () => {
      const stackFile = `Pulumi.${stack}.yaml`;
      for (const file of ["Pulumi.yaml", stackFile]) {
        copyFileSync(join(root, file), join(folder, file));
      }
      const [projectText, stackText] = ["Pulumi.yaml", stackFile].map((file) =>
        readFileSync(join(root, file), "utf8"),
      );
      assert.ok(projectText !== undefined && stackText !== undefined);
      const { values } = configFromText({ projectText, stackText, stack });
      assert.deepEqual(decodeEngineConfig(await engineValues(stack), []).values, values);
    });
  }

  it("is ours for every key of the platform, which travels as JSON", async () => {
    const fixture = readFixtures("valid").find(({ name }) => name === "platform-every-key");
    assert.ok(fixture);
    const { projectText, stackText } = fixture;
    writeFileSync(join(folder, "Pulumi.yaml"), projectText);
    writeFileSync(join(folder, "Pulumi.production.yaml"), stackText);
    const { values } = configFromText({ projectText, stackText, stack: "production" });
    assert.deepEqual(decodeEngineConfig(await engineValues("production"), []).values, values);
  });

  it("is ours for everything YAML can say in two ways", async () => {
    const projectText = `${baseText("Pulumi.yaml")}  awaitHealthy: true\n  adopt: [Namespace/a]\n`;
    const stackText = [
      "config:",
      "  msa:environment: production",
      "  branch: main",
      "  msa:hostSuffix:",
      "  msa:namespace: 010",
      "  msa:domain: 1.10",
      "  msa:awaitHealthy: yes",
      "  msa:charts: { services: https://other.example.org }",
      "  msa:sync: &sync { prune: no, retries: 1_000, selfHeal: true, automated: ~ }",
      "  msa:services:",
      '    users: { <<: *sync, z: 0644, y: 0o17, x: 1.0, w: 1e3, v: "0644", u: 089, t: on, s: "" }',
      "  msa:adopt: [b, a, null, 3]",
      "  kubernetes:context: elsewhere",
      "",
    ].join("\n");
    writeFileSync(join(folder, "Pulumi.yaml"), projectText);
    writeFileSync(join(folder, "Pulumi.production.yaml"), stackText);
    const { values } = configFromText({ projectText, stackText, stack: "production" });
    assert.deepEqual(decodeEngineConfig(await engineValues("production"), []).values, values);
  });
}).timeout(120_000);
