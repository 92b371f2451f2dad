import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { toolbox } from "../../toolchain/toolbox.ts";
import { baseText, root } from "./fixture.ts";

const canary = "QXcanary9Z";

/** What the real engine does with the program's first line. */
describe("loadConfig under the engine", () => {
  let folder = "";
  const stackFile = () => join(folder, "Pulumi.production.yaml");

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "msa-load-engine-"));
    mkdirSync(join(folder, "state"));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const runtime = "runtime: { name: nodejs, options: { typescript: false } }";
    const project = baseText("Pulumi.yaml").replace("runtime: nodejs", runtime);
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      `${project}  registryLogin: { value: { username: robot } }\n`,
    );
    writeFileSync(join(folder, "package.json"), '{ "type": "module", "main": "index.ts" }\n');
    const load = pathToFileURL(join(root, "config", "load.ts")).href;
    const program = `import { loadConfig } from ${JSON.stringify(load)};\nexport const loaded = loadConfig().environment;\n`;
    writeFileSync(join(folder, "index.ts"), program);
    writeFileSync(stackFile(), baseText("Pulumi.production.yaml"));
    const { code, said } = await pulumi("", "stack", "init", "production");
    assert.equal(code, 0, said);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the engine to its end, with `input` on standard input. */
  function pulumi(
    input: string,
    ...args: readonly string[]
  ): Promise<{ code: number; said: string }> {
    return pulumiIn({}, input, ...args);
  }

  /** The same with more environment variables. */
  function pulumiIn(
    variables: NodeJS.ProcessEnv,
    input: string,
    ...args: readonly string[]
  ): Promise<{ code: number; said: string }> {
    const tools = toolbox(root);
    const env = tools.environment({
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "for this test only",
      PULUMI_HOME: join(folder, "home"),
      PULUMI_STACK: "production",
      ...variables,
    });
    return new Promise((resolve) => {
      const options = { cwd: folder, env };
      const call = execFile(
        tools.path("pulumi"),
        [...args, "--non-interactive", "--color", "never"],
        options,
        (error, stdout, stderr) => {
          resolve({ code: Number(error?.code ?? 0), said: stdout + stderr });
        },
      );
      call.stdin?.end(input);
    });
  }

  async function set(value: string): Promise<void> {
    const path = 'msa:secrets["registry/password"]';
    const { code, said } = await pulumi(value, "config", "set", "--secret", "--path", path);
    assert.equal(code, 0, said);
  }

  /** Without the indentation that the engine gives to messages. */
  const lines = (said: string) => said.split("\n").map((line) => line.trim());

  it("warns in a preview of what is missing and what is off, and refuses an update", async () => {
    const missing = [
      "Pulumi.production.yaml has no value for a secret. Set it:",
      "registry/password: password of robot at registry.example.org",
      "./msa secrets set production registry/password",
    ];
    const preview = await pulumi("", "preview");
    assert.equal(preview.code, 0, preview.said);
    const text = lines(preview.said).join("\n");
    assert.ok(text.includes([...missing, "Until then nothing can be deployed."].join("\n")), text);
    assert.ok(text.includes("Off until somebody turns it on:\nNotifications: none is configured."));

    const up = await pulumi("", "up", "--yes", "--skip-preview");
    assert.notEqual(up.code, 0, up.said);
    const refused = lines(up.said).join("\n");
    assert.ok(refused.includes([...missing, "Nothing was changed."].join("\n")), refused);
    assert.doesNotMatch(refused, /\.ts:\d+/);
  });

  it("takes the value that the engine decrypts, and says nothing of it when it is wrong", async () => {
    await set(canary);
    const up = await pulumi("", "up", "--yes", "--skip-preview");
    assert.equal(up.code, 0, up.said);

    await set(`${canary}\nsecond line`);
    const refused = await pulumi("", "preview");
    assert.notEqual(refused.code, 0, refused.said);
    assert.ok(
      lines(refused.said).includes(
        "secrets.registry/password: must be a single line of text (found a line break or a control character). " +
          "Copy the value alone. Set it with `./msa secrets set production registry/password`.",
      ),
      refused.said,
    );
    assert.doesNotMatch(up.said + refused.said, new RegExp(canary));
  });

  it("needs no secret, and looks at none, for a destroy that says so", async () => {
    await set(canary);
    assert.equal((await pulumi("", "up", "--yes", "--skip-preview")).code, 0);
    const whole = readFileSync(stackFile(), "utf8");
    const destroy = (variables: NodeJS.ProcessEnv) =>
      pulumiIn(
        { PULUMI_RUN_PROGRAM: "true", ...variables },
        "",
        "destroy",
        "--yes",
        "--skip-preview",
      );

    await set("two\nlines");
    const wrong = await destroy({ MSA_OPERATION: "destroy" });
    assert.equal(wrong.code, 0, wrong.said);

    writeFileSync(stackFile(), whole);
    assert.equal((await pulumi("", "up", "--yes", "--skip-preview")).code, 0);
    const path = 'msa:secrets["registry/password"]';
    assert.equal((await pulumi("", "config", "rm", "--path", path)).code, 0);
    const untold = await destroy({});
    assert.notEqual(untold.code, 0, untold.said);
    assert.match(untold.said, /To destroy the stack, which needs none: \.\/msa destroy production/);
    const { code, said } = await destroy({ MSA_OPERATION: "destroy" });
    assert.equal(code, 0, said);
    assert.doesNotMatch(said, /has no value|Off until/);
  });

  it("finds the one value in plain text among encrypted ones", async () => {
    await set(canary);
    const text = readFileSync(stackFile(), "utf8");
    const plain = text.replace(
      /( +)registry\/password:/,
      `$1notifications/slack/token: ${canary}\n$&`,
    );
    assert.notEqual(plain, text);
    writeFileSync(stackFile(), plain);
    const { code, said } = await pulumi("", "preview");
    assert.notEqual(code, 0, said);
    assert.match(
      said,
      /secrets\.notifications\/slack\/token: must be encrypted \(found plain text, not shown\)/,
    );
    assert.doesNotMatch(said, new RegExp(canary));
  });
}).timeout(240_000);
