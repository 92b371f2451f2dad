import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { toolbox } from "../../toolchain/toolbox.ts";
import { root } from "../support/tools.ts";

const crdSchema = z.object({
  kind: z.literal("CustomResourceDefinition"),
  metadata: z.object({ name: z.string() }),
});

describe("the fetched CustomResourceDefinitions", () => {
  const { crdsFolder } = toolbox(root);
  let files: string[];

  before(() => {
    files = readdirSync(crdsFolder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".yaml"))
      .sort();
  });

  it("are one a file, named as the file", () => {
    for (const file of files) {
      const crd = crdSchema.parse(parse(readFileSync(path.join(crdsFolder, file), "utf8")));
      assert.equal(`${crd.metadata.name}.yaml`, path.basename(file));
    }
  });

  it("hold all that a source defines", () => {
    const counts = files.map((file) => path.dirname(file));
    const count = (source: string) => counts.filter((name) => name === source).length;

    assert.deepEqual(Object.fromEntries([...new Set(counts)].map((name) => [name, count(name)])), {
      "argo-cd": 3,
      "cert-manager": 6,
      istio: 15,
      "prometheus-operator": 10,
      "vertical-pod-autoscaler": 2,
    });
  });
});
