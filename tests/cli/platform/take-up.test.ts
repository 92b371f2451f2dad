import assert from "node:assert/strict";

import { CliError } from "../../../cli/errors.ts";
import { takeUp, type Plan, type TakenUp } from "../../../cli/platform/take-up.ts";
import { emptyState } from "../fake-engine.ts";
import { kubeTo, refusal, startServer, type FakeServer } from "../fake-server.ts";
import { clusterOf, ofRelease, releases, type Objects } from "./fake-cluster.ts";

const manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n";
const settings = "/api/v1/namespaces/shop/configmaps/settings";
const mine = "msa-gitops/stack=development";

const state = emptyState;
const known = state({ releases: new Set(["shop/web"]) });
const interrupted = state({ interrupted: new Set(["shop/web"]), isInterrupted: true });
const creating = new Map([["shop/web", mine]]);

describe("takeUp", () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());

  /** What it did to the cluster: Secrets that are left, releases that were rolled back, its answer. */
  async function taken(objects: Objects, plan: Partial<Plan>) {
    server = await startServer(clusterOf(objects));
    const back: string[] = [];
    const found = await takeUp(
      kubeTo(server.url),
      { state: state(), creates: new Map(), adopt: [], ...plan },
      (release, revision) => {
        back.push(`${release} ${revision}`);
        return Promise.resolve();
      },
    );
    const left = [...objects.keys()].map((path) => path.replace(/.*\//, ""));
    return { left, back, found };
  }
  const nothing: TakenUp = { taken: [], gone: [], abandoned: [] };
  const v1 = "sh.helm.release.v1.web.v1";
  const v2 = "sh.helm.release.v1.web.v2";

  it("leaves a release alone that the state knows and that is whole", async () => {
    for (const status of ["deployed", "failed", "superseded"]) {
      const { left, back, found } = await taken(releases({ status }), { state: known });
      assert.deepEqual([left, back, found], [[v1], [], nothing]);
      await server?.stop();
    }
  });

  it("leaves alone what is in the same namespace and in no plan", async () => {
    const objects = releases({}, { name: "theirs", status: "pending-install" });
    const { left, found } = await taken(objects, { state: known });
    assert.deepEqual(left, [v1, "sh.helm.release.v1.theirs.v1"]);
    assert.deepEqual(found, nothing);
  });

  describe("with an account that may not see Helm's records", () => {
    const user = "system:serviceaccount:msa-ci-development:deployer";
    const words =
      `secrets is forbidden: User "${user}" cannot list resource "secrets" in API group "" ` +
      'in the namespace "shop"';

    async function refused(plan: Partial<Plan>) {
      server = await startServer(() => refusal(403, words));
      const whole = { state: state(), creates: new Map(), adopt: [], ...plan };
      return takeUp(kubeTo(server.url), whole, () => Promise.resolve());
    }

    it("goes on when nothing was interrupted and no release is to be made", async () => {
      assert.deepEqual(await refused({ state: known }), nothing);
    });

    it("says which account can, when something was interrupted", async () => {
      await assert.rejects(refused({ state: { ...known, isInterrupted: true } }), {
        name: "Error",
        message:
          "An earlier run was interrupted, and what it left has to be looked at: secrets: this account " +
          `may not do that (found ${user}, which lacks: list secrets in namespace shop). deployer changes ` +
          "Applications only. Run it with the account platform of msa-ci-development " +
          "(docs/how-to/give-people-access.md).",
      });
    });

    it("does not make a release that may be somebody's already", async () => {
      await assert.rejects(refused({ creates: creating }), /The run would create a release/);
    });
  });

  for (const status of ["pending-upgrade", "pending-rollback"]) {
    it(`rolls what was left ${status} back to the last revision that was deployed`, async () => {
      const objects = releases(
        { status: "superseded" },
        { revision: 2 },
        { revision: 3, status: "failed" },
        { revision: 4, status },
      );
      const { back, found } = await taken(objects, { state: known });
      assert.deepEqual(back, ["shop/web 2"]);
      assert.deepEqual(found, { ...nothing, taken: [{ release: "shop/web", was: status }] });
      assert.equal(objects.size, 4);
    });
  }

  it("rolls back to the newest that once worked when the kill came between Helm's two writes", async () => {
    const objects = releases(
      { status: "superseded" },
      { revision: 2, status: "superseded" },
      { revision: 3, status: "pending-upgrade" },
    );
    assert.deepEqual((await taken(objects, { state: known })).back, ["shop/web 2"]);
  });

  it("only forgets a pending revision that follows none which ever worked", async () => {
    const objects = releases({ status: "failed" }, { revision: 2, status: "pending-upgrade" });
    const { left, back } = await taken(objects, { state: known });
    assert.deepEqual([left, back], [[v1], []]);
  });

  it("forgets what is half uninstalled, so that it is installed again over its objects", async () => {
    const objects = releases(
      { status: "superseded", manifest },
      { revision: 2, status: "uninstalling", manifest },
    );
    objects.set(settings, { metadata: { name: "settings", annotations: ofRelease() } });
    const { left, found } = await taken(objects, { state: known });
    assert.deepEqual(left, ["settings"]);
    assert.deepEqual(found, {
      ...nothing,
      taken: [{ release: "shop/web", was: "uninstalling" }],
      gone: ["shop/web"],
    });
  });

  it("tells which releases of the state the cluster does not have", async () => {
    const { found } = await taken(new Map(), { state: known });
    assert.deepEqual(found, { ...nothing, gone: ["shop/web"] });
  });

  it("undoes an install that was interrupted, its objects included", async () => {
    const objects = releases({ status: "pending-install", manifest });
    objects.set(settings, { metadata: { name: "settings", annotations: ofRelease() } });
    const { left, found } = await taken(objects, { state: interrupted, creates: creating });
    assert.deepEqual(left, []);
    assert.deepEqual(found.taken, [{ release: "shop/web", was: "pending-install" }]);
  });

  it("keeps the objects of what was installed and only never written down", async () => {
    const objects = releases({ manifest });
    objects.set(settings, { metadata: { name: "settings", annotations: ofRelease() } });
    const { left } = await taken(objects, { state: interrupted, creates: creating });
    assert.deepEqual(left, ["settings"]);
  });

  it("hands back what was being installed and nobody wants any more", async () => {
    const { left, found } = await taken(releases({ status: "pending-install" }), {
      state: interrupted,
    });
    assert.deepEqual(left, [v1]);
    assert.deepEqual(
      found.abandoned.map(({ release, revisions }) => [release, revisions.length]),
      [["shop/web", 1]],
    );
  });

  it("takes up what the person names, and what says itself whose it is", async () => {
    const adopted = { creates: creating, adopt: ["Release/shop/web"] };
    assert.deepEqual((await taken(releases({}), adopted)).left, []);
    await server?.stop();
    const described = releases(
      { description: mine, status: "superseded" },
      { revision: 2, description: "Rollback to 1" },
    );
    assert.deepEqual((await taken(described, { creates: creating })).left, []);
  });

  for (const [title, theirs, wanted] of [
    ["has another description", { description: "msa-gitops/stack=staging" }, mine],
    ["has none where the program gives none", {}, ""],
    ["is pending, and no state says by whom", { status: "pending-install" }, mine],
  ] as const) {
    it(`refuses, with nothing changed, to create a release that exists and ${title}`, async () => {
      const objects = releases(
        { name: "first", status: "pending-install" },
        { ...theirs, revision: 2 },
      );
      const plan: Partial<Plan> = {
        state: state({ interrupted: new Set(["shop/first"]) }),
        creates: new Map([
          ["shop/first", mine],
          ["shop/web", wanted],
        ]),
      };
      const status = "status" in theirs ? theirs.status : "deployed";
      await assert.rejects(
        taken(objects, plan),
        (error) =>
          error instanceof CliError &&
          error.exitCode === 2 &&
          error.message ===
            `Release/shop/web: exists already and is not in this stack's state (found ${status}, revision 2). ` +
              "Uninstall it, or take it over with --adopt Release/shop/web (config: msa:adopt).",
      );
      assert.deepEqual(
        [...objects.keys()].map((path) => path.replace(/.*\//, "")),
        ["sh.helm.release.v1.first.v1", v2],
      );
    });
  }
});
