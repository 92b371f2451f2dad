import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { parse } from "yaml";

import { stripDescriptions } from "../../../toolchain/stand-ins/strip-descriptions.ts";
import { toolbox } from "../../../toolchain/toolbox.ts";
import { root } from "../../support/tools.ts";

/** Without the texts of all descriptions, also of those that are a list item's first key. */
function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key, held]) => !(key === "description" && typeof held === "string"))
    .map(([key, held]) => [key, withoutTexts(held)] as const);
  return Object.fromEntries(entries);
}

describe("a CRD without its descriptions", () => {
  it("has lost texts in every style of YAML, and nothing beside them", () => {
    const text = `
spec:
  description: one line
  name: kept
  items:
    - description: |-
        several lines

        with an empty one
      type: string
    - type: object
      description: 'quoted: and
        folded'
      properties:
        description:
          description: >-
            the text of a property of this name
          type: string
`;
    const stripped = stripDescriptions(text);

    assert.deepEqual(parse(stripped), {
      spec: {
        name: "kept",
        items: [
          { description: "", type: "string" },
          { type: "object", properties: { description: { type: "string" } } },
        ],
      },
    });
  });

  const real = [
    "argo-cd/appprojects.argoproj.io",
    "cert-manager/certificates.cert-manager.io",
    "istio/gateways.networking.istio.io",
    "prometheus-operator/prometheusrules.monitoring.coreos.com",
    "vertical-pod-autoscaler/verticalpodautoscalers.autoscaling.k8s.io",
  ];
  for (const name of real) {
    it(`says the same as ${name} with them`, () => {
      const text = readFileSync(path.join(toolbox(root).crdsFolder, `${name}.yaml`), "utf8");
      const stripped = stripDescriptions(text);

      assert.deepEqual(withoutTexts(parse(stripped)), withoutTexts(parse(text)));
      assert.ok(stripped.length < text.length * 0.7, "it is hardly smaller");
    });
  }
});
