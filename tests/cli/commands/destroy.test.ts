import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { removeAll } from "../../../cli/commands/destroy.ts";
import type { Engine } from "../../../cli/engine.ts";
import { CliError } from "../../../cli/errors.ts";
import type { Target } from "../../../cli/target.ts";
import { makeCheckout, type Checkout } from "../../support/checkout.ts";
import { emptyState, fakeEngine, keptProgress } from "../fake-engine.ts";
import { kubeconfigTo, kubeTo, startServer, type FakeServer } from "../fake-server.ts";
import {
  clusterOf,
  ofRelease,
  releases,
  thingsDefinition,
  thingsPath,
  thingsYaml,
  type Objects,
} from "../platform/fake-cluster.ts";

const things = "/apis/example.com/v1/things";
const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n";
const settings = "/api/v1/namespaces/shop/configmaps/settings";
const known = () => Promise.resolve(emptyState({ releases: new Set(["shop/web"]) }));

describe("removeAll", () => {
  let server: FakeServer | undefined;
  let target: Target & { folder: string };
  beforeEach(() => {
    const folder = mkdtempSync(join(tmpdir(), "msa-destroy-"));
    const stackFile = join(folder, "Pulumi.staging.yaml");
    target = { environment: "staging", kind: "context", folder, context: "fake", stackFile };
  });
  afterEach(async () => {
    await server?.stop();
    rmSync(target.folder, { recursive: true, force: true });
  });

  /** A cluster whose release brought a definition, and an engine whose destroy removes the release. */
  async function removed(objects: Objects, changes: Parameters<typeof fakeEngine>[0] = {}) {
    server = await startServer(clusterOf(objects));
    const { engine, asked } = fakeEngine({ state: known, ...changes });
    const on = { kube: kubeTo(server.url), target, ownsPlatform: true };
    return { asked, result: await removeAll(engine, on, keptProgress()) };
  }
  const platform = (): Objects =>
    new Map([...releases({ manifest: thingsYaml }), [thingsPath, thingsDefinition]]);
  const record = () => existsSync(join(target.folder, "to-be-removed.json"));

  it("removes what is declared, then the definitions that Helm leaves", async () => {
    const objects = platform();
    const destroy = () => {
      assert.ok(objects.has(thingsPath), "the definition went before the objects of its kind");
      return Promise.resolve({ same: 0, changed: 7, lines: [] });
    };
    const { asked, result } = await removed(objects, { destroy });
    assert.deepEqual(asked, ["destroy"]);
    assert.deepEqual(result, {
      environment: "staging",
      changes: { same: 0, changed: 7, lines: [] },
      definitions: ["things.example.com"],
    });
    assert.equal(objects.has(thingsPath), false);
    assert.equal(record(), false);
  });

  it("goes on where it stopped: the definitions go although their release is gone", async () => {
    const objects = platform();
    const destroy = () => {
      objects.delete("/api/v1/namespaces/shop/secrets/sh.helm.release.v1.web.v1");
      return Promise.reject(new CliError("the cluster went away"));
    };
    await assert.rejects(removed(objects, { destroy }), { message: "the cluster went away" });
    assert.deepEqual([objects.has(thingsPath), record()], [true, true]);
    await server?.stop();
    const { asked, result } = await removed(objects);
    // Helm would refuse to uninstall what is not there: the state is told first.
    assert.deepEqual(asked, ["refresh", "destroy"]);
    assert.deepEqual(result.definitions, ["things.example.com"]);
    assert.deepEqual([objects.has(thingsPath), record()], [false, false]);
  });

  it("runs the program of an owner, whose hooks guard its platform, and not that of a tenant", async () => {
    const runs: unknown[] = [];
    const destroy: Engine["destroy"] = (_tell, options) => {
      runs.push(options);
      return Promise.resolve({ same: 0, changed: 1, lines: [] });
    };
    server = await startServer(clusterOf(platform()));
    for (const ownsPlatform of [true, false]) {
      const { engine } = fakeEngine({ state: known, destroy });
      await removeAll(engine, { kube: kubeTo(server.url), target, ownsPlatform }, keptProgress());
    }
    assert.deepEqual(runs, [{ runProgram: true }, { runProgram: false }]);
  });

  it("hands a refusal of the program on as it is, and removes nothing", async () => {
    const objects = platform();
    const refusal = new CliError("platform: staging uses it. Destroy it first.");
    await assert.rejects(removed(objects, { destroy: () => Promise.reject(refusal) }), refusal);
    assert.equal(objects.size, 2);
  });

  it("names objects of others and leaves their kind, and removes it once they are gone", async () => {
    const objects = platform();
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    for (const name of names) {
      objects.set(`${things}/${name}`, { metadata: { name, namespace: "theirs" } });
    }
    await assert.rejects(removed(objects), {
      message: [
        "destroy: kinds that this stack brought have objects that are not this stack's, so they were left:",
        "  things.example.com: theirs/a, theirs/b, theirs/c, theirs/d, theirs/e and 2 more",
        "Everything else is gone. Delete these objects and run the same command again, or keep both.",
      ].join("\n"),
    });
    assert.equal(objects.has(thingsPath), true);
    for (const name of names) objects.delete(`${things}/${name}`);
    await server?.stop();
    assert.deepEqual((await removed(objects)).result.definitions, ["things.example.com"]);
  });

  it("removes the objects of a release that a killed run was creating", async () => {
    const objects = releases({ status: "pending-install", manifest: configMap });
    objects.set(settings, { metadata: { name: "settings", annotations: ofRelease() } });
    const interrupted = emptyState({ interrupted: new Set(["shop/web"]), isInterrupted: true });
    const { asked } = await removed(objects, { state: () => Promise.resolve(interrupted) });
    assert.deepEqual(asked, ["refresh", "destroy"]);
    assert.equal(objects.has(settings), false);
  });
});

