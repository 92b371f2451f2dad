import assert from "node:assert/strict";

import type { LiveReport } from "../../report/live.ts";
import { writesIn, eventsIn, byEngine } from "../support/audit-log.ts";
import { makeCheckout, type Checkout } from "../support/checkout.ts";
import { localCluster, type LocalCluster } from "../support/local-cluster.ts";
import { installOnlyArgoCd } from "../support/platform-choice.ts";

const file = "Pulumi.development.yaml";
const neverReady = 'values: { podAnnotations: { "msa.test/never-ready": "true" } }';

interface Result {
  readonly delivered: {
    readonly changes: { readonly lines: readonly string[] };
    readonly services: readonly { readonly version: string; readonly health: string }[];
    readonly verified: { readonly tag?: string };
    readonly checks: readonly string[];
  };
  readonly revision?: { readonly number: number; readonly version: string };
}

describe("a version that does not come, and the way back, with automatic sync on", function () {
  this.timeout(400_000);
  let checkout: Checkout;
  let cluster: LocalCluster;
  const git = (...args: string[]) => checkout.run("git", args);
  const msa = async (...args: string[]) => {
    const ended = await checkout.msa(args);
    return { ...ended, json: () => JSON.parse(ended.stdout) as Result };
  };

  before(async () => {
    checkout = makeCheckout();
    installOnlyArgoCd(checkout, "development");
    await git("config", "user.name", "Ann");
    await git("config", "user.email", "ann@example.invalid");
    // Told within half a minute that a version does not come.
    checkout.edit(file, "progressDeadlineSeconds: 300", "progressDeadlineSeconds: 30");
    await git("commit", "--quiet", "--all", "--message", "Told sooner");
    const { code, stderr } = await msa("up");
    assert.equal(code, 0, stderr);
    cluster = localCluster(checkout.folder, "development");
  });
  after(() => checkout.remove());

  const tag = async () => {
    const { spec } = await cluster.apps.readNamespacedDeployment({
      name: "user-service",
      namespace: "microservices-dev",
    });
    return spec?.template.spec?.containers[0]?.image?.split(":").at(-1);
  };

  const live = async () => {
    const { stdout } = await msa(
      ...["preview", "development", "--live", "--base", "HEAD", "--json"],
    );
    const { live } = JSON.parse(stdout) as { live: readonly LiveReport[] };
    return live[0] ?? assert.fail(stdout);
  };

  it("records a version that came as verified", async () => {
    const { code, stderr, json } = await msa(
      ...["deploy", "development", "user-service", "--version", "1.1.0", "--yes", "--json"],
    );
    assert.equal(code, 0, stderr);
    const { delivered } = json();
    assert.deepEqual(delivered.changes.lines, ["update Application user-service"]);
    assert.deepEqual(delivered.verified, { tag: "verified/development/1" });
    assert.deepEqual(delivered.checks, [
      "Synced and Healthy with what is declared; pods are simulated, so nothing else can be said",
    ]);
    assert.equal(await tag(), "1.1.0");
    assert.equal(checkout.gitStatus(), ` M ${file}\n`);
  });

  it("shows before a merge what the engine would do and what runs, and writes nothing", async () => {
    const events = eventsIn(cluster.auditLog);
    const before = checkout.read(file);
    checkout.edit(file, "user-service: { version: 1.1.0 }", "user-service: { version: 1.1.1 }");
    const { engine, argoCd } = await live();
    checkout.edit(file, "replicas: 1", "replicas: 11");
    const refused = (await live()).engine;
    checkout.write(file, before);

    assert.deepEqual("failure" in engine ? engine.failure : engine.lines, [
      "update Application user-service",
    ]);
    assert.deepEqual(
      "failure" in argoCd
        ? argoCd.failure
        : argoCd.map(({ declared, running, health }) => [declared, running, health]),
      [
        ["1.0.0", "1.0.0", "Healthy"],
        ["1.0.0", "1.0.0", "Healthy"],
        ["1.0.0", "1.0.0", "Healthy"],
        ["1.1.1", "1.1.0", "Healthy"],
      ],
    );
    assert.ok("failure" in refused);
    assert.match(
      refused.failure,
      /maximum-replicas: Deployment microservices-dev\/user-service: spec\.replicas is 11, must be at most 5/,
    );
    assert.deepEqual(writesIn(cluster.auditLog, events).filter(byEngine), []);
  });

  it("says why a version does not come, names the way back, and does not record it", async () => {
    checkout.edit(
      file,
      "user-service: { version: 1.1.0 }",
      `user-service: { version: 1.1.0, ${neverReady} }`,
    );
    const { code, stderr } = await msa(
      ...["deploy", "development", "user-service", "--version", "1.2.0", "--yes"],
    );
    assert.equal(code, 1);
    assert.match(stderr, /^ {2}user-service Synced\/Degraded /m);
    assert.match(stderr, /^ {4}the rollout is stuck \(ProgressDeadlineExceeded\): /m);
    assert.match(stderr, /^ {2}\.\/msa rollback development user-service --local$/m);
    assert.equal((await git("tag", "--list")).stdout, "verified/development/1\n");
  });

  it("refuses the revision that never came", async () => {
    const { code, stderr } = await msa("rollback", "development", "user-service", "3", "--yes");
    assert.deepEqual(
      [code, stderr],
      [
        2,
        "revision: 3 (1.2.0) of user-service was never verified in development. Verified is 2 (1.1.0).\n",
      ],
    );
  });

  it("goes back to what was verified, holds it there, and the engine has nothing to add", async () => {
    const { code, stderr, json } = await msa(
      ...["rollback", "development", "user-service", "--now", "--yes", "--json"],
    );
    assert.equal(code, 0, stderr);
    // The service is back before the engine is asked anything.
    assert.match(stderr, /^user-service is back; the engine's state follows\.\nPreviewing …$/m);
    const { revision, delivered } = json();
    assert.deepEqual([revision?.number, revision?.version], [2, "1.1.0"]);
    assert.deepEqual(
      delivered.services.map(({ version, health }) => [version, health]),
      [["1.1.0", "Healthy"]],
    );
    assert.equal(await tag(), "1.1.0");
    assert.match(
      checkout.read(file),
      /user-service: \{ version: 1\.1\.0, hold: \{ reason: "?rolled back from 1\.2\.0"?, by: "?Ann"?, since: "\S+" \} \}/,
    );
    const before = eventsIn(cluster.auditLog);
    const up = await msa("up");
    assert.equal(up.code, 0, up.stderr);
    assert.match(up.stderr, /^No changes: all \d+ resources are as declared\.$/m);
    assert.deepEqual(writesIn(cluster.auditLog, before).filter(byEngine), []);
  });

  it("may be run again and stays where it is", async () => {
    const before = checkout.read(file);
    const { code, stderr, json } = await msa("rollback", "development", "user-service", "--json");
    assert.equal(code, 0, stderr);
    assert.deepEqual(json().delivered.changes.lines, []);
    assert.equal(checkout.read(file), before);
  });

  it("is rolled forward by nothing until it is released", async () => {
    const before = checkout.read(file);
    const deploy = ["deploy", "development", "user-service", "--version", "1.3.0", "--yes"];
    const held = await msa(...deploy);
    assert.equal(held.code, 2);
    assert.match(
      held.stderr,
      /^user-service: is held in development \(found "rolled back from 1\.2\.0", by Ann since /,
    );
    assert.equal(checkout.read(file), before);
    const released = await msa("hold", "release", "development", "user-service", "--yes");
    assert.equal(released.code, 0, released.stderr);
    const { code, stderr } = await msa(...deploy);
    assert.equal(code, 0, stderr);
    assert.equal(await tag(), "1.3.0");
  });

  it("goes back without --now as well", async () => {
    const { code, stderr, json } = await msa(
      ...["rollback", "development", "user-service", "--yes", "--json"],
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual(json().delivered.changes.lines, ["update Application user-service"]);
    assert.equal(await tag(), "1.1.0");
  });
});
