import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { ChartFetchError, fetchChart, type FetchedChart } from "../../manifests/fetch-chart.ts";
import { startServer, type FakeServer } from "../cli/fake-server.ts";
import { tool } from "../support/tools.ts";
import { remove, smallChart, temporaryFolder, writeFiles } from "./chart-folder.ts";

describe("fetchChart", () => {
  let folder: string;
  let server: FakeServer;
  let chart: FetchedChart;

  before(async () => {
    folder = temporaryFolder();
    const repository = path.join(folder, "repository");
    writeFiles(path.join(folder, "small"), smallChart);
    const helm = (args: readonly string[]) => execFileSync(tool("helm4"), args, { stdio: "pipe" });
    helm(["package", path.join(folder, "small"), "--destination", repository]);
    helm(["repo", "index", repository]);
    server = await startServer((url) => {
      const name = url.slice(1);
      return readdirSync(repository).includes(name)
        ? { body: readFileSync(path.join(repository, name), "latin1") }
        : { status: 404 };
    });
    chart = {
      helm: tool("helm4"),
      repository: server.url,
      name: "small",
      version: "1.0.0",
      cacheFolder: path.join(folder, "cache"),
    };
  });
  after(async () => {
    await server.stop();
    remove(folder);
  });

  it("fetches a chart once and keeps it, and nothing half-made beside it", async () => {
    const file = await fetchChart(chart);
    assert.match(path.basename(file), /^small-1\.0\.0-[0-9a-f]{12}\.tgz$/);
    const asked = server.requests.length;
    assert.equal(await fetchChart(chart), file);
    assert.equal(server.requests.length, asked);
    assert.deepEqual(readdirSync(chart.cacheFolder), [path.basename(file)]);
  });

  it("keeps charts of the same name from different repositories apart", async () => {
    const [one, other] = await Promise.all([
      fetchChart(chart),
      fetchChart({ ...chart, repository: `${server.url}/` }),
    ]);
    assert.notEqual(one, other);
  });

  it("may be asked for the same chart twice at once", async () => {
    const cacheFolder = path.join(folder, "cache-of-two");
    const two = await Promise.all([1, 2].map(() => fetchChart({ ...chart, cacheFolder })));
    assert.equal(two[0], two[1]);
    assert.equal(readdirSync(cacheFolder).length, 1);
  });

  it("names the chart, the repository and Helm's words when the version does not exist", async () => {
    const cacheFolder = path.join(folder, "cache-of-none");
    await assert.rejects(fetchChart({ ...chart, version: "9.9.9", cacheFolder }), (error) => {
      assert.ok(error instanceof ChartFetchError);
      assert.equal(
        error.message,
        `chart small 9.9.9: cannot be fetched from ${server.url} ` +
          `(chart "small" version "9.9.9" not found in ${server.url} repository). Check the repository and the version.`,
      );
      return true;
    });
    assert.deepEqual(readdirSync(cacheFolder), []);
  });

  for (const repository of ["oci://127.0.0.1:1/charts", "127.0.0.1:1/charts"]) {
    it(`asks a registry for ${repository}`, async () => {
      await assert.rejects(fetchChart({ ...chart, repository }), (error) => {
        assert.ok(error instanceof ChartFetchError);
        assert.match(error.message, /127\.0\.0\.1:1\/v2\/charts\/small\/manifests\/1\.0\.0/);
        return true;
      });
    });
  }

  it("says that Helm itself is missing", async () => {
    const helm = path.join(folder, "no-helm");
    await assert.rejects(fetchChart({ ...chart, helm, version: "2.0.0" }), {
      message:
        `chart small 2.0.0: cannot be fetched from ${server.url} (helm: the program is not there (looked for ${helm}). ` +
        "Run make toolchain, or give the path of an installed Helm.). Check the repository and the version.",
    });
  });
});
