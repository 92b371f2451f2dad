import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { parseDocument } from "yaml";

import type { SetupResult } from "../../cli/commands/setup.ts";
import { byPerson, eventsIn, writesIn } from "../support/audit-log.ts";
import { makeCheckout, type Checkout, type Ended } from "../support/checkout.ts";
import { localCluster, type LocalCluster } from "../support/local-cluster.ts";
import { installOnlyArgoCd, useOnlyArgoCd } from "../support/platform-choice.ts";
import { plainPulumi } from "../support/plain-pulumi.ts";
import { processesWith } from "../support/processes.ts";
import { tool } from "../support/tools.ts";

// As the README has it for people with the official CLI; a local cluster plays the real one.

/** What the committed stack asks for and cannot do without. */
const secretNames = ["order-service", "product-service", "user-service"].flatMap((service) =>
  ["username", "password"].map((key) => `services/${service}/database/${key}`),
);

describe("plain pulumi, with no wrapper", function () {
  this.timeout(300_000);
  let checkout: Checkout;
  let cluster: LocalCluster;
  let env: Record<string, string>;

  before(async () => {
    checkout = makeCheckout();
    installOnlyArgoCd(checkout, "development");
    const { code, stderr } = await checkout.msa(["up", "development"]);
    assert.equal(code, 0, stderr);
    // What is on the cluster now is there already for production.
    useOnlyArgoCd(checkout, "production");
    cluster = localCluster(checkout.folder, "development");
    const own = checkout.read(".msa/local/development/cluster/kubeconfig");
    checkout.write("home/kubeconfig", own.replaceAll("msa-development", "production"));
    env = {
      ...plainPulumi,
      PULUMI_BACKEND_URL: `file://${join(checkout.folder, "home")}`,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase",
      KUBECONFIG: join(checkout.folder, "home", "kubeconfig"),
    };
  });

  after(async () => {
    await checkout.remove();
    assert.deepEqual(processesWith(checkout.folder), []);
  });

  const pulumi = (args: readonly string[], more: Record<string, string> = {}): Promise<Ended> =>
    checkout.run(tool("pulumi"), [...args, "--color", "never", "--non-interactive"], {
      ...env,
      // These runs are of no branch, also where the tests run in GitHub Actions.
      GITHUB_ACTIONS: "",
      ...more,
    });

  /** Nothing outside this machine is asked for a chart. */
  function useChartsOf(environment: string, file: string): void {
    const local = `.msa/local/${environment}/Pulumi.${environment}.yaml`;
    const charts = ["config", "msa:charts"];
    const stack = parseDocument(checkout.read(file));
    stack.setIn(charts, parseDocument(checkout.read(local)).getIn(charts));
    checkout.write(file, String(stack));
  }

  async function uid(): Promise<string> {
    const { metadata } = await cluster.core.readNamespace({ name: "kube-system" });
    return metadata?.uid ?? "";
  }

  it("wants a passphrase and falls back to none", async () => {
    const without = Object.fromEntries(
      Object.entries(env).filter(([name]) => name !== "PULUMI_CONFIG_PASSPHRASE"),
    );
    const args = ["stack", "init", "production", "--non-interactive"];
    const { code, stderr } = await checkout.run(tool("pulumi"), args, without);
    assert.notEqual(code, 0);
    assert.match(stderr, /passphrase must be set/);
    assert.equal((await pulumi(["stack", "init", "production"])).code, 0);
  });

  it("previews a stack that is not pinned with a warning that says how to pin it", async () => {
    const { code, stdout, stderr } = await pulumi(["preview", "-s", "production"]);
    assert.equal(code, 0, stdout + stderr);
    assert.ok(
      stdout.includes(`Pin it: pulumi config set --path msa:cluster.uid ${await uid()}`),
      stdout,
    );
  });

  it("refuses to apply while a required secret is missing, and names the command for each", async () => {
    const before = eventsIn(cluster.auditLog);
    const { code, stdout } = await pulumi(["up", "--yes", "-s", "production"]);
    assert.notEqual(code, 0);
    for (const name of secretNames) {
      assert.ok(stdout.includes(`./msa secrets set production ${name}`), stdout);
    }
    assert.deepEqual(writesIn(cluster.auditLog, before).filter(byPerson), []);
    for (const name of secretNames) {
      const path = `msa:secrets["${name}"]`;
      const value = `a value of ${name}`;
      const args = ["config", "set", "--secret", "--path", path, value, "-s", "production"];
      const set = await pulumi(args);
      assert.equal(set.code, 0, set.stderr);
    }
  });

  it("refuses a run of another branch in GitHub Actions, and shows a pull request's preview", async () => {
    const actions = { GITHUB_ACTIONS: "true", GITHUB_REF_NAME: "develop" };
    const preview = ["preview", "-s", "production"];
    const push = await pulumi(preview, { ...actions, GITHUB_EVENT_NAME: "push" });
    assert.notEqual(push.code, 0);
    assert.ok(
      push.stdout.includes(
        "branch: production is what the branch main holds (found branch develop)",
      ),
      push.stdout,
    );
    const shown = await pulumi(preview, { ...actions, GITHUB_EVENT_NAME: "pull_request" });
    assert.equal(shown.code, 0, shown.stdout);
  });

  it("refuses to apply it, with nothing written", async () => {
    const before = eventsIn(cluster.auditLog);
    const { code, stdout } = await pulumi(["up", "--yes", "-s", "production"]);
    assert.notEqual(code, 0);
    assert.ok(stdout.includes("cluster.uid: the stack is not pinned to a cluster"), stdout);
    assert.deepEqual(writesIn(cluster.auditLog, before).filter(byPerson), []);
  });

  it("applies it once it is pinned, and destroys it again", async () => {
    const pinned = await pulumi([
      "config",
      "set",
      "--path",
      "msa:cluster.uid",
      await uid(),
      "-s",
      "production",
    ]);
    assert.equal(pinned.code, 0, pinned.stderr);
    const up = await pulumi(["up", "--yes", "-s", "production"]);
    assert.equal(up.code, 0, up.stdout);
    assert.match(up.stdout, /urls\s*: \{/);
    const secret = { name: "order-service-database", namespace: "microservices" };
    const { data } = await cluster.core.readNamespacedSecret(secret);
    assert.deepEqual(
      Object.values(data ?? {}).map((each) => Buffer.from(each, "base64").toString()),
      ["password", "username"].map((key) => `a value of services/order-service/database/${key}`),
    );
    const { spec } = await cluster.core.readNamespacedResourceQuota({
      name: "services",
      namespace: "microservices",
    });
    assert.equal(spec?.hard?.["pods"], "52"); // 4 services × (10 at most + 3 of surge)
    const again = await pulumi(["up", "--yes", "-s", "production", "--expect-no-changes"]);
    assert.equal(again.code, 0, again.stdout);
    const gone = await pulumi(["destroy", "--yes", "-s", "production"], {
      PULUMI_RUN_PROGRAM: "true",
    });
    assert.equal(gone.code, 0, gone.stdout);
    const { items } = await cluster.core.listNamespace();
    assert.ok(!items.some(({ metadata }) => metadata?.name === "microservices"));
  });

  it("is set up anew by ./msa setup, which says step by step what it lacks", async () => {
    const file = "Pulumi.production.yaml";
    await checkout.run("git", ["checkout", "--quiet", file]);
    useOnlyArgoCd(checkout, "production");
    useChartsOf("development", file);
    const states = join(checkout.folder, "home", "states");
    mkdirSync(states);
    const on = { ...env, PULUMI_BACKEND_URL: `file://${states}`, GITHUB_ACTIONS: "" };
    const setup = ["setup", "production", "--yes", "--json"];
    const committed = checkout.read(file);

    const lacking = await checkout.msa(setup, on);
    assert.equal(lacking.code, 2, lacking.stderr);
    const init = "pulumi stack init production --secrets-provider <provider>";
    assert.match(lacking.stderr, /^setup: production cannot be set up \(7 things are missing/);
    assert.ok(lacking.stderr.includes(`encrypted with its key: ${init}\n`), lacking.stderr);
    assert.equal(checkout.read(file), committed);

    const made = await pulumi(init.replace("<provider>", "passphrase").split(" ").slice(1), on);
    assert.equal(made.code, 0, made.stderr);
    for (const name of secretNames) {
      const command = `echo "a value" | ./msa secrets set production ${name}`;
      const set = await checkout.run("sh", ["-c", command], on);
      assert.equal(set.code, 0, set.stderr);
    }
    const { code, stdout, stderr } = await checkout.msa(setup, on);
    assert.equal(code, 0, stderr);
    const result = JSON.parse(stdout) as SetupResult;
    assert.deepEqual(result.did, [`pinned it to the cluster ${await uid()}`]);
    assert.ok(checkout.read(file).includes(await uid()), checkout.read(file));
    const again = JSON.parse((await checkout.msa(setup, on)).stdout) as SetupResult;
    assert.deepEqual([again.did, again.changes.changed], [[], 0]);
  });
});
