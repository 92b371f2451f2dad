import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { format } from "prettier";
import { parse } from "yaml";

import { today } from "../../../cli/secrets/age.ts";
import { makeSecretsCheckout, stackFile, type SecretsCheckout } from "./secrets-checkout.ts";

/** What every value of these tests has in it, and nothing else has. */
const canary = "kanari3nv0gel";
const registry = "registry/password";
/** Folders that a copy only links to. */
const shared = /\/(node_modules|\.msa\/toolchain)(\/|$)/;

describe("./msa secrets set", function () {
  this.timeout(120_000);
  let place: SecretsCheckout;
  before(() => {
    place = makeSecretsCheckout();
  });
  after(() => place.checkout.remove());

  const set = (name: string, value: string, env?: Readonly<Record<string, string>>) =>
    place.secrets(["set", "staging", name], value, env);
  const read = () => place.checkout.read(stackFile);
  const revision = (name: string) =>
    (parse(read()) as { config: Record<string, Record<string, unknown>> }).config[
      "msa:secretRevisions"
    ]?.[name];

  /** Runs a command that must be refused, without a trace in the file. */
  async function refused(code: number, run: () => ReturnType<typeof set>): Promise<string> {
    const before = read();
    const ended = await run();
    assert.deepEqual([ended.code, ended.stdout], [code, ""]);
    assert.equal(read(), before);
    return ended.stderr;
  }

  it("says that the stack has to be created first, in the engine's own words", async () => {
    assert.equal(
      await refused(1, () => set(registry, canary)),
      "staging: Pulumi cannot encrypt for this stack (no stack named 'staging' found). " +
        "Create it, once: pulumi stack init staging --secrets-provider=<provider> " +
        "(docs/how-to/choose-backend-and-secrets.md). If it exists, log in where it is kept: pulumi login\n",
    );
  });

  describe("of a stack that exists", () => {
    before(async () => {
      const { code, stderr } = await place.pulumi("stack", "init", "staging");
      assert.equal(code, 0, stderr);
      // The engine has written all of it in its own layout; from here on nobody may do so again.
      const marked = read().replace(/^( *msa:namespace: .*)$/m, "$1    # by   hand");
      place.checkout.write(stackFile, await format(marked, { parser: "yaml", printWidth: 100 }));
      place.checkout.edit(stackFile, "  msa:branch: staging", "  msa:branch:    staging  # odd");
    });

    it("adds a ciphertext that the engine reads, and leaves every other line", async () => {
      const before = read();
      const value = `${canary} '"$x\\`;
      const { code, stdout, stderr } = await set(registry, `${value}\n`);
      assert.deepEqual(
        [code, stdout, stderr],
        [
          0,
          "registry/password: set, revision 1, encrypted in Pulumi.staging.yaml. " +
            "It takes effect with the next apply.\n",
          "",
        ],
      );
      assert.equal(await place.decrypted(registry), value);
      const after = read();
      const added = after.split("\n").filter((line) => !before.split("\n").includes(line));
      assert.equal(added.length, 5);
      assert.equal(after.replace(`${added.join("\n")}\n`, ""), before);
      assert.deepEqual(revision(registry), { revision: 1, set: today() });
    });

    it("replaces the same value by another ciphertext, and raises the revision", async () => {
      const lines = read().split("\n");
      const { code } = await set(registry, `${canary}2`);
      assert.equal(code, 0);
      assert.equal(await place.decrypted(registry), `${canary}2`);
      assert.deepEqual(revision(registry), { revision: 2, set: today() });
      assert.equal((await set(registry, `${canary}2`)).code, 0);
      assert.deepEqual(revision(registry), { revision: 3, set: today() });
      const changed = read()
        .split("\n")
        .filter((line, at) => line !== lines[at]);
      assert.equal(changed.length, 2);
    });

    it("keeps the line breaks of a key, and says what it did as JSON", async () => {
      const { privateKey } = generateKeyPairSync("ed25519");
      const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
      const name = "repositories/charts/ssh-key";
      const { code, stdout } = await place.secrets(["set", "staging", name, "--json"], key);
      assert.equal(code, 0);
      const stored = { name, revision: 1, set: today(), file: stackFile };
      assert.deepEqual(JSON.parse(stdout), stored);
      assert.equal(await place.decrypted(name), key.trimEnd());
    });

    it("replaces what stands there in plain text, as the message about it says", async () => {
      const name = "services/order-service/database/password";
      place.checkout.edit(stackFile, "  msa:secrets:\n", `  msa:secrets:\n    ${name}: plain\n`);
      const listed = await place.secrets(["list", "staging"]);
      assert.match(listed.stderr, /must be encrypted .* `\.\/msa secrets set staging services\//);
      assert.equal((await set(name, canary)).code, 0);
      assert.equal(await place.decrypted(name), canary);
      assert.equal((await place.secrets(["list", "staging"])).stderr, "");
    });

    const name = "notifications/slack/token";
    for (const [title, args, value, message] of [
      ["a value of the wrong form", [name], `xoxp-${canary}`, /: must be the token of a bot, .*/],
      ["no value", [name], "", /: must not be empty \(found nothing\)\..* Nothing was written\.$/],
      ["a value as an argument", [name, canary], "", /value: must not be an argument, since the /],
      ["a value that looks like an option", [name, `-p${canary}`], "", /^value: must not be an /],
      ["a value behind the name", [`${name}=${canary}`], "", /^value: must not be an argument, /],
      ["a value in place of the name", [canary], "", /\(found a name that is not shown\)/],
      ["a name nobody asks for", ["oidc/client-secret"], canary, /\(found "oidc\/client-secret"\)/],
      [
        "no name",
        [],
        canary,
        /^name: is missing\. See what there is: \.\/msa secrets list staging/,
      ],
      ["a name and all", [name, "--all-missing"], "", /^--all-missing: .* \(found a name too\)/],
      ["all without a terminal", ["--all-missing"], canary, /^--all-missing: there is no terminal/],
      ["both places", [name, "--local", "--context", "x"], "", /'--local' cannot be used with/],
      ["a context never used", [name, "--context", "x"], "", /^--context: .* \(found "x"\)/],
    ] as const) {
      it(`refuses ${title} before the engine is asked, and shows no value`, async () => {
        const calls = place.engineCalls();
        const said = await refused(2, () => place.secrets(["set", "staging", ...args], value));
        assert.match(said.trimEnd(), message);
        assert.ok(!said.includes(canary));
        assert.equal(place.engineCalls(), calls);
      });
    }

    it("hands on that the passphrase is missing or wrong, and what to do", async () => {
      const variable = "PULUMI_CONFIG_PASSPHRASE_FILE";
      const nowhere = join(place.checkout.folder, "home/nowhere");
      place.checkout.write("home/other", "another passphrase");
      assert.match(
        await refused(1, () => set(registry, canary, { [variable]: nowhere })),
        /^staging: Pulumi cannot encrypt for this stack \(.*home\/nowhere.*\)\. /,
      );
      const other = join(place.checkout.folder, "home/other");
      assert.equal(
        await refused(1, () => set(registry, canary, { [variable]: other })),
        "staging: Pulumi cannot encrypt for this stack (incorrect passphrase). " +
          "Give the passphrase that the stack was created with.\n",
      );
    });

    it("keeps what a person writes into the file while the engine works", async () => {
      const added = "# written meanwhile";
      place.aroundEngine("", `echo '${added}' >> '${join(place.checkout.folder, stackFile)}'`);
      const { code } = await set(registry, `${canary}3`);
      place.aroundEngine("");
      assert.equal(code, 0);
      assert.ok(read().endsWith(`${added}\n`));
      assert.equal(await place.decrypted(registry), `${canary}3`);
    });

    it("has written nothing when it is killed before the engine is done", async () => {
      const before = read();
      const marker = join(place.checkout.folder, "home/started");
      place.aroundEngine(`touch '${marker}'; sleep 60`);
      const child = spawn("sh", ["-c", `./msa secrets set staging ${registry} < home/value`], {
        cwd: place.checkout.folder,
        detached: true,
        stdio: "ignore",
        env: { ...process.env, ...place.env, HOME: join(place.checkout.folder, "home") },
      });
      const ended = new Promise((resolve) => child.once("close", resolve));
      while (!existsSync(marker)) await new Promise((resolve) => setTimeout(resolve, 50));
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      await ended;
      place.aroundEngine("");
      assert.equal(read(), before);
      assert.equal((await set(registry, `${canary}4`)).code, 0);
      assert.equal(await place.decrypted(registry), `${canary}4`);
    });

    it("has shown a value to nobody: no output, process list, environment, log or other file", () => {
      assert.ok(place.engineCalls().includes(registry));
      assert.ok(place.printed().includes(registry));
      const { folder } = place.checkout;
      const where = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !shared.test(entry.parentPath))
        .map(({ parentPath, name: file }) => join(parentPath, file))
        .filter((file) => readFileSync(file).includes(canary));
      assert.deepEqual(where, [join(folder, "home/value")]);
      assert.ok(!place.printed().includes(canary));
    });
  });
});
