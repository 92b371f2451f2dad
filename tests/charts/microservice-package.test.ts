import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { updateChartLock } from "../../manifests/chart-content.ts";
import type { ChartLock } from "../../manifests/chart-content.ts";
import { chartReadme } from "../../manifests/chart-readme.ts";
import { chartFolder, example, examples, minimal, refusal, render } from "./chart.ts";
import type { Values } from "./chart.ts";

/** Nulls, which the two versions of Helm treat differently where a chart lets them. */
const withNull: readonly (readonly [string, Values])[] = [
  ["a section", { ...minimal, autoscaling: null }],
  ["a default", { ...minimal, resources: { limits: { cpu: null } } }],
  ["a value without a default", { ...minimal, verticalAutoscaling: { maxAllowed: { cpu: null } } }],
  ["a part of the cache", { ...minimal, cache: { redis: null } }],
  ["a list of the mesh", { ...minimal, mesh: { static: { paths: null } } }],
  ["a key of an open map", { ...minimal, env: { A: null } }],
];

describe("charts/microservice: the package", () => {
  it("has the README that its values and schema make", async () => {
    const committed = readFileSync(path.join(chartFolder, "README.md"), "utf8");

    assert.equal(committed, await chartReadme(chartFolder));
  });

  it("is locked: this version has the content it was locked with", async () => {
    const file = path.join(chartFolder, "../charts.lock.json");
    const lock = JSON.parse(readFileSync(file, "utf8")) as ChartLock;

    assert.deepEqual(await updateChartLock(chartFolder, lock), lock);
  });

  it("leaves its examples out of the package, as the lock does", () => {
    const ignored = readFileSync(path.join(chartFolder, ".helmignore"), "utf8")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));

    assert.deepEqual(ignored, ["ci/"]);
  });

  it("calls no template function whose result differs from one run to the next", () => {
    const folder = path.join(chartFolder, "templates");
    const text = readdirSync(folder)
      .map((file) => readFileSync(path.join(folder, file), "utf8"))
      .join("\n");

    assert.deepEqual(
      text.match(
        /\b(rand[A-Z]\w*|lookup|now|date|uuidv4|gen[A-Z]\w*|htpasswd|bcrypt|getHostByName)\b/g,
      ),
      null,
    );
  });

  for (const name of examples) {
    it(`renders example ${name} alike under Helm 3 and Helm 4, and twice alike`, async () => {
      const values = example(name);
      const rendered = await render(values, "helm4");

      assert.deepEqual(await render(values, "helm3"), rendered);
      assert.deepEqual(await render(values, "helm4"), rendered);
    });
  }

  for (const [what, values] of withNull) {
    it(`refuses null for ${what} under Helm 3 and Helm 4 in the same words`, async () => {
      const words = await refusal(values, "helm4");

      assert.notDeepEqual(words, ["nothing was refused"]);
      assert.deepEqual(await refusal(values, "helm3"), words);
    });
  }
});
