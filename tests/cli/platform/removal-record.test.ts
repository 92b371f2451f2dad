import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { forgetRemoval, recordRemoval } from "../../../cli/platform/removal-record.ts";
import type { Target } from "../../../cli/target.ts";
import { emptyState } from "../fake-engine.ts";
import { kubeTo, startServer, type FakeServer } from "../fake-server.ts";
import { clusterOf, releases, thingsYaml } from "./fake-cluster.ts";

const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n";
const settings = {
  apiVersion: "v1",
  kind: "ConfigMap",
  name: "settings",
  namespace: "shop",
  release: "shop/web",
};

describe("recordRemoval", () => {
  let target: Target & { folder: string };
  let server: FakeServer | undefined;
  beforeEach(() => {
    const folder = mkdtempSync(join(tmpdir(), "msa-removal-"));
    const stackFile = join(folder, "Pulumi.staging.yaml");
    target = { environment: "staging", kind: "context", folder, context: "fake", stackFile };
  });
  afterEach(async () => {
    await server?.stop();
    rmSync(target.folder, { recursive: true, force: true });
  });

  async function recorded(objects: Parameters<typeof clusterOf>[0], interrupted: string[] = []) {
    server = await startServer(clusterOf(objects));
    return recordRemoval(kubeTo(server.url), target, {
      ...emptyState(),
      releases: new Set(interrupted.includes("shop/web") ? [] : ["shop/web"]),
      interrupted: new Set(interrupted),
      isInterrupted: interrupted.length > 0,
    });
  }
  const file = () => join(target.folder, "to-be-removed.json");

  it("writes down the definitions of every revision, and not those of others' releases", async () => {
    const old = thingsYaml.replaceAll("things", "olds");
    const record = await recorded(
      releases(
        { status: "superseded", manifest: old },
        { revision: 2, manifest: configMap, files: { "crds/a.yaml": thingsYaml } },
        { name: "theirs", manifest: thingsYaml.replaceAll("things", "theirs") },
      ),
    );
    assert.deepEqual(record, {
      definitions: ["olds.example.com", "things.example.com"],
      objects: [],
    });
    assert.deepEqual(JSON.parse(readFileSync(file(), "utf8")), record);
  });

  it("writes down the objects of what no state knows, since the engine removes them not", async () => {
    const pending = releases({
      status: "pending-install",
      manifest: `${thingsYaml}---\n${configMap}`,
    });
    assert.deepEqual(await recorded(pending, ["shop/web"]), {
      definitions: ["things.example.com"],
      objects: [settings],
    });
  });

  it("keeps what an earlier removal wrote down when the releases are gone", async () => {
    const pending = releases({
      status: "pending-install",
      manifest: `${thingsYaml}---\n${configMap}`,
    });
    const first = await recorded(pending, ["shop/web"]);
    await server?.stop();
    assert.deepEqual(await recorded(new Map()), first);
  });

  it("stops at a record that cannot be read, with nothing written down", async () => {
    const objects = releases({});
    objects.set("/api/v1/namespaces/shop/secrets/sh.helm.release.v1.web.v1", {
      ...objects.values().next().value,
      data: { release: "bm9uc2Vuc2U=" },
    });
    await assert.rejects(
      recorded(objects),
      /Secret shop\/sh\.helm\.release\.v1\.web\.v1: is labelled as Helm's/,
    );
    assert.equal(existsSync(file()), false);
  });

  it("is forgotten when all is gone", async () => {
    await recorded(releases({ manifest: thingsYaml }));
    forgetRemoval(target);
    forgetRemoval(target);
    assert.equal(existsSync(file()), false);
  });
});
