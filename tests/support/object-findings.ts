import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { RecordedResource } from "../../recorder/recording.ts";
import { schemaLocation, writeKubernetesSchemas } from "../charts/kubernetes-schemas.ts";
import { root, tool } from "./tools.ts";

/** What the API server would refuse or warn of in an object. */
export interface Finding {
  readonly kind: string;
  readonly name: string;
  readonly status: string;
  readonly msg: string;
}

/** The schemas of Kubernetes and of the pinned CRDs, strict, in a folder of their own. */
export interface ObjectSchemas {
  /** What is wrong with objects: unknown fields, wrong types, missing fields, unknown kinds. */
  findings(objects: readonly unknown[]): readonly Finding[];
  remove(): void;
}

/** Writes the schemas; takes seconds, so once for a file of tests. */
export function objectSchemas(): ObjectSchemas {
  const folder = mkdtempSync(path.join(tmpdir(), "object-schemas-"));
  const crds = path.join(root, ".msa/toolchain/crds");
  writeKubernetesSchemas(folder, crds, path.join(root, "toolchain/kubernetes"));
  return {
    findings: (objects) => {
      const { stdout, stderr } = spawnSync(
        tool("kubeconform"),
        ["-strict", "-output", "json", "-schema-location", path.join(folder, schemaLocation), "-"],
        {
          input: objects.map((object) => JSON.stringify(object)).join("\n---\n"),
          encoding: "utf8",
        },
      );
      if (stderr !== "") throw new Error(stderr);
      return (JSON.parse(stdout) as { resources: Finding[] | null }).resources ?? [];
    },
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

/** The Kubernetes objects among resources, as they would be sent. */
export function objectsIn(resources: readonly RecordedResource[]): readonly unknown[] {
  return resources
    .map(({ inputs }) => inputs)
    .filter((inputs) => "apiVersion" in inputs && "kind" in inputs);
}
