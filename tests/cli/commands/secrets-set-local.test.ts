import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { toolbox } from "../../../toolchain/toolbox.ts";
import { root, tool } from "../../support/tools.ts";
import type { SecretsListed } from "../../../cli/commands/secrets-list.ts";
import { makeSecretsCheckout, stackFile, type SecretsCheckout } from "./secrets-checkout.ts";

const name = "services/order-service/database/password";

describe("./msa secrets of a run", function () {
  this.timeout(120_000);
  let place: SecretsCheckout;
  before(() => {
    place = makeSecretsCheckout();
  });
  after(() => place.checkout.remove());

  const run = ".msa/local/staging";
  const states = async (...option: string[]) => {
    const { stdout } = await place.secrets(["list", "staging", ...option, "--json"]);
    const { secrets } = JSON.parse(stdout) as SecretsListed;
    return Object.fromEntries(secrets.map((row) => [row.name, [row.state, row.required]]));
  };

  /** What the engine of a run would give a program. */
  async function decrypted(folder: string): Promise<string> {
    const path = join(place.checkout.folder, folder);
    const args = ["config", "get", "--path", `msa:secrets[${JSON.stringify(name)}]`, "-C", path];
    const { stdout } = await place.checkout.run(tool("pulumi"), [...args, "-s", "staging"], {
      PULUMI_HOME: toolbox(root).pulumiHome,
      PULUMI_BACKEND_URL: `file://${join(path, "state")}`,
      PULUMI_CONFIG_PASSPHRASE_FILE: join(path, "passphrase"),
    });
    return stdout;
  }

  it("lists what a local run asks for, of which nothing is required, and writes nothing", async () => {
    assert.deepEqual(await states("--local"), {
      "argo-cd/redis": ["generated", false],
      "grafana/admin": ["generated", false],
      "notifications/slack/token": ["missing", false],
      "redis/password": ["generated", false],
      [name]: ["missing", false],
      "services/order-service/database/username": ["missing", false],
    });
    assert.equal(existsSync(join(place.checkout.folder, ".msa/local")), false);
  });

  it("sets one before the local cluster exists, with the run's own passphrase and state", async () => {
    const before = place.checkout.gitStatus();
    const { code, stdout, stderr } = await place.secrets(
      ["set", "staging", name, "--local"],
      "hunter2-local\n",
    );
    assert.deepEqual(
      [code, stdout, stderr],
      [
        0,
        `${name}: set, revision 1, encrypted in ${run}/${stackFile}. It takes effect with the next apply.\n`,
        "",
      ],
    );
    assert.equal(await decrypted(run), "hunter2-local\n");
    assert.equal(place.checkout.gitStatus(), before);
    assert.equal(existsSync(join(place.checkout.folder, "home/state/.pulumi/stacks")), false);
    assert.equal(place.engineCalls(), "");
  });

  it("keeps it over the next join, and raises the revision", async () => {
    assert.deepEqual((await states("--local"))[name], ["set", false]);
    const { code } = await place.secrets(["set", "staging", name, "--local"], "hunter3-local");
    assert.equal(code, 0);
    assert.equal(await decrypted(run), "hunter3-local\n");
    const { config } = parse(place.checkout.read(`${run}/${stackFile}`)) as {
      config: Record<string, Record<string, { revision: number }>>;
    };
    assert.equal(config["msa:secretRevisions"]?.[name]?.revision, 2);
    assert.deepEqual((await states())[name], ["missing", true]);
  });

  it("knows a secret that the configuration asks for only since the last run", async () => {
    const key = "services/user-service/mail/password";
    place.checkout.edit(
      "Pulumi.yaml",
      "        team: identity\n",
      "        team: identity\n        secrets: { mail: { keys: [password] } }\n",
    );
    assert.equal((await place.secrets(["set", "staging", key, "--local"], "hunter4")).code, 0);
    assert.deepEqual((await states("--local"))[key], ["set", false]);
    assert.equal(await decrypted(run), "hunter3-local\n");
  });

  it("sets one of a run on somebody's own cluster, which has its own", async () => {
    const folder = ".msa/contexts/try/staging";
    mkdirSync(join(place.checkout.folder, folder), { recursive: true });
    for (const file of [stackFile, "Pulumi.yaml", "local.yaml", "passphrase"]) {
      copyFileSync(
        join(place.checkout.folder, run, file),
        join(place.checkout.folder, folder, file),
      );
    }
    const { code, stderr } = await place.secrets(
      ["set", "staging", name, "--context", "try"],
      "hunter5-try",
    );
    assert.deepEqual([code, stderr], [0, ""]);
    assert.equal(await decrypted(folder), "hunter5-try\n");
    assert.equal(await decrypted(run), "hunter3-local\n");
    const listed = await place.secrets(["list", "staging", "--context", "try"]);
    assert.match(
      listed.stdout,
      /\n {2}\.\/msa secrets set staging notifications\/slack\/token --context try\n/,
    );
  });
});
