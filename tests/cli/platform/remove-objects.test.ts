import assert from "node:assert/strict";

import { addressesOf, removeObjects } from "../../../cli/platform/remove-objects.ts";
import { readRevisions } from "../../../cli/platform/release-records.ts";
import { undoInstall } from "../../../cli/platform/undo-install.ts";
import { parseManifests } from "../../../manifests/parse-manifests.ts";
import { kubeTo, startServer, type FakeServer } from "../fake-server.ts";
import {
  clusterOf,
  ofRelease,
  releases,
  thingsDefinition,
  thingsPath,
  thingsYaml,
  type Objects,
} from "./fake-cluster.ts";

const manifest = [
  "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n",
  "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: elsewhere\n  namespace: kube-system\n",
  "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: reader\n",
  "apiVersion: example.com/v1\nkind: Thing\nmetadata:\n  name: of-an-unknown-kind\n",
].join("---\n");
const addresses = addressesOf("shop/web", parseManifests(manifest));

const settings = "/api/v1/namespaces/shop/configmaps/settings";
const elsewhere = "/api/v1/namespaces/kube-system/configmaps/elsewhere";
const reader = "/apis/rbac.authorization.k8s.io/v1/clusterroles/reader";

function brought(name: string, annotations: object = ofRelease()) {
  return { metadata: { name, annotations } };
}

describe("removeObjects", () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());

  it("removes what the release brought, the last first, in its namespace where none is named", async () => {
    const objects: Objects = new Map([
      [settings, brought("settings")],
      [elsewhere, brought("elsewhere")],
      [reader, brought("reader")],
    ]);
    server = await startServer(clusterOf(objects));
    assert.deepEqual(await removeObjects(kubeTo(server.url), addresses), [
      "ClusterRole/reader",
      "ConfigMap/elsewhere",
      "ConfigMap/settings",
    ]);
    assert.equal(objects.size, 0);
  });

  it("leaves what belongs to another release by now, or to none", async () => {
    const objects: Objects = new Map([
      [settings, brought("settings", ofRelease("other"))],
      [elsewhere, brought("elsewhere", {})],
      [reader, brought("reader", ofRelease("web", "other"))],
    ]);
    server = await startServer(clusterOf(objects));
    assert.deepEqual(await removeObjects(kubeTo(server.url), addresses), []);
    assert.equal(objects.size, 3);
  });

  it("says which object does not go", async () => {
    const objects: Objects = new Map([[settings, brought("settings")]]);
    server = await startServer((path, request) =>
      request.method === "DELETE"
        ? { body: brought("settings") }
        : clusterOf(objects)(path, request),
    );
    await assert.rejects(removeObjects(kubeTo(server.url), addresses, 0), {
      message:
        "ConfigMap/settings: does not go (it is being deleted, in namespace shop). " +
        "Look at its finalizers, and run the same command again.",
    });
  });
});

describe("undoInstall", () => {
  it("removes objects and records, and leaves the definitions", async () => {
    const objects: Objects = releases({
      status: "pending-install",
      manifest: `${thingsYaml}---\n${manifest}`,
    });
    objects.set(settings, brought("settings"));
    objects.set(thingsPath, {
      ...thingsDefinition,
      metadata: { name: "things.example.com", annotations: ofRelease() },
    });
    const server = await startServer(clusterOf(objects));
    try {
      const kube = kubeTo(server.url);
      await undoInstall(kube, (await readRevisions(kube, ["shop/web"])).get("shop/web") ?? []);
      assert.deepEqual([...objects.keys()], [thingsPath]);
    } finally {
      await server.stop();
    }
  });
});
