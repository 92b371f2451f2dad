import assert from "node:assert/strict";

import fc from "fast-check";
import { parse } from "yaml";

import { editedText } from "../../../cli/declared/edit.ts";
import { valueAt } from "../../../config/problem.ts";

const file = "Pulumi.yaml";

type Tree = Readonly<Record<string, unknown>>;

const keys = ["a", "msa:b", "c-d", "slack/token", "1.0", "e f", "yes", "_", "x.y"] as const;
const key = fc.constantFrom(...keys);
const word = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "1.0.0",
    "yes",
    "~",
    "2026-01-02",
    "a: b",
    "# c",
    "'",
    '"',
    "0x1",
    "1_000",
    "-",
    "500m",
  ),
  fc.constantFrom(
    "a\nb\n",
    " a",
    "a ",
    "{}",
    "[a]",
    "&a",
    "*a",
    "!a",
    "?",
    "<<",
    "@a",
    "`",
    "%",
    "|",
    ">",
  ),
);
const scalar = fc.oneof(word, fc.integer(), fc.boolean());
const plainly = { maxKeys: 3, noNullPrototype: true };
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(key, fc.oneof(scalar, fc.dictionary(key, scalar, plainly)), plainly),
);

/** What a person may do to a file without changing what it says. */
interface Manner {
  readonly isFlow: boolean;
  readonly onLines: boolean;
  readonly comment: boolean;
  readonly below: boolean;
  readonly blank: boolean;
  readonly quote: "" | "'" | '"';
  readonly indent: number;
}

const manner: fc.Arbitrary<Manner> = fc.record({
  isFlow: fc.boolean(),
  onLines: fc.boolean(),
  comment: fc.boolean(),
  below: fc.boolean(),
  blank: fc.boolean(),
  quote: fc.constantFrom("", "'", '"'),
  indent: fc.integer({ min: 1, max: 4 }),
});

type Made =
  string | { readonly manner: Manner; readonly entries: readonly (readonly [string, Made])[] };

const plain = fc.constantFrom(
  "x",
  "1.0.0",
  "7",
  '"q"',
  "'s'",
  "[ 1,2 ]",
  "true",
  "{}",
  "{}",
  "|\n      t\n\n",
);
const { made } = fc.letrec<{ made: Made; map: Made }>((tie) => ({
  made: fc.oneof({ maxDepth: 3 }, plain, tie("map")),
  map: fc.record({
    manner,
    entries: fc.uniqueArray(fc.tuple(key, tie("made")), {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 4,
    }),
  }),
}));
const root = fc.record({
  manner: manner.map((each) => ({ ...each, isFlow: false })),
  entries: fc.uniqueArray(fc.tuple(key, made), {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: 4,
  }),
});

function written(name: string, { quote }: Manner): string {
  const needed = quote === "" && (name === "1.0" || name === "yes") ? '"' : quote;
  return `${needed}${name}${needed}`;
}

function flow(node: Made): string {
  if (typeof node === "string") return node.startsWith("|") ? "t" : node;
  const { manner: own, entries } = node;
  const parts = entries.map(([name, each]) => `${written(name, own)}: ${flow(each)}`);
  const space = own.blank ? " " : "";
  return `{${space}${parts.join(own.blank ? ",  " : ", ")}${own.below ? "," : ""}${space}}`;
}

function flowLines(node: Exclude<Made, string>, indent: string): string {
  const { manner: own, entries } = node;
  const inner = `${indent}  `;
  const lines = entries.map(([name, each], at) => {
    const isLast = at === entries.length - 1;
    const comma = isLast && !own.below ? "" : ",";
    return `${inner}${written(name, own)}: ${flow(each)}${comma}${own.comment ? " # flow" : ""}\n`;
  });
  return `{\n${lines.join("")}${indent}}`;
}