describe("./msa destroy", function () {
  this.timeout(60_000);
  const uid = "1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11";
  let checkout: Checkout;
  let server: FakeServer;
  before(async () => {
    checkout = makeCheckout();
    server = await startServer(() => ({ body: { metadata: { name: "kube-system", uid } } }));
    mkdirSync(join(checkout.folder, ".msa/contexts/fake/staging"), { recursive: true });
    checkout.write("home/kubeconfig", kubeconfigTo(server.url));
  });
  after(async () => {
    await server.stop();
    await checkout.remove();
  });

  async function destroy(pinned: string, args: readonly string[] = []) {
    const committed = checkout.read("Pulumi.staging.yaml");
    const joined = committed.replace(
      /msa:cluster: .*/,
      `msa:cluster: {context: fake, uid: ${pinned}}`,
    );
    checkout.write(".msa/contexts/fake/staging/Pulumi.staging.yaml", joined);
    const env = { KUBECONFIG: join(checkout.folder, "home/kubeconfig") };
    const ended = await checkout.msa(["destroy", "staging", "--context", "fake", ...args], env);
    assert.ok(server.requests.every((request) => request.startsWith("GET ")));
    assert.equal(existsSync(join(checkout.folder, ".msa/contexts/fake/staging/state")), false);
    return ended;
  }

  it("asks before it does anything, and without a terminal wants --yes", async () => {
    assert.deepEqual(await destroy(uid), {
      code: 2,
      stdout: "",
      stderr: "confirmation: there is no terminal to ask on. Add --yes to go on without.\n",
    });
  });

  it("refuses another cluster under the same name, also with --yes", async () => {
    const pinned = "00000000-5b1d-4c54-9d0e-7a3a4f2b8c11";
    assert.deepEqual(await destroy(pinned, ["--yes"]), {
      code: 2,
      stdout: "",
      stderr:
        `cluster.uid: context "fake" is not this stack's cluster (found ${uid}, pinned ${pinned}). ` +
        "Select the kubeconfig of the pinned cluster; nothing was changed.\n",
    });
  });

  it("says that there is nothing to destroy where nothing was brought up", async () => {
    const { code, stderr } = await checkout.msa(["destroy", "development", "--yes"]);
    assert.equal(code, 1);
    assert.match(stderr, /^development: no cluster /);
  });
});
