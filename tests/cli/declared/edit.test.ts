import assert from "node:assert/strict";

import { editedText, type Edit } from "../../../cli/declared/edit.ts";
import { ConfigError } from "../../../config/config-error.ts";
import { CliError } from "../../../cli/errors.ts";

const file = "Pulumi.staging.yaml";
const edited = (text: string, ...edits: Edit[]) => editedText(file, text, edits);
const set = (path: string, value: unknown): Edit => ({ path: path.split("/"), value });
const unset = (path: string): Edit => ({ path: path.split("/") });

/** A stack file as people write one. */
const stack = `# top
config:
  msa:branch: staging   # odd
  msa:services:
    # the first
    user-service: { version: 1.0.0 } # kept
    order-service:
      version: "2.0.1"
      profile: { replicas: 3, limits: {cpu: "1" } }

      # about env
      env:
        LOG_LEVEL: 'debug' # loud
        # last of env
    # soon: x

  msa:platform: {} # none
`;

/** From, to: what is replaced in `stack`. */
const cases: readonly (readonly [string, Edit, string, string])[] = [
  [
    "a version in a flow map",
    set("config/msa:services/user-service/version", "1.1.0"),
    "{ version: 1.0.0 }",
    "{ version: 1.1.0 }",
  ],
  [
    "a version in its double quotes",
    set("config/msa:services/order-service/version", "2.0.2"),
    `"2.0.1"`,
    `"2.0.2"`,
  ],
  [
    "a text in its single quotes",
    set("config/msa:services/order-service/env/LOG_LEVEL", "it's"),
    "'debug'",
    "'it''s'",
  ],
  [
    "a key behind the last of a flow map",
    set("config/msa:services/user-service/digest", "sha256:ab"),
    "{ version: 1.0.0 }",
    "{ version: 1.0.0, digest: sha256:ab }",
  ],
  [
    "keys that were not there in a flow map",
    set("config/msa:services/user-service/profile/autoscaling/min", 2),
    "{ version: 1.0.0 }",
    "{ version: 1.0.0, profile: { autoscaling: { min: 2 } } }",
  ],
  [
    "a key behind the comments of a block map",
    set("config/msa:services/order-service/env/DEBUG", "true"),
    "        # last of env\n",
    `        # last of env\n        DEBUG: "true"\n`,
  ],
  [
    "a service behind the last one",
    set("config/msa:services/new", { version: "0.1.0" }),
    "    # soon: x\n",
    "    # soon: x\n    new:\n      version: 0.1.0\n",
  ],
  [
    "an entry of maps into an empty map",
    set("config/msa:platform/a", { b: 1 }),
    "  msa:platform: {} # none\n",
    "  msa:platform: # none\n    a: { b: 1 }\n",
  ],
  [
    "a text into an empty map",
    set("config/msa:platform/size", "small"),
    "msa:platform: {}",
    "msa:platform: { size: small }",
  ],
  [
    "a map in the place of a text",
    set("config/msa:services/user-service/version", { a: 1 }),
    "{ version: 1.0.0 }",
    "{ version: { a: 1 } }",
  ],
  [
    "a text in the place of lines",
    set("config/msa:services/order-service/env", "x"),
    "env:\n        LOG_LEVEL: 'debug' # loud\n",
    "env: x\n",
  ],
  [
    "lines in the place of lines",
    set("config/msa:services/order-service/env", { A: "1", B: "b c" }),
    "LOG_LEVEL: 'debug' # loud",
    `A: "1"\n        B: b c`,
  ],
  [
    "no key of a flow map",
    unset("config/msa:services/user-service/version"),
    "{ version: 1.0.0 }",
    "{}",
  ],
  [
    "no first key of a flow map",
    unset("config/msa:services/order-service/profile/replicas"),
    "{ replicas: 3, limits",
    "{ limits",
  ],
  [
    "no last key of a flow map",
    unset("config/msa:services/order-service/profile/limits"),
    `, limits: {cpu: "1" } }`,
    " }",
  ],
  [
    "no only key of a block map",
    unset("config/msa:services/order-service/env/LOG_LEVEL"),
    "env:\n        LOG_LEVEL: 'debug' # loud\n        # last of env\n",
    "env: {}\n        # last of env\n",
  ],
  [
    "no service, with all that is below its name",
    unset("config/msa:services/order-service"),
    stack.slice(stack.indexOf("    order-service"), stack.indexOf("    # soon")),
    "",
  ],
];

