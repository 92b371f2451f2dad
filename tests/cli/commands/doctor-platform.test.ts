import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import type { Check } from "../../../cli/commands/doctor.ts";
import { makeCheckout, type Checkout } from "../../support/checkout.ts";
import { installNothing, usePlatformOf } from "../../support/platform-choice.ts";
import { deadHost, kubeconfigTo, listing, startServer, type FakeServer } from "../fake-server.ts";

const run = ".msa/contexts/fake/development/Pulumi.development.yaml";
const wanted = "on the cluster of development";

describe("./msa doctor with an environment", function () {
  this.timeout(60_000);
  let checkout: Checkout;
  let api: FakeServer;
  let charts: FakeServer;
  let dead: string;
  before(async () => {
    checkout = makeCheckout();
    dead = await deadHost();
    charts = await startServer(() => ({ status: 404 }));
    checkout.edit("Pulumi.yaml", "value: registry.jclee.me", `value: ${dead}`);
    checkout.edit("Pulumi.yaml", "https://charts.jclee.me", charts.url);
    const there = ["virtualservices", "destinationrules"].map((name) => ({
      metadata: { name: `${name}.networking.istio.io` },
    }));
    api = await startServer(
      listing({
        customresourcedefinitions: [
          ...there,
          { metadata: { name: "authorizationpolicies.security.istio.io" } },
        ],
      }),
    );
    mkdirSync(join(checkout.folder, ".msa/contexts/fake/development"), { recursive: true });
    checkout.write("home/kubeconfig", kubeconfigTo(api.url));
  });
  after(async () => {
    await Promise.all([api.stop(), charts.stop()]);
    await checkout.remove();
  });

  /** The checks of the platform; those of this machine are left out. */
  async function checks(args: readonly string[] = ["--context", "fake"]) {
    checkout.write(
      run,
      checkout
        .read("Pulumi.development.yaml")
        .replace(
          /msa:cluster: .*/,
          "msa:cluster: {context: fake, uid: 1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11}",
        ),
    );
    const { code, stdout, stderr } = await checkout.msa(
      ["doctor", "development", "--json", ...args],
      {
        KUBECONFIG: join(checkout.folder, "home/kubeconfig"),
      },
    );
    assert.notEqual(stdout, "", stderr);
    const all = JSON.parse(stdout) as Check[];
    return {
      code,
      all: all.filter(({ name }) => name === "cluster" || name.startsWith("addons.")),
    };
  }
  const named = (all: readonly Check[], name: string) => all.find((each) => each.name === name);

  it("looks for nothing on the cluster that the stack itself installs", async () => {
    const { all } = await checks();
    assert.deepEqual(
      all.map(({ name }) => name),
      ["addons.harbor", "addons.chartMuseum"],
    );
  });

  it("says of registry and chart repository whether they answer, whatever they say", async () => {
    const { code, all } = await checks();
    assert.equal(code, 1);
    assert.deepEqual(all, [
      {
        name: "addons.harbor",
        wanted: `https://${dead}`,
        ok: false,
        found: `does not answer (connect ECONNREFUSED ${dead})`,
        fix: "Check the network, or correct addons.harbor.url.",
      },
      {
        name: "addons.chartMuseum",
        wanted: charts.url,
        ok: true,
        found: "answers (HTTP 404)",
        fix: "",
      },
    ]);
  });

  it("names what should be there already and is not, and what to do", async () => {
    const committed = checkout.read("Pulumi.development.yaml");
    installNothing(checkout, "development");
    const { code, all } = await checks();
    assert.equal(code, 1);
    assert.deepEqual(named(all, "addons.argoCd"), {
      name: "addons.argoCd",
      wanted,
      ok: false,
      found: "missing: applications.argoproj.io, appprojects.argoproj.io",
      fix: "Install it there, or set addons.argoCd.install: true in Pulumi.development.yaml.",
    });
    assert.deepEqual(named(all, "addons.istio"), {
      name: "addons.istio",
      wanted,
      ok: true,
      found: "there",
      fix: "",
    });
    assert.equal(named(all, "addons.grafana")?.found, "has no kinds to look for");
    checkout.write("Pulumi.development.yaml", committed);
  });

  it("sends a tenant to its owner", async () => {
    const committed = checkout.read("Pulumi.development.yaml");
    usePlatformOf(checkout, "development", "production");
    const { all } = await checks();
    assert.equal(
      named(all, "addons.argoCd")?.fix,
      "Bring up the platform of production, which development uses.",
    );
    checkout.write("Pulumi.development.yaml", committed);
  });

  it("says that there is no cluster to look at", async () => {
    const { code, all } = await checks(["--local"]);
    assert.equal(code, 1);
    assert.deepEqual(named(all, "cluster"), {
      name: "cluster",
      ok: false,
      wanted,
      found:
        "development: no cluster (the stack is not pinned to one and no local one runs). " +
        "Start a local one: make up ENV=development",
      fix: "make up ENV=development",
    });
  });
});
