import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { leakSearch } from "./leak-search.ts";

const pem = `-----BEGIN PRIVATE KEY-----\n${"Qk".repeat(32)}\n${"Zx".repeat(32)}\n-----END PRIVATE KEY-----`;
const canaries = [
  { name: "signs", value: `p$"\\<&>'é/?=+ ${"x".repeat(5)}` },
  { name: "key", value: pem },
  { name: "plain", value: "correct-horse-7" },
];
const [signs = "", , plain = ""] = canaries.map(({ value }) => value);
const search = leakSearch(canaries);

function found(text: string): string[] {
  return search.inBytes("there", Buffer.from(text)).map((hit) => hit.replace(/ .*/, ""));
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("leakSearch", () => {
  const ways: Readonly<Record<string, string>> = {
    "as it is": `a ${signs} b`,
    "in JSON": JSON.stringify({ a: [signs] }),
    "in JSON within JSON": JSON.stringify(JSON.stringify({ a: signs })),
    "in Go's JSON": JSON.stringify(signs).replace(
      /[<>&]/g,
      (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`,
    ),
    "in a URL": `https://a.example.com/?q=${encodeURIComponent(signs)}&b`,
    "in a form": new URLSearchParams({ q: signs }).toString(),
    "in YAML's single quotes": `a: '${signs.replaceAll("'", "''")}'`,
    "in hexadecimal": Buffer.from(signs).toString("hex"),
    "in base64": `x${base64(signs)}`,
    "in base64 behind one sign": base64(`a${signs}b`),
    "in base64 behind two signs": base64(`ab${signs}`),
    "in base64 of a URL's kind": Buffer.from(`user:${signs}`).toString("base64url"),
    "in base64 of JSON": base64(JSON.stringify({ password: signs })),
    "in base64 of base64": base64(`{"data":"${base64(signs)}"}`),
  };

  for (const [way, text] of Object.entries(ways)) {
    it(`finds a value ${way}`, () => {
      assert.deepEqual([...new Set(found(text))], ["signs"]);
    });
  }

  it("finds one line of a key", () => {
    assert.deepEqual(found(`  ${"Zx".repeat(32)}\r`), ["key"]);
  });

  it("finds nothing in what only looks like it", () => {
    for (const text of [
      "correct-horse-8",
      base64("correct-horse"),
      "-----BEGIN PRIVATE KEY-----",
    ]) {
      assert.deepEqual(found(text), [], text);
    }
  });

  it("looks into every file of a folder, packed ones too, and says in which it was", () => {
    const folder = mkdtempSync(join(tmpdir(), "msa-leak-search-"));
    try {
      mkdirSync(join(folder, "a", "left-out"), { recursive: true });
      writeFileSync(join(folder, "a", "state.json"), JSON.stringify({ plain }));
      writeFileSync(join(folder, "a", "left-out", "db"), plain);
      writeFileSync(join(folder, "log.gz"), gzipSync(`and ${plain}`));
      writeFileSync(join(folder, "half.gz"), gzipSync(plain).subarray(0, 12));
      const before = search.bytes();

      assert.deepEqual(search.inFolder(folder, { except: ["a/left-out"] }).sort(), [
        "plain (raw): a/state.json",
        "plain (raw): log.gz (unpacked)",
      ]);
      assert.ok(search.bytes() > before);
      assert.deepEqual(search.inFolder(folder, { since: Date.now() + 60_000 }), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
