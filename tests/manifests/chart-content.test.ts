import assert from "node:assert/strict";
import { renameSync } from "node:fs";
import path from "node:path";
import { chartDigest, chartIdentity, updateChartLock } from "../../manifests/chart-content.ts";
import { remove, smallChart, temporaryFolder, writeFiles } from "./chart-folder.ts";

describe("chart content", () => {
  let folder: string;

  beforeEach(() => {
    folder = temporaryFolder();
    writeFiles(folder, smallChart);
  });
  afterEach(() => {
    remove(folder);
  });

  describe("chartDigest", () => {
    it("is the same for the same content in another folder", async () => {
      const other = temporaryFolder();
      try {
        writeFiles(other, Object.fromEntries(Object.entries(smallChart).reverse()));

        assert.equal(await chartDigest(other), await chartDigest(folder));
      } finally {
        remove(other);
      }
      assert.match(await chartDigest(folder), /^[0-9a-f]{64}$/);
    });

    it("changes with a content, with a name, and with a file more", async () => {
      const digests = [await chartDigest(folder)];
      writeFiles(folder, { "templates/configmap.yaml": "" });
      digests.push(await chartDigest(folder));
      renameSync(
        path.join(folder, "templates/configmap.yaml"),
        path.join(folder, "templates/b.yaml"),
      );
      digests.push(await chartDigest(folder));
      writeFiles(folder, { "templates/empty.yaml": "" });
      digests.push(await chartDigest(folder));

      assert.equal(new Set(digests).size, 4);
    });

    it("does not change with an example, which is no part of the package", async () => {
      const before = await chartDigest(folder);
      writeFiles(folder, { "ci/one-values.yaml": "value: two\n" });

      assert.equal(await chartDigest(folder), before);
    });
  });

  describe("chartIdentity", () => {
    it("is name and version", async () => {
      assert.deepEqual(await chartIdentity(folder), { name: "small", version: "1.0.0" });
    });

    it("refuses a version that YAML reads as a number", async () => {
      writeFiles(folder, { "Chart.yaml": "name: small\nversion: 1.0\n" });

      await assert.rejects(chartIdentity(folder), {
        message: `${folder}/Chart.yaml: name and version must both be text (found small and 1). Write both.`,
      });
    });
  });

  describe("updateChartLock", () => {
    it("adds a new version and keeps the old ones", async () => {
      const digest = await chartDigest(folder);

      assert.deepEqual(await updateChartLock(folder, { "small@0.9.0": "old" }), {
        "small@0.9.0": "old",
        "small@1.0.0": digest,
      });
    });

    it("leaves a version as it is when its content is", async () => {
      const lock = { "small@1.0.0": await chartDigest(folder) };

      assert.deepEqual(await updateChartLock(folder, lock), lock);
    });

    it("refuses another content under the same version", async () => {
      const locked = await chartDigest(folder);
      writeFiles(folder, { "templates/configmap.yaml": "" });
      const found = await chartDigest(folder);

      await assert.rejects(updateChartLock(folder, { "small@1.0.0": locked }), {
        message: `charts/small: content changed but version is still 1.0.0 (locked ${locked.slice(0, 12)}, found ${found.slice(0, 12)}). Raise version in Chart.yaml and run npm run generate.`,
      });
    });

    it("accepts the other content once the version is raised", async () => {
      const lock = await updateChartLock(folder, {});
      const raised = smallChart["Chart.yaml"].replace("1.0.0", "1.0.1");
      writeFiles(folder, { "Chart.yaml": raised, "templates/configmap.yaml": "" });

      assert.deepEqual(Object.keys(await updateChartLock(folder, lock)), [
        "small@1.0.0",
        "small@1.0.1",
      ]);
    });
  });
});
