import assert from "node:assert/strict";
import fc from "fast-check";
import { ConfigError } from "../../config/config-error.ts";
import type { ConfigInput } from "../../config/input.ts";
import { parse } from "../../config/parse.ts";
import { configFromText } from "../../config/read-files.ts";
import { keys } from "../../config/schema/keys.ts";
import { baseText } from "./fixture.ts";

const base = configFromText({
  projectText: baseText("Pulumi.yaml"),
  stackText: baseText("Pulumi.production.yaml"),
  stack: "production",
});

/** Paths of every value in `tree`, so that one of them can be replaced. */
function paths(tree: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof tree !== "object" || tree === null) return [path];
  return [path, ...Object.entries(tree).flatMap(([key, value]) => paths(value, [...path, key]))];
}

function replaced(tree: unknown, [first, ...rest]: readonly string[], value: unknown): unknown {
  if (first === undefined || typeof tree !== "object" || tree === null) return value;
  const entries = Object.entries(tree);
  return Object.fromEntries(
    entries.map(([key, old]) => [key, key === first ? replaced(old, rest, value) : old]),
  );
}

/** The result, or the message of the ConfigError; anything else that is thrown fails the test. */
function outcome(input: ConfigInput): unknown {
  try {
    return parse(input);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
}

const awkwardKey = fc.constantFrom("__proto__", "constructor", "toString", "orders", "a.b", "");
const awkward = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(awkwardKey, fc.jsonValue(), { noNullPrototype: false }),
);

describe("parse", () => {
  it("throws nothing but ConfigErrors, whatever the values are", () => {
    const anything = fc.dictionary(
      fc.oneof(fc.constantFrom(...keys.map((key) => `msa:${key}`)), fc.string()),
      awkward,
    );
    fc.assert(
      fc.property(anything, fc.string(), (values, stack) => {
        outcome({ stack, file: "Pulumi.x.yaml", values, secretKeys: [] });
      }),
      { numRuns: 500 },
    );
  });

  it("throws nothing but ConfigErrors when any one value is replaced by any other", () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths(base.values).slice(1)), awkward, (path, value) => {
        const values = replaced(base.values, path, value) as ConfigInput["values"];
        outcome({ ...base, values });
      }),
      { numRuns: 1500 },
    );
  });

  it("says the same of the same values, in whatever order they come", () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths(base.values).slice(1)), awkward, (path, value) => {
        const values = replaced(base.values, path, value) as ConfigInput["values"];
        const reversed = Object.fromEntries(Object.entries(values).reverse());
        assert.deepEqual(outcome({ ...base, values: reversed }), outcome({ ...base, values }));
      }),
      { numRuns: 300 },
    );
  });

  it("writes each problem on one line that ends with a full stop", () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths(base.values).slice(1)), awkward, (path, value) => {
        const said = outcome({
          ...base,
          values: replaced(base.values, path, value) as ConfigInput["values"],
        });
        if (typeof said !== "string") return;
        for (const line of said.split("\n").filter((each) => each.startsWith(" "))) {
          assert.match(line, /^ {2}\S.*: .+[.?]$/u);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("leaves its input as it was", () => {
    const before = structuredClone(base);
    parse(base);
    assert.deepEqual(base, before);
  });

  it("does not look at, and so never shows, the value of an encrypted key", () => {
    const values = { ...base.values, "msa:branch": "canary 123", "kubernetes:token": "canary 123" };
    const secretKeys = ["msa:branch", "kubernetes:token"];
    assert.equal(
      outcome({ ...base, values, secretKeys }),
      "Pulumi.production.yaml has 1 problem:\n" +
        "  branch: must not have an encrypted value, since all of it is written into Argo CD's " +
        "Applications. Keep it in a Kubernetes Secret and name that here.",
    );
  });

  it("never shows a credential in plain text, wherever it is", () => {
    for (const path of paths(base.values).filter((each) => each.length > 0)) {
      const value = { password: "canary-9" };
      const values = replaced(base.values, path, value) as ConfigInput["values"];
      const said = String(outcome({ ...base, values }));
      assert.match(said, /password: must not be a credential in plain text/);
      assert.doesNotMatch(said, /canary-9/);
    }
  });
});