describe("editedText", () => {
  for (const [title, edit, from, to] of cases) {
    it(`writes ${title}, and leaves every other byte`, () => {
      assert.ok(stack.includes(from));
      assert.equal(edited(stack, edit), stack.replace(from, to));
    });
  }

  it("changes nothing for a value that is there, or a key that is not", () => {
    const same = set("config/msa:services/user-service", { version: "1.0.0" });
    assert.equal(edited(stack, same, unset("config/msa:nothing/here")), stack);
  });

  it("makes edits one after the other", () => {
    assert.equal(edited("a: {}\n", set("a/b", 1), set("a/c", 2), unset("a/b")), "a: { c: 2 }\n");
  });

  const flow = "a:\n  {\n    b: 1, # of b\n    c: 2 # of c\n  }\n";
  it("adds to a flow map on several lines in its layout, and takes away again", () => {
    const more = edited(flow, set("a/d", 3));
    assert.equal(more, "a:\n  {\n    b: 1, # of b\n    c: 2, # of c\n    d: 3\n  }\n");
    assert.equal(edited(more, unset("a/d")), flow);
    assert.equal(edited(flow, unset("a/b")), "a:\n  {\n    c: 2 # of c\n  }\n");
  });

  it("keeps a comma behind the last entry", () => {
    const text = "a: {\n  b: 1, # of b\n}\n";
    const more = edited(text, set("a/d", 3));
    assert.equal(more, "a: {\n  b: 1, # of b\n  d: 3,\n}\n");
    assert.equal(edited(more, unset("a/d")), text);
    assert.equal(edited("a: { b: 1, }\n", set("a/d", 3)), "a: { b: 1, d: 3, }\n");
  });

  it("keeps a byte order mark, Windows' line breaks and a missing last one", () => {
    const text = "\ufeff# top\r\nconfig:\r\n  a: 1\r\n  b: { c: 1 }";
    const more = edited(text, set("config/d", { e: "x" }));
    assert.equal(more, `${text}\r\n  d: { e: x }`);
    assert.equal(edited(more, unset("config/d")), text);
  });

  it("replaces a text of several lines by one of one line", () => {
    const text = "a: |\n  one\n  two\nb: 1\n";
    assert.equal(edited(text, set("a", "x")), "a: x\nb: 1\n");
    assert.equal(edited(text, unset("a")), "b: 1\n");
  });

  for (const [value, written] of [
    ["1.0", `"1.0"`],
    ["1.0.0", "1.0.0"],
    ["1.0.0-rc.1", "1.0.0-rc.1"],
    ["0644", `"0644"`],
    ["0b1", `"0b1"`],
    ["2026-11-23", `"2026-11-23"`],
    ["500m", "500m"],
    ["512Mi", "512Mi"],
    ["yes", `"yes"`],
    ["null", `"null"`],
    ["a: b", `"a: b"`],
    ["a #b", `"a #b"`],
    ["Orders, from cart to delivery.", "Orders, from cart to delivery."],
    ["한국어", "한국어"],
    ["", `""`],
    ["a\nb", `"a\\nb"`],
    ["\u007f", `"\\u007f"`],
    [7, "7"],
    [0.5, "0.5"],
    [true, "true"],
    [null, "null"],
    [[], "[]"],
    [["a, b", "c"], `["a, b", c]`],
  ] as const) {
    it(`writes ${JSON.stringify(value)} as ${written}`, () => {
      assert.equal(edited("a: x\n", set("b", value)), `a: x\nb: ${written}\n`);
    });
  }

  it("puts a long entry on lines, and a long list too", () => {
    const words = Array.from({ length: 12 }, (_, at) => `word-number-${at}`);
    assert.equal(
      edited("a: 1\n", set("b", { c: words, d: { e: 1 } })),
      `a: 1\nb:\n  c:\n${words.map((word) => `    - ${word}\n`).join("")}  d: { e: 1 }\n`,
    );
  });

  for (const [what, text, edit, found] of [
    ["through an alias", "a: &x { b: 1 }\nc: *x\n", set("c/b", 2), "an anchor or an alias"],
    ["through a list", "a: [1]\n", set("a/b", 2), "a list at a"],
    [
      "of a merged key",
      "a: &x { b: 1 }\nc:\n  <<: *x\n  d: 1\n",
      unset("c/b"),
      "an anchor or an alias",
    ],
  ] as const) {
    it(`refuses an edit ${what}, and says where`, () => {
      assert.throws(
        () => edited(text, edit),
        new CliError(
          `${file}, ${edit.path.join(".")}: cannot be changed with the rest of the file kept as it is ` +
            `(found ${found}). Write it out there, or edit the file by hand.`,
          2,
        ),
      );
    });
  }

  it("says where a file is not YAML", () => {
    assert.throws(() => edited("a: [", set("a", 1)), ConfigError);
  });
});