function block(node: Exclude<Made, string>, indent: string): string {
  const { manner: own, entries } = node;
  const lines = entries.map(([name, each]) => {
    const head = `${indent}${written(name, own)}:`;
    const comment = own.comment ? "   # kept" : "";
    if (typeof each === "string") {
      // A text of several lines stands deeper than any key here.
      if (each.startsWith("|")) return `${head} |\n${" ".repeat(indent.length + 6)}t\n\n`;
      return `${head} ${each}${comment}\n`;
    }
    if (each.manner.isFlow && each.manner.onLines) {
      return `${head} ${flowLines(each, `${indent}  `)}${comment}\n`;
    }
    if (each.manner.isFlow) return `${head} ${flow(each)}${comment}\n`;
    return `${head}${comment}\n${block(each, indent + " ".repeat(each.manner.indent))}`;
  });
  const below = own.below ? `${own.blank ? "\n" : ""}${indent}# below\n` : "";
  return lines.join(own.blank ? "\n" : "") + below;
}

const text = fc
  .tuple(root, fc.boolean(), fc.boolean(), fc.boolean())
  .map(([tree, isWindows, hasMark, isCut]) => {
    const unix = `# top\n${block(tree, "")}`;
    const cut = isCut ? unix.replace(/\n+$/, "") : unix;
    return (hasMark ? "\ufeff" : "") + (isWindows ? cut.replaceAll("\n", "\r\n") : cut);
  });

/** A map of the file, and a key in it. */
const place = fc.tuple(text, fc.array(key, { maxLength: 3 }), key).map(([whole, wanted, last]) => {
  const values = parse(whole) as Tree;
  const way: string[] = [];
  for (const name of wanted) {
    const inside = Object.keys(valueAt(values, way) as Tree);
    const next = inside.find((each) => each === name) ?? inside[0];
    const below = next === undefined ? undefined : valueAt(values, [...way, next]);
    if (next === undefined || typeof below !== "object" || below === null || Array.isArray(below))
      break;
    way.push(next);
  }
  return { whole, values, path: [...way, last] };
});

const isThere = ({ values, path }: { values: Tree; path: readonly string[] }) =>
  valueAt(values, path) !== undefined;

describe("editedText, for any file and value", () => {
  it("says afterwards what was set, and nothing else is different", () => {
    fc.assert(
      fc.property(place, value, ({ whole, values, path }, given) => {
        const after = parse(editedText(file, whole, [{ path, value: given }])) as Tree;
        assert.deepEqual(valueAt(after, path), given);
        assert.deepEqual(without(after, path), without(values, path));
      }),
      { numRuns: 600 },
    );
  });

  it("takes away what it has added, to the byte", () => {
    fc.assert(
      fc.property(
        place.filter((each) => !isThere(each)),
        value,
        ({ whole, path }, given) => {
          const added = editedText(file, whole, [{ path, value: given }]);
          assert.notEqual(added, whole);
          assert.equal(editedText(file, added, [{ path }]), whole);
        },
      ),
      { numRuns: 600 },
    );
  });

  it("changes no line but those of the key", () => {
    fc.assert(
      fc.property(place, scalar, ({ whole, path }, given) => {
        const before = whole.split("\n");
        const after = editedText(file, whole, [{ path, value: given }]).split("\n");
        const start = before.findIndex((line, at) => line !== after[at]);
        if (start < 0) return;
        const [old, now] = [before.slice(start).reverse(), after.slice(start).reverse()];
        const end = old.findIndex((line, at) => line !== now[at]);
        const [gone, come] = [old.slice(end).reverse(), now.slice(end).reverse()];
        // A scalar takes one line, and one more where a comma has to come behind another entry.
        assert.ok(come.filter((line) => !gone.includes(line)).length <= 2, come.join("\n"));
      }),
      { numRuns: 600 },
    );
  });
});

function without(values: unknown, [first = "", ...rest]: readonly string[]): unknown {
  if (typeof values !== "object" || values === null || Array.isArray(values)) return {};
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, each]) => {
      if (name !== first) return [[name, each]];
      return rest.length === 0 ? [] : [[name, without(each, rest)]];
    }),
  );
}
