import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { renderChart } from "../../manifests/render.ts";
import type { RenderRequest } from "../../manifests/render.ts";
import { tool } from "../support/tools.ts";
import { remove, smallChart, temporaryFolder, writeFiles } from "./chart-folder.ts";

const configMap = (data: object = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "orders", namespace: "shop" },
  data: { value: "one", kubernetes: "v1.36.3", monitored: "false", ...data },
});

describe("renderChart", () => {
  let folder: string;
  let request: RenderRequest;
  let cacheFolder: string;

  beforeEach(() => {
    folder = temporaryFolder();
    cacheFolder = path.join(folder, "cache/deep");
    writeFiles(path.join(folder, "small"), smallChart);
    const chart = path.join(folder, "small");
    const where = { releaseName: "orders", namespace: "shop" };
    request = { helm: tool("helm4"), chart, ...where, values: {} };
  });
  afterEach(() => {
    remove(folder);
  });

  /** A Helm that writes a line per call into a file and then does its work. */
  function countingHelm(): { readonly helm: string; readonly calls: () => number } {
    const helm = path.join(folder, "helm");
    const log = path.join(folder, "calls");
    writeFileSync(log, "");
    const count = `[ "$1" = version ] || echo call >> ${log}`;
    writeFileSync(helm, `#!/bin/sh\n${count}\nexec ${tool("helm4")} "$@"\n`);
    chmodSync(helm, 0o755);
    return { helm, calls: () => readFileSync(log, "utf8").split("\n").length - 1 };
  }

  it("renders a folder with the pinned Kubernetes version and without its CRDs", async () => {
    assert.deepEqual(await renderChart(request), [configMap()]);
  });

  it("renders a packaged chart to the same objects", async () => {
    execFileSync(tool("helm3"), ["package", request.chart, "--destination", folder]);

    assert.deepEqual(
      await renderChart({ ...request, chart: path.join(folder, "small-1.0.0.tgz") }),
      [configMap()],
    );
  });

  it("gives values, Kubernetes version and API versions to the chart, and CRDs when asked", async () => {
    const objects = await renderChart({
      ...request,
      values: { value: "zwei" },
      kubeVersion: "1.33.1",
      apiVersions: ["monitoring.coreos.com/v1"],
      includeCrds: true,
    });

    assert.deepEqual(
      objects.map(({ kind }) => kind),
      ["CustomResourceDefinition", "ConfigMap"],
    );
    assert.deepEqual(
      objects[1],
      configMap({ value: "zwei", kubernetes: "v1.33.1", monitored: "true" }),
    );
  });

  it("says which release it was and what the chart said", async () => {
    await assert.rejects(renderChart({ ...request, values: { value: "wrong" } }), {
      name: "RenderError",
      message: "orders: chart small cannot be rendered. value: is wrong. Choose another.",
    });
  });

  it("says what the schema has against the values", async () => {
    await assert.rejects(renderChart({ ...request, values: { value: 1 } }), {
      message:
        "orders: chart small cannot be rendered. values don't meet the specifications of the schema(s) in the following chart(s):\nsmall:\n- at '/value': got number, want string",
    });
  });

  it("says that a chart is not there", async () => {
    const chart = path.join(folder, "none");

    await assert.rejects(renderChart({ ...request, chart }), {
      message: `orders: chart cannot be read (ENOENT: no such file or directory, stat '${chart}'). Give a chart's folder or its .tgz file.`,
    });
  });

  it("says that Helm is not there, and where it looked", async () => {
    const helm = path.join(folder, "no-helm");

    await assert.rejects(renderChart({ ...request, helm }), {
      message: `orders: chart small cannot be rendered. helm: the program is not there (looked for ${helm}). Run make toolchain, or give the path of an installed Helm.`,
    });
  });

  it("asks Helm once for the same content, in whatever order the values are", async () => {
    const { helm, calls } = countingHelm();
    const first = {
      ...request,
      helm,
      cacheFolder,
      values: { value: "one", global: { a: 1, b: 2 } },
    };
    const second = { ...first, values: { global: { b: 2, a: 1 }, value: "one" } };

    const rendered = await renderChart(first);

    assert.deepEqual(await renderChart(second), rendered);
    assert.deepEqual(rendered, [configMap()]);
    assert.equal(calls(), 1);
  });

  it("asks Helm again when any input is another", async () => {
    const { helm, calls } = countingHelm();
    const first = { ...request, helm, cacheFolder };
    await renderChart(first);
    const others: readonly Partial<RenderRequest>[] = [
      { releaseName: "users" },
      { namespace: "other" },
      { values: { value: "two" } },
      { kubeVersion: "1.33.0" },
      { apiVersions: ["monitoring.coreos.com/v1"] },
      { includeCrds: true },
    ];

    for (const other of others) await renderChart({ ...first, ...other });
    writeFiles(request.chart, { "templates/configmap.yaml": "" });

    assert.deepEqual(await renderChart(first), []);
    assert.equal(calls(), 8);
  });

  it("renders again when what was kept is not whole, and leaves no unfinished file", async () => {
    await renderChart({ ...request, cacheFolder });
    const [file = ""] = readdirSync(cacheFolder);
    writeFileSync(path.join(cacheFolder, file), "[{");

    assert.deepEqual(await renderChart({ ...request, cacheFolder }), [configMap()]);
    assert.deepEqual(readdirSync(cacheFolder), [file]);
  });

  it("keeps nothing of a chart that could not be rendered", async () => {
    await assert.rejects(renderChart({ ...request, cacheFolder, values: { value: "wrong" } }));

    assert.throws(() => readdirSync(cacheFolder), { code: "ENOENT" });
  });
});
