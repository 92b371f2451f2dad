import assert from "node:assert/strict";

import { format } from "prettier";
import { parse } from "yaml";

import { ConfigError } from "../../../config/config-error.ts";
import { withEntry, type FileEntry } from "../../../cli/secrets/stack-file-edit.ts";

const token: FileEntry = { map: "secrets", name: "slack/token", fields: { secure: "v1:aB+/:c=" } };
const revision: FileEntry = {
  map: "secretRevisions",
  name: "slack/token",
  fields: { revision: 2, set: "2026-11-23" },
};

const edited = (text: string, ...entries: FileEntry[]) =>
  entries.reduce((now, entry) => withEntry("Pulumi.staging.yaml", now, entry), text);

/** Everything that a formatter or the engine would write in another way. */
const odd = `# top
config:
    msa:a: {x:   1}    # by hand
    'msa:b': [ 1,2 ]


    msa:c: |
      text

      more
    # about d
    msa:d:
        - one   # first
        # last word

# end of the file
encryptionsalt: v1:zz   # kept
`;

describe("withEntry", () => {
  it("adds the lines behind the last key, and leaves every other byte", () => {
    const lines =
      "    msa:secrets:\n      slack/token:\n        secure: v1:aB+/:c=\n" +
      '    msa:secretRevisions:\n      slack/token: { revision: 2, set: "2026-11-23" }\n';
    const at = odd.indexOf("\n# end of the file");
    const after = edited(odd, token, revision);
    assert.equal(after, odd.slice(0, at) + lines + odd.slice(at));
  });

  const there = `config:
  msa:secrets:
    # the old one
    slack/token: # of the bot
      secure:   v1:old=   # kept

    email/password: { secure: v1:other= }
  msa:secretRevisions:
    slack/token: { revision: 1,  set: "2026-01-02" } # kept
  msa:branch: staging   # kept
`;

  it("replaces only the value of a secret that is there", () => {
    assert.equal(edited(there, token), there.replace("v1:old=", "v1:aB+/:c="));
  });

  it("replaces only the number and the day of a revision that is there", () => {
    assert.equal(
      edited(there, revision),
      there.replace('1,  set: "2026-01-02"', '2,  set: "2026-11-23"'),
    );
  });

  for (const [written, value] of [
    ["hunter2", "hunter2   # kept"],
    ["'hunter2'", "'hunter2'"],
    ["nothing", ""],
  ] as const) {
    it(`puts a ciphertext in the place of ${written}`, () => {
      const plain = (text: string) =>
        `config:\n  msa:secrets:\n    slack/token:${text}\n  msa:x: 1\n`;
      assert.equal(
        edited(plain(` ${value}`), token),
        plain(`\n      secure: v1:aB+/:c=${value.replace(/^.*hunter2'?/, "")}`),
      );
    });
  }

  it("adds to a map that is there, behind its last entry", () => {
    const teams: FileEntry = { ...token, name: "teams/commerce" };
    assert.equal(
      edited(there, teams),
      there.replace(
        "v1:other= }\n",
        "v1:other= }\n    teams/commerce:\n      secure: v1:aB+/:c=\n",
      ),
    );
  });

  it("leaves comments below a map's last entry where they belong", () => {
    const commented = there.replace(
      "v1:other= }\n",
      "v1:other= }\n\n    # soon: x\n  # revisions\n",
    );
    const teams: FileEntry = { ...token, name: "teams/commerce" };
    assert.equal(
      edited(commented, teams),
      commented.replace(
        "# soon: x\n",
        "# soon: x\n    teams/commerce:\n      secure: v1:aB+/:c=\n",
      ),
    );
  });

  it("finds a key that is written without the namespace", () => {
    const bare = "config:\n  secrets:\n    slack/token:\n      secure: v1:old=\n";
    assert.equal(edited(bare, token), bare.replace("v1:old=", "v1:aB+/:c="));
  });

  for (const [form, text] of [
    ["an empty map", "config:\n  msa:secrets: {} # none\n"],
    ["nothing", "config:\n  msa:secrets:\n"],
    ["a map on one line", "config:\n  msa:secrets: { x: { secure: v1:x= } } # kept\n"],
    ["a configuration on one line", "config: { msa:branch: staging } # kept\n"],
    ["no configuration", "# kept\nencryptionsalt: v1:zz\n"],
    ["a list for an entry", "config:\n  msa:secrets:\n    slack/token: [a]\n  msa:x: 1 # kept\n"],
    ["an anchor at the first key", "config:\n  &x msa:x: 1 # kept\n  msa:y: *x\n"],
    ["an alias", "config:\n  msa:x: &x\n    y:\n      secure: v1:y=\n  msa:secrets: *x\n"],
    ["no line break at the end", "config:\n  msa:branch: staging"],
    ["a text with its own line breaks", "config:\n  msa:x: |+\n    a\n\n\n"],
  ] as const) {
    it(`sets both entries, keeps the rest and the comments with ${form}`, () => {
      const before = parse(text) as { config?: Record<string, unknown> };
      const after = edited(text, token, revision);
      const config = (parse(after) as { config: Record<string, object> }).config;
      assert.deepEqual((config["msa:secrets"] as Record<string, unknown>)["slack/token"], {
        secure: "v1:aB+/:c=",
      });
      assert.deepEqual(config["msa:secretRevisions"], {
        "slack/token": { revision: 2, set: "2026-11-23" },
      });
      const others = (map: Record<string, unknown> = {}) =>
        Object.entries(map).filter(([key]) => !key.startsWith("msa:secret"));
      assert.deepEqual(others(config), others(before.config));
      assert.equal(after.includes("# kept"), text.includes("# kept"));
    });
  }

  it("leaves nothing for a formatter to do, however long the names", async () => {
    const name = `services/${"long-".repeat(12)}service/database/username`;
    const secure = `v1:${"a".repeat(200)}=`;
    const text = edited(
      "config:\n  msa:branch: staging\n",
      { ...token, fields: { secure } },
      { ...token, name, fields: { secure } },
      revision,
      { ...revision, name },
    );
    assert.equal(await format(text, { parser: "yaml", printWidth: 100 }), text);
  });

  it("puts a ciphertext in quotes that would be something else without them", () => {
    const fields = { secure: "0x12: [a]" };
    const after = parse(edited("config:\n  msa:a: 1\n", { ...token, fields })) as object;
    assert.deepEqual(after, { config: { "msa:a": 1, "msa:secrets": { "slack/token": fields } } });
  });

  it("says where a file is not YAML", () => {
    assert.throws(() => edited("config: [", token), ConfigError);
  });
});
