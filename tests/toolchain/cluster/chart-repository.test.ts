import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { packageCharts } from "../../../toolchain/cluster/chart-repository.ts";
import { type Layout, layoutOf } from "../../../toolchain/cluster/layout.ts";
import { toolbox } from "../../../toolchain/toolbox.ts";
import { root } from "../../support/tools.ts";

const sample = join(import.meta.dirname, "sample-chart");
const url = "http://127.0.0.1:1";

describe("the chart repository of a local cluster", function () {
  this.timeout(20_000);
  const helm = toolbox(root).path("helm3");
  let folder: string;
  let layout: Layout;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "msa-charts-"));
    layout = layoutOf(join(folder, "cluster"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function chart(name: string, version: string): string {
    const copy = join(folder, name);
    cpSync(sample, copy, { recursive: true });
    const file = join(copy, "Chart.yaml");
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("version: 1.0.0", `version: ${version}`),
    );
    return copy;
  }

  function served(): string[] {
    const index = readFileSync(join(layout.charts, "index.yaml"), "utf8");
    return [...index.matchAll(/- http:\/\/127\.0\.0\.1:1\/(.+)$/gm)].map(([, file]) => file ?? "");
  }

  it("serves several versions of one chart, each from a folder of its own", async () => {
    const charts = [chart("one", "1.0.0"), chart("two", "2.0.0"), chart("three", "2.1.0-rc.1")];
    await packageCharts(layout, helm, charts, url);

    assert.deepEqual(served().sort(), [
      "sample-1.0.0.tgz",
      "sample-2.0.0.tgz",
      "sample-2.1.0-rc.1.tgz",
    ]);
  });

  it("writes only what changed, and says which version has other content now", async () => {
    const charts = [chart("one", "1.0.0"), chart("two", "2.0.0")];
    await packageCharts(layout, helm, charts, url);
    assert.deepEqual(await packageCharts(layout, helm, charts, url), {
      replaced: [],
      changed: false,
    });

    const file = join(folder, "two", "templates", "config.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("red", "blue"));
    assert.deepEqual(await packageCharts(layout, helm, charts, url), {
      replaced: ["sample-2.0.0.tgz"],
      changed: true,
    });
  });

  it("refuses two folders that hold the same version of the same chart", async () => {
    const charts = [chart("one", "1.0.0"), chart("two", "1.0.0")];

    await assert.rejects(packageCharts(layout, helm, charts, url), {
      name: "ToolchainError",
      message: `${join(folder, "two")}: the same chart and version as ${join(folder, "one")} (sample-1.0.0.tgz). Give one of them another version.`,
    });
  });
});
