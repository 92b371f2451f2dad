import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

import { format } from "prettier";

import type { Declared } from "../../../cli/declared/declare.ts";
import { makeCheckout, type Checkout } from "../../support/checkout.ts";

const files = [
  "Pulumi.yaml",
  "Pulumi.development.yaml",
  "Pulumi.staging.yaml",
  "Pulumi.production.yaml",
];

describe("what is declared, changed by a verb", function () {
  this.timeout(300_000);
  let checkout: Checkout;
  let committed: readonly string[];
  const texts = () => files.map((file) => checkout.read(file));
  before(() => {
    checkout = makeCheckout();
    committed = texts();
  });
  after(() => checkout.remove());

  async function done(...args: string[]): Promise<Declared> {
    const { code, stdout, stderr } = await checkout.msa([...args, "--yes", "--json"]);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as Declared;
  }

  const add = [
    ...["service", "add", "payment-service", "--team", "commerce"],
    ...["--description", "Payments and refunds.", "--callers", "order-service,user-service"],
    ...["--port", "9090", "--redis-ttl", "60", "--with-database"],
  ];

  it("has a new service with one entry, in all environments, as a formatter leaves it", async () => {
    const { outcome, effects, notes } = await done(...add);
    assert.equal(outcome, "written");
    assert.equal(checkout.gitStatus(), " M Pulumi.yaml\n");
    const entry =
      "      payment-service:\n        team: commerce\n        description: Payments and refunds.\n" +
      "        version: 0.1.0\n        port: 9090\n        callers: [order-service, user-service]\n" +
      "        cache: { redis: { ttlSeconds: 60 } }\n" +
      "        secrets: { database: { keys: [username, password] } }\n";
    assert.equal(checkout.read("Pulumi.yaml"), `${committed[0] ?? ""}${entry}`);
    const text = checkout.read("Pulumi.yaml");
    assert.equal(await format(text, { parser: "yaml", printWidth: 100 }), text);
    const created = effects.map(({ environment, effects: all }) => [
      environment,
      all.filter(({ action }) => action === "create").map(({ resource }) => resource),
    ]);
    assert.deepEqual(created, [
      ["development", ["Application payment-service"]],
      ["staging", ["Application payment-service"]],
      ["production", ["Application payment-service"]],
    ]);
    assert.match(
      notes.join("\n"),
      /payment-service-dev\.jclee\.me, .*\nIt reads services\/payment/,
    );
  });

  it("stays as it is when the same command is run again", async () => {
    const before = texts();
    const { outcome, files: changed } = await done(...add);
    assert.deepEqual([outcome, changed], ["unchanged", []]);
    assert.deepEqual(texts(), before);
  });

  it("has one place for the new service's exception, gone again with its last key", async () => {
    const before = texts();
    const { files: changed } = await done(
      ...["set", "staging", "payment-service", "env.LOG_LEVEL", "debug"],
    );
    assert.deepEqual(
      changed.flatMap(({ lines }) => lines.filter((line) => /^[-+]/.test(line))),
      ["+    payment-service: { env: { LOG_LEVEL: debug } }"],
    );
    await done("set", "staging", "payment-service", "env.LOG_LEVEL", "--unset");
    assert.deepEqual(texts(), before);
  });

  it("has a hold in the stack file, that stops a version and not a size, until it is released", async () => {
    const before = texts();
    await done("hold", "set", "staging", "payment-service", "--reason", "loses orders");
    assert.match(
      checkout.read("Pulumi.staging.yaml"),
      /^ {4}payment-service: \{ hold: \{ reason: loses orders, by: \S+, since: "\d{4}-.*Z" \} \}$/m,
    );
    const version = ["set", "staging", "payment-service", "version", "0.2.0", "--yes"];
    const refused = await checkout.msa(version);
    assert.equal(refused.code, 2);
    assert.match(
      refused.stderr,
      /^payment-service: is held in staging \(found "loses orders", by /,
    );
    const scaled = await done("scale", "staging", "payment-service", "--min", "3");
    assert.equal(scaled.outcome, "written");
    await done("set", "staging", "payment-service", "profile", "--unset");
    assert.equal((await done("hold", "release", "staging", "payment-service")).outcome, "written");
    assert.deepEqual(texts(), before);
    assert.equal(
      (await done("hold", "release", "staging", "payment-service")).outcome,
      "unchanged",
    );
  });

  it("is byte for byte what it was when the service is removed", async () => {
    await done("service", "remove", "payment-service");
    assert.deepEqual(texts(), committed);
    assert.equal(checkout.gitStatus(), "");
  });

  it("names a removed service nowhere: callers, entries, secrets, windows, routes", async () => {
    checkout.edit(
      "Pulumi.yaml",
      "      onCall:",
      '      byService: { order-service: { slack: { channel: "#x" } } }\n      onCall:',
    );
    checkout.edit(
      "Pulumi.staging.yaml",
      "  msa:rollout:",
      '  msa:sync:\n    windows:\n      - { kind: deny, schedule: "0 22 * * *", duration: 8h, services: [order-service] }\n' +
        '      - { kind: deny, schedule: "0 23 * * *", duration: 1h, services: [user-service, order-service] }\n' +
        "  msa:secrets:\n    services/order-service/database/password:\n      secure: v1:a=\n" +
        '  msa:secretRevisions:\n    services/order-service/database/password: { revision: 1, set: "2026-11-23" }\n' +
        "  msa:rollout:",
    );
    const { subject } = await done("service", "remove", "order-service", "--also-as-caller");
    assert.equal(subject, "Remove order-service");
    assert.ok(texts().every((text) => !text.includes("order-service")));
    assert.match(checkout.read("Pulumi.staging.yaml"), /duration: 1h, services: \[user-service\]/);
    assert.match(checkout.read("Pulumi.yaml"), /callers: \[notification-service\]\n {8}cache/);
    for (const [at, file] of files.entries()) checkout.write(file, committed[at] ?? "");
  });

  it("tells the quota that follows from a size, and what the person sees before being asked", async () => {
    const { code, stderr } = await checkout.msa([
      "scale",
      "production",
      "user-service",
      "--max",
      "20",
    ]);
    assert.equal(code, 2);
    const told = stderr.replace(/^(Looking|Asking) .*\n/gm, "");
    assert.equal(
      told,
      "Scale user-service in production: max 20:\nPulumi.production.yaml\n     msa:services:\n" +
        "  -    user-service: { version: 1.0.0 }\n" +
        "  +    user-service: { version: 1.0.0, profile: { autoscaling: { max: 20 } } }\n" +
        "       product-service: { version: 1.0.0 }\n" +
        "production: 2 objects change\n  update Application user-service\n" +
        "      spec.source.helm.valuesObject.autoscaling.maxReplicas: 10 → 20\n" +
        "  update ResourceQuota services-quota\n" +
        "The quota of microservices follows: pods 52 → 64, requests.cpu 31200m → 38400m, " +
        "requests.memory 33280Mi → 40960Mi, limits.cpu 208000m → 256000m, " +
        "limits.memory 159744Mi → 196608Mi. The cluster needs room for that.\n" +
        "confirmation: there is no terminal to ask on. Add --yes to go on without.\n",
    );
    assert.deepEqual(texts(), committed);
  });

  it("tells what the policies have against a size, and nothing they had against it before", async () => {
    const { notes } = await done("scale", "production", "user-service", "--min", "1");
    assert.deepEqual(
      notes
        .filter((note) => note.startsWith("Policy "))
        .map((note) => note.replace(/\): .*/s, ")")),
      ["Policy minimum-replicas is against it (mandatory)"],
    );
    checkout.write("Pulumi.production.yaml", committed[3] ?? "");
  });

  it("goes to the branch of its environment with --commit, whatever is checked out", async () => {
    const git = (...args: string[]) =>
      execFileSync("git", args, { cwd: checkout.folder, encoding: "utf8" }).trim();
    git("config", "user.name", "Kim");
    git("config", "user.email", "kim@example.org");
    git("branch", "staging");
    const held = ["hold", "set", "staging", "user-service", "--reason", "a reason", "--commit"];
    const { outcome, committed: commit } = await done(...held);
    assert.deepEqual([outcome, commit?.branch], ["committed", "staging"]);
    assert.deepEqual(texts(), committed);
    assert.match(git("show", "staging:Pulumi.staging.yaml"), /reason: a reason, by: Kim/);
    assert.equal(git("log", "-1", "--format=%s", "staging"), "Hold user-service in staging");
  });
});
