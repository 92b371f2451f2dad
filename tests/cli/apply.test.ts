import assert from "node:assert/strict";

import { applyWith } from "../../cli/apply.ts";
import { CliError } from "../../cli/errors.ts";
import { emptyState, fakeEngine, keptProgress, runOf } from "./fake-engine.ts";
import { kubeTo, startServer, type FakeServer } from "./fake-server.ts";
import { clusterOf, ofRelease, releases, type Objects } from "./platform/fake-cluster.ts";

const manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n";
const settings = "/api/v1/namespaces/shop/configmaps/settings";

describe("applyWith", () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());

  async function applied(objects: Objects, changes: Parameters<typeof fakeEngine>[0] = {}) {
    server = await startServer(clusterOf(objects));
    const { engine, asked } = fakeEngine(changes);
    const progress = keptProgress();
    const rollBack = (release: string, revision: number) => {
      asked.push(`roll back ${release} to ${revision}`);
      return Promise.resolve();
    };
    const on = { kube: kubeTo(server.url), rollBack, adopt: [] };
    const result = await applyWith(engine, on, progress);
    return { result, asked, lines: progress.lines };
  }
  const known = () => Promise.resolve(emptyState({ releases: new Set(["shop/web"]) }));
  const creating = () => Promise.resolve(runOf({ releases: new Map([["shop/web", ""]]) }));
  const interrupted = () =>
    Promise.resolve(emptyState({ interrupted: new Set(["shop/web"]), isInterrupted: true }));

  it("previews, and applies what there is to apply", async () => {
    const { result, asked, lines } = await applied(releases({}), { state: known });
    assert.deepEqual(asked, ["preview", "up"]);
    assert.equal(result.changed, 1);
    assert.deepEqual(lines, []);
  });

  it("applies nothing when nothing changes", async () => {
    const { asked, lines, result } = await applied(releases({}), {
      state: known,
      preview: () => Promise.resolve(runOf({ same: 12, changed: 0, lines: [] })),
    });
    assert.deepEqual(asked, ["preview"]);
    assert.deepEqual(lines, ["No changes: all 12 resources are as declared."]);
    assert.deepEqual(result, { same: 12, changed: 0, lines: [] });
  });

  it("takes up what was interrupted before it previews again and applies", async () => {
    const objects = releases({ status: "pending-install" });
    const { asked, lines } = await applied(objects, { state: interrupted, preview: creating });
    assert.deepEqual(asked, ["preview", "refresh", "preview", "up"]);
    assert.deepEqual(lines, [
      "Helm release shop/web: was left pending-install; it is taken up again.",
    ]);
    assert.equal(objects.size, 0);
  });

  it("rolls back what was being upgraded, which needs no other preview", async () => {
    const objects = releases({}, { revision: 2, status: "pending-upgrade" });
    const { asked } = await applied(objects, { state: known });
    assert.deepEqual(asked, ["preview", "roll back shop/web to 1", "up"]);
  });

  it("makes a release again that the state has and the cluster does not, also without other changes", async () => {
    const previews = [runOf({ changed: 0, lines: [] }), runOf()];
    const { asked, lines } = await applied(new Map(), {
      state: known,
      preview: () => Promise.resolve(previews.shift() ?? runOf()),
    });
    assert.deepEqual(asked, ["preview", "refresh", "preview", "up"]);
    assert.deepEqual(lines, [
      "Helm release shop/web: is no longer on the cluster; the state is told.",
    ]);
  });

  it("removes what a run was killed over and nobody declares any more", async () => {
    const objects = releases({ status: "pending-install", manifest });
    objects.set(settings, { metadata: { name: "settings", annotations: ofRelease() } });
    const { asked, lines } = await applied(objects, { state: interrupted });
    assert.deepEqual(asked, ["preview", "refresh", "preview", "up"]);
    assert.deepEqual(lines, ["Helm release shop/web: is no longer declared; it was removed."]);
    assert.equal(objects.size, 0);
  });

  it("stops before it changes anything at a release that is not this stack's", async () => {
    const { engine, asked } = fakeEngine({ preview: creating });
    server = await startServer(clusterOf(releases({})));
    const rollBack = () => Promise.resolve();
    await assert.rejects(
      applyWith(engine, { kube: kubeTo(server.url), rollBack, adopt: [] }, keptProgress()),
      (error) => error instanceof CliError && error.message.startsWith("Release/shop/web: exists"),
    );
    assert.deepEqual(asked, ["preview"]);
    assert.deepEqual(
      server.requests.filter((request) => !request.startsWith("GET ")),
      [],
    );
  });
});
