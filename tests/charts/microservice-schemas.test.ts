import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { KubernetesObject } from "../../manifests/object.ts";
import { tool } from "../support/tools.ts";
import { example, examples, render } from "./chart.ts";
import { schemaLocation, writeKubernetesSchemas } from "./kubernetes-schemas.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Finding {
  readonly kind: string;
  readonly status: string;
  readonly msg: string;
}

describe("charts/microservice: what the API server would say", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), "schemas-"));

  before(() => {
    const crds = path.join(root, ".msa/toolchain/crds");
    writeKubernetesSchemas(folder, crds, path.join(root, "toolchain/kubernetes"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** What kubeconform finds wrong; it also reports kinds of which it has no schema. */
  function findings(objects: readonly unknown[]): readonly Finding[] {
    const { stdout, stderr } = spawnSync(
      tool("kubeconform"),
      ["-strict", "-output", "json", "-schema-location", path.join(folder, schemaLocation), "-"],
      { input: objects.map((object) => JSON.stringify(object)).join("\n---\n"), encoding: "utf8" },
    );
    if (stderr !== "") throw new Error(stderr);
    return (JSON.parse(stdout) as { resources: Finding[] | null }).resources ?? [];
  }

  for (const name of examples) {
    it(`has nothing against a single object of example ${name}`, async () => {
      assert.deepEqual(findings(await render(example(name))), []);
    });
  }

  it("would refuse an unknown field in every kind that all-on renders", async () => {
    const objects = await render(example("all-on"));
    const misspelt = objects.map((object) => ({ ...object, ...withTypo(object) }));

    const reported = findings(misspelt).map(({ kind, status }) => `${kind} ${status}`);

    assert.deepEqual(reported.sort(), objects.map(({ kind }) => `${kind} statusInvalid`).sort());
  });

  it("would refuse a value of the wrong type deep inside a custom resource", async () => {
    const objects = await render(example("staging"));
    const rule = structuredClone(objects.find(({ kind }) => kind === "DestinationRule"));
    const spec = rule?.["spec"] as { trafficPolicy: { outlierDetection: Record<string, unknown> } };
    spec.trafficPolicy.outlierDetection["maxEjectionPercent"] = "half";

    assert.deepEqual(
      findings([rule]).map(({ kind, status }) => `${kind} ${status}`),
      ["DestinationRule statusInvalid"],
    );
  });
});

/** A field no kind has: in `spec` where there is one, else beside `metadata`. */
function withTypo(object: KubernetesObject): Record<string, unknown> {
  const spec = object["spec"];
  return typeof spec === "object" ? { spec: { ...spec, replicsa: 1 } } : { replicsa: 1 };
}
