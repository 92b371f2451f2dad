import assert from "node:assert/strict";
import { join } from "node:path";

import { assembleStandIns } from "../../../toolchain/stand-ins/assemble.ts";
import { toolbox } from "../../../toolchain/toolbox.ts";
import { makeCheckout, type Checkout } from "../../support/checkout.ts";
import { root } from "../../support/tools.ts";
import { deadHost } from "../fake-server.ts";

interface Found {
  readonly environment: string;
  readonly notCheckable: readonly unknown[];
  readonly violations: readonly {
    readonly rule: string;
    readonly level: string;
    readonly depth: string;
    readonly object: string;
    readonly message: string;
    readonly exempted: boolean;
  }[];
}

describe("./msa policy", function () {
  this.timeout(300_000);
  let checkout: Checkout;
  let charts: string[];
  before(async () => {
    checkout = makeCheckout();
    const folder = join(checkout.folder, "home", "charts");
    await assembleStandIns({
      source: join(root, "tests/fixtures/charts"),
      values: join(root, "tests/fixtures/chart-values"),
      crdsFolder: toolbox(root).crdsFolder,
      target: folder,
    });
    charts = ["--charts", folder];
  });
  after(async () => {
    await checkout.remove();
  });

  const judged = (text: string) => JSON.parse(text) as Found[];

  it("check lets all three environments pass at all three depths, with no field unknown", async () => {
    const { code, stdout, stderr } = await checkout.msa([
      "policy",
      "check",
      "--strict",
      "--json",
      ...charts,
    ]);
    assert.deepEqual([code, stderr], [0, ""]);
    const found = judged(stdout);
    assert.deepEqual(
      found.map(({ environment, notCheckable }) => [environment, notCheckable.length]),
      [
        ["development", 0],
        ["staging", 0],
        ["production", 0],
      ],
    );
    const depths = new Set(found.flatMap(({ violations }) => violations.map(({ depth }) => depth)));
    assert.deepEqual([...depths].sort(), ["application", "release", "resource"]);
  });

  it("check finds what only the chart's rendered objects show, and says which key to set", async () => {
    const file = "Pulumi.production.yaml";
    const before = checkout.read(file);
    checkout.edit(
      file,
      /(user-service: \{ version: 1.0.0)( \})/,
      "$1, profile: { autoscaling: { min: 2 } }$2",
    );
    const { code, stdout } = await checkout.msa(["policy", "check", "production", ...charts]);
    const github = await checkout.msa([
      "policy",
      "check",
      "production",
      "--format",
      "github",
      ...charts,
    ]);
    const sarif = await checkout.msa([
      "policy",
      "check",
      "production",
      "--format",
      "sarif",
      ...charts,
    ]);
    const line = checkout
      .read(file)
      .split("\n")
      .findIndex((each) => each.includes("autoscaling: { min: 2 }"));
    checkout.write(file, before);

    const message =
      "HorizontalPodAutoscaler microservices/user-service-hpa: spec.minReplicas is 2, must be at least 3 for production. " +
      "Set msa:services.user-service.profile.autoscaling.min in Pulumi.production.yaml. " +
      "[Application user-service-production, chart microservice 1.1.0]";
    assert.equal(code, 1);
    assert.ok(stdout.includes(`  mandatory minimum-replicas\n      ${message}`), stdout);
    const where = `::error file=${file},line=${line + 1},title=minimum-replicas::`;
    assert.ok(github.stdout.includes(where + message), github.stdout);
    const { runs } = JSON.parse(sarif.stdout) as {
      runs: { results: { ruleId: string; level: string; message: { text: string } }[] }[];
    };
    assert.deepEqual(
      runs[0]?.results
        .filter(({ level }) => level === "error")
        .map(({ ruleId, message: { text } }) => [ruleId, text]),
      [["minimum-replicas", message]],
    );
  });

  it("check never passes a chart that cannot be had, and says why", async () => {
    const host = await deadHost();
    checkout.edit(
      "Pulumi.yaml",
      /( +)services: (https:\S+)\n/,
      `$1services: $2\n$1mirror: http://${host}\n`,
    );
    const { code, stdout } = await checkout.msa(["policy", "check", "production", "--json"]);
    assert.equal(code, 1);
    const missing = judged(stdout).flatMap(({ violations }) =>
      violations.filter(({ rule }) => rule === "rendered-charts"),
    );
    assert.equal(missing.length, 15);
    assert.deepEqual(new Set(missing.map(({ level }) => level)), new Set(["mandatory"]));
    assert.match(
      missing[0]?.message ?? "",
      /^Release argocd\/argo-cd: chart is not checkable \(chart argo-cd .* cannot be fetched from /,
    );
  });

  it("check refuses a folder, a level or a parameter that is not there", async () => {
    const nowhere = await checkout.msa(["policy", "check", "--charts", "nowhere"]);
    assert.deepEqual(
      [nowhere.code, nowhere.stderr],
      [2, "--charts: there is no folder nowhere. Give one with packaged charts.\n"],
    );
    checkout.write(
      "home/policy.json",
      '{"minimum-replica": "advisory", "image-digest": "loud", "sync-retry-bounded": {"maximum": 0, "most": 3}}',
    );
    const wrong = await checkout.msa(["policy", "check", "--policy-config", "home/policy.json"]);
    assert.equal(wrong.code, 2);
    assert.deepEqual(wrong.stderr.trimEnd().split("\n"), [
      "home/policy.json: there is no rule minimum-replica. Did you mean minimum-replicas?",
      'home/policy.json: image-digest: must be advisory, mandatory, remediate or disabled (found "loud").',
      "home/policy.json: sync-retry-bounded.maximum: must be from 1 to any (found 0).",
      "home/policy.json: sync-retry-bounded.most: there is no such parameter.",
    ]);
  });

  it("list names every rule, and explain tells one", async () => {
    const list = await checkout.msa(["policy", "list", "--json"]);
    assert.equal((JSON.parse(list.stdout) as unknown[]).length, 86);
    const { code, stdout } = await checkout.msa(["policy", "explain", "minimum-replicas"]);
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^minimum-replicas \(availability, objects together\)\n\nA workload runs at least/,
    );
    const typo = await checkout.msa(["policy", "explain", "minimum-replica"]);
    assert.deepEqual(
      [typo.code, typo.stderr],
      [2, 'rule: there is no rule "minimum-replica". Did you mean minimum-replicas?\n'],
    );
  });
});
