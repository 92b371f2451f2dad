import assert from "node:assert/strict";

import { parseDocument } from "yaml";

import { environments } from "../../../config/model.ts";
import { byEngine, eventsIn, writesIn } from "../../support/audit-log.ts";
import { fieldsAt, type Fields } from "../../../policy/model/read.ts";
import { engineStage, type EngineStage } from "../engine-stage.ts";
import { bare, remedied, remedies } from "../remedied.ts";

const withPack = ["--policy-pack", "policy"];

/** The same stack file with an HPA that the profile does not have. */
function withTooFew(text: string): string {
  const document = parseDocument(text);
  const values = { autoscaling: { minReplicas: 1 } };
  document.setIn(["config", "msa:services", "user-service", "values"], values);
  return document.toString();
}

/** The real engine, the real pack and a real API server; charts are the stand-ins. */
describe("pulumi with the policy pack", function () {
  this.timeout(600_000);
  let stage: EngineStage;

  before(async () => {
    stage = await engineStage(environments);
    for (const environment of environments) {
      assert.equal((await stage.pulumi(["stack", "init", environment])).code, 0);
    }
  });
  after(async () => {
    await stage.remove();
  });

  for (const environment of environments) {
    it(`lets ${environment} as committed pass, and can look at every field`, async () => {
      const { code, stdout, stderr } = await stage.pulumi([
        "preview",
        "-s",
        environment,
        ...withPack,
      ]);
      assert.equal(code, 0, stdout + stderr);
      assert.ok(/Policies:/.test(stdout), stdout);
      assert.deepEqual(stdout.match(/\[mandatory\].*|.*not-checkable.*|can't run policy.*/g), null);
    });
  }

  it("stops an update for what only the rendered chart shows, with nothing written", async () => {
    const file = "Pulumi.staging.yaml";
    const before = stage.checkout.read(file);
    stage.checkout.write(file, withTooFew(before));
    const events = eventsIn(stage.cluster.auditLog);
    const { code, stdout } = await stage.pulumi(["up", "--yes", "-s", "staging", ...withPack]);
    stage.checkout.write(file, before);

    assert.notEqual(code, 0);
    const found =
      "HorizontalPodAutoscaler microservices-staging/user-service-hpa: spec.minReplicas is 1";
    assert.ok(stdout.includes(`${found}, must be at least 2 for staging.`), stdout);
    assert.ok(stdout.includes(`${found}, must be 2 as configured for staging.`), stdout);
    assert.deepEqual(writesIn(stage.cluster.auditLog, events).filter(byEngine), []);
  });

  it("reports it also in a dry run, and takes other levels from a file", async () => {
    const file = "Pulumi.staging.yaml";
    const before = stage.checkout.read(file);
    stage.checkout.write(file, withTooFew(before));
    stage.checkout.write(
      "home/levels.json",
      JSON.stringify({ "minimum-replicas": { minimum: 1 }, "hpa-matches-environment": "advisory" }),
    );
    const levels = ["--policy-pack-config", "home/levels.json"];
    const { code, stdout, stderr } = await stage.pulumi([
      "preview",
      "-s",
      "staging",
      ...withPack,
      ...levels,
    ]);
    stage.checkout.write(file, before);

    assert.equal(code, 0, stdout + stderr);
    assert.ok(/\[advisory\]\s+hpa-matches-environment/.test(stdout), stdout);
    assert.ok(!/minimum-replicas[^\n]*\n[^\n]*\n[^\n]*user-service-hpa/.test(stdout), stdout);
  });

  // The provider does not check again what a remedy makes of its inputs.
  for (const { rule, remedy } of remedies) {
    it(`makes by the remedy of ${rule.name} what the API server's dry run takes as it is`, async () => {
      const once = remedy(bare);
      assert.ok(once !== undefined);
      assert.deepEqual(remedy(once) ?? once, once);
      assert.deepEqual(await notKept(stage, once), []);
    });
  }

  it("makes by all remedies together what the API server's dry run takes as it is", async () => {
    const all = remedied(bare);
    assert.deepEqual(remedied(all), all);
    assert.deepEqual(await notKept(stage, all), []);
  });
});

/** Fields that the API server leaves out or changes; throws when it refuses the object. Nothing is written. */
async function notKept({ cluster }: EngineStage, object: Fields): Promise<readonly string[]> {
  const metadata = { ...fieldsAt(object, "metadata"), namespace: "default" };
  const sent = { apiVersion: "apps/v1", kind: "Deployment", ...object, metadata };
  const taken = await cluster.objects.create(sent, undefined, "All");
  const kept = new Set(leaves(taken));
  return leaves(sent).filter((leaf) => !kept.has(leaf));
}

/** Each value with its path, such as `spec.replicas=3`. */
function leaves(value: unknown, path = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [`${path}=${String(value)}`];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}
