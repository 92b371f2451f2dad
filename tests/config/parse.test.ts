import assert from "node:assert/strict";
import fc from "fast-check";
import { ConfigError } from "../../config/config-error.ts";
import type { ConfigInput } from "../../config/input.ts";
import { parse } from "../../config/parse.ts";
import { configFromText } from "../../config/read-files.ts";
import { isMap } from "../../config/problem.ts";
import { keys, shape } from "../../config/schema/keys.ts";
import { keysOf, schemaAt } from "../../config/schema/walk.ts";
import { baseText, fromFiles, readFixtures } from "./fixture.ts";

const bare = configFromText({
  projectText: baseText("Pulumi.yaml"),
  stackText: baseText("Pulumi.production.yaml"),
  stack: "production",
});

/** With every key of the platform, and with environments that are its owner's tenants or neighbours. */
const full = fullBase();

function fullBase(): ConfigInput {
  const fixture = readFixtures("valid").find(({ name }) => name === "platform-every-key");
  assert.ok(fixture);
  return fromFiles(fixture);
}

/** The same as the tenant of a stack that has everything. */
const tenant: ConfigInput = {
  ...bare,
  stack: "staging",
  values: {
    ...bare.values,
    "msa:environment": "staging",
    "msa:branch": "staging",
    "msa:namespace": "shop-staging",
    "msa:hostSuffix": "-staging",
    "msa:platform": { owner: "production" },
  },
  siblings: [{ ...full, siblings: [] }],
};

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
/** As JSON has it: plain maps, which may have a key of any name, also `__proto__`. */
const awkward = fc
  .oneof(fc.jsonValue(), fc.dictionary(awkwardKey, fc.jsonValue()))
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);

const bases = [bare, full, tenant];

/** One of the bases with one value of it replaced by any other. */
const damaged = fc
  .constantFrom(...bases)
  .chain((base) =>
    fc.tuple(fc.constant(base), fc.constantFrom(...paths(base.values).slice(1)), awkward),
  )
  .map(([base, path, value]) => {
    return { ...base, values: replaced(base.values, path, value) as ConfigInput["values"] };
  });

/** The same maps with their keys the other way round, at every depth; lists keep their order. */
function reversed<T>(value: T): T {
  if (!isMap(value)) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, item]) => [key, reversed(item)])) as T;
}

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

  it("is tried with every key of the platform and its add-ons", () => {
    const groups = ["images", "oidc", "platform", "addons", "access", "notifications"] as const;
    for (const key of groups) {
      const written = full.values[`msa:${key}`];
      assert.ok(isMap(written));
      // In place of what stands there: the addresses follow from a provider.
      const known = keysOf(shape[key]).filter((name) => key !== "oidc" || name !== "provider");
      assert.deepEqual(Object.keys(written).sort(), known.sort());
      const addons = key === "addons" ? Object.entries(written) : [];
      for (const [name, value] of addons) {
        const known = keysOf(schemaAt(shape.addons, [name]));
        assert.deepEqual(Object.keys(value as object).sort(), [...known].sort(), name);
      }
    }
  });

  it("throws nothing but ConfigErrors when any one value is replaced by any other", () => {
    fc.assert(
      fc.property(damaged, (input) => {
        outcome(input);
      }),
      { numRuns: 2500 },
    );
  });

  it("throws nothing but ConfigErrors whatever is wrong in another environment's file", () => {
    const others = fc.constantFrom(...paths(full.values).slice(1));
    fc.assert(
      fc.property(others, awkward, (path, value) => {
        const values = replaced(full.values, path, value) as ConfigInput["values"];
        outcome({ ...tenant, siblings: [{ ...full, values, siblings: [] }] });
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths(tenant.values).slice(1)), awkward, (path, value) => {
        const values = replaced(tenant.values, path, value) as ConfigInput["values"];
        // Whoever has a platform of its own is right whatever its tenants' files say.
        assert.equal(typeof outcome({ ...full, siblings: [{ ...tenant, values }] }), "object");
      }),
      { numRuns: 500 },
    );
  });

  it("says the same of the same values, in whatever order they come", () => {
    fc.assert(
      fc.property(damaged, (input) => {
        const said = outcome(input);
        assert.deepEqual(outcome({ ...input, values: reversed(input.values) }), said);
      }),
      { numRuns: 500 },
    );
  });

  it("writes each problem on one line that ends with a full stop", () => {
    fc.assert(
      fc.property(damaged, (input) => {
        const said = outcome(input);
        if (typeof said !== "string") return;
        for (const line of said.split("\n").filter((each) => each.startsWith(" "))) {
          assert.match(line, /^ {2}\S.*: .+[.?]$/u);
        }
      }),
      { numRuns: 700 },
    );
  });

  it("leaves its input as it was", () => {
    for (const input of bases) {
      const before = structuredClone(input);
      parse(input);
      assert.deepEqual(input, before);
    }
  });

  it("does not look at, and so never shows, the value of an encrypted key", () => {
    const values = { ...bare.values, "msa:branch": "canary 123", "kubernetes:token": "canary 123" };
    const secretKeys = ["msa:branch", "kubernetes:token"];
    assert.equal(
      outcome({ ...bare, values, secretKeys }),
      "Pulumi.production.yaml has 1 problem:\n" +
        "  branch: must not have an encrypted value, since all of it is written into Argo CD's " +
        "Applications. Keep it in a Kubernetes Secret and name that here.",
    );
  });

  it("never shows a credential in plain text, wherever it is", () => {
    for (const base of bases) {
      for (const path of paths(base.values).filter((each) => each.length > 0)) {
        const value = { password: "canary-9" };
        const values = replaced(base.values, path, value) as ConfigInput["values"];
        const said = String(outcome({ ...base, values }));
        assert.match(said, /password: must not be a credential in plain text/);
        assert.doesNotMatch(said, /canary-9/);
      }
    }
  });

  // Thousands of configurations take their time on a busy machine.
}).timeout(120_000);
