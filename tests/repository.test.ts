import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";

import { environments } from "../config/model.ts";
import { root } from "./support/tools.ts";

const notOurs = ["node_modules", ".msa", ".git"];

/** Files of the repository that match, by their path in it. */
function files(pattern: string): string[] {
  return globSync(pattern, { cwd: root, exclude: (name) => notOurs.includes(name) }).sort();
}

function linesOf(file: string): string[] {
  return readFileSync(path.join(root, file), "utf8").split("\n");
}

/** `<file>:<line>` of every line that matches. */
function places(found: readonly string[], pattern: RegExp): string[] {
  return found.flatMap((file) =>
    linesOf(file).flatMap((line, at) => (pattern.test(line) ? [`${file}:${at + 1}`] : [])),
  );
}

/** A file of types alone has nothing to run, and so nothing to test. */
async function runs(file: string): Promise<boolean> {
  return Object.keys((await import(path.join(root, file))) as object).length > 0;
}

describe("the repository", () => {
  it("finds its own files, so that the rules below look at something", () => {
    const found = files("**/*.ts");

    assert.ok(found.includes("index.ts") && found.includes("components/cluster.ts"));
    assert.ok(!found.some((file) => file.includes("node_modules")));
  });

  it("has one stack file for each environment and no other", () => {
    assert.deepEqual(
      files("Pulumi.*.yaml"),
      environments.map((environment) => `Pulumi.${environment}.yaml`).sort(),
    );
  });

  it("keeps index.ts on one page of 80 lines", () => {
    const length = linesOf("index.ts").length - 1;

    assert.ok(length <= 80, `index.ts has ${length} lines`);
  });

  it("tests every component in a file at the same path", async () => {
    const untested: string[] = [];
    for (const file of files("components/**/*.ts")) {
      const test = path.join("tests", file.replace(/\.ts$/, ".test.ts"));
      if (!existsSync(path.join(root, test)) && (await runs(file))) untested.push(file);
    }

    assert.deepEqual(untested, []);
  });

  it("has no test of a component that is gone", () => {
    const orphans = files("tests/components/**/*.test.ts").filter((test) => {
      const file = path.relative("tests", test).replace(/\.test\.ts$/, ".ts");
      return !existsSync(path.join(root, file));
    });

    assert.deepEqual(orphans, []);
  });

  it("asks nowhere but in config/ which environment this is: a difference is a value", () => {
    const folders = "{components,recorder,manifests,policy,cli,toolchain}";
    const asks =
      /\b(config\.environment|getStack\(\)|environment|stack)\s*[!=]==?\s*["'`](development|staging|production)["'`]|(config\.environment|getStack\(\))\s*[!=]==?/;

    assert.deepEqual(places(["index.ts", ...files(`${folders}/**/*.ts`)], asks), []);
  });

  it("leaves no note of unfinished work behind", () => {
    const sources = files("**/*.{ts,mjs,cjs,yaml,tpl,md,go,sh}");

    assert.deepEqual(places([...sources, "Makefile", "msa"], /\bTO[D]O\b|\bFIX[M]E\b/), []);
  });

  it("names every file by what is in it", () => {
    const saysNothing =
      /^(utils?|helpers?|common|misc|base|managers?|handlers?|data|info|temp)(\.test)?\.[a-z]+$/;

    assert.deepEqual(
      files("**/*.{ts,mjs,cjs,go}").filter((file) => saysNothing.test(path.basename(file))),
      [],
    );
  });
});
