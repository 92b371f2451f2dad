import assert from "node:assert/strict";

import type { SecretRow, SecretsListed } from "../../../cli/commands/secrets-list.ts";
import { today } from "../../../cli/secrets/age.ts";
import { makeSecretsCheckout, stackFile, type SecretsCheckout } from "./secrets-checkout.ts";

describe("./msa secrets list", function () {
  this.timeout(120_000);
  let place: SecretsCheckout;
  before(() => {
    place = makeSecretsCheckout();
    place.checkout.edit(
      stackFile,
      "config:\n",
      [
        "config:",
        "  msa:secrets:",
        "    registry/password: { secure: v1:ciphertext }",
        "    repositories/charts/ssh-key: { secure: v1:ciphertext }",
        "  msa:secretRevisions:",
        `    registry/password: { revision: 3, set: "${today()}" }`,
        "",
      ].join("\n"),
    );
  });
  after(() => place.checkout.remove());

  const list = async () => {
    const { code, stdout } = await place.secrets(["list", "staging", "--json"]);
    return { code, rows: (JSON.parse(stdout) as SecretsListed).secrets };
  };
  const named = (rows: readonly SecretRow[], name: string) => rows.find((row) => row.name === name);

  it("says of each what for, by whom, set or missing, required, how old; no ciphertext", async () => {
    const { rows } = await list();
    assert.deepEqual(named(rows, "registry/password"), {
      name: "registry/password",
      purpose: "password of robot$msa+pull at registry.jclee.me",
      usedBy: ["notification-service", "order-service", "product-service", "user-service"],
      required: true,
      state: "set",
      revision: 3,
      setOn: today(),
      ageDays: 0,
    });
    const old = named(rows, "repositories/charts/ssh-key");
    assert.deepEqual([old?.state, old?.revision, old?.ageDays], ["set", 0, undefined]);
    const missing = named(rows, "notifications/slack/token");
    assert.deepEqual(
      [missing?.state, missing?.required, missing?.command],
      ["missing", false, "./msa secrets set staging notifications/slack/token"],
    );
    assert.deepEqual(named(rows, "grafana/admin"), {
      name: "grafana/admin",
      purpose: "password of Grafana's user admin",
      usedBy: ["Grafana"],
      secret: "monitoring/grafana-admin",
      required: false,
      state: "generated",
    });
    assert.ok(!JSON.stringify(rows).includes("ciphertext"));
  });

  it("ends with 1 while a required one is missing, and with 0 once it is there", async () => {
    assert.equal((await list()).code, 1);
    const committed = place.checkout.read(stackFile);
    place.checkout.edit(
      stackFile,
      "  msa:secretRevisions:\n",
      ["username", "password"]
        .map((key) => `    services/order-service/database/${key}: { secure: v1:x }\n`)
        .concat("  msa:secretRevisions:\n")
        .join(""),
    );
    assert.equal((await list()).code, 0);
    place.checkout.write(stackFile, committed);
  });

  it("prints a table, and never asks the engine", async () => {
    const { code, stdout, stderr } = await place.secrets(["list", "staging"]);
    assert.deepEqual([code, stderr], [1, ""]);
    assert.match(stdout, /│ registry\/password +│ password of robot\$msa\+pull at +│ notif/);
    assert.match(stdout, /\nNothing is applied before these are set:\n {2}\.\/msa secrets set /);
    assert.equal(place.engineCalls(), "");
  });

  it("wants an environment that there is", async () => {
    const { code, stderr } = await place.secrets(["list", "stagin"]);
    assert.equal(code, 2);
    assert.match(stderr, /Did you mean "staging"\?/);
  });
});
