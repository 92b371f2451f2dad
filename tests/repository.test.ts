import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
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

/** Files of the repository that a file imports for more than their types. */
function importsOf(file: string): string[] {
  const source = readFileSync(path.join(root, file), "utf8");
  const imports = source.matchAll(/^(?:import|export) (?!type )[^;]*?from "(\.[^"]+)";$/gm);
  return [...imports].map(([, to = ""]) => path.join(path.dirname(file), to));
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

  it("has a test that loads each component, by itself or with what it is part of", async () => {
    const loaded = new Set<string>();
    const follow = (file: string): void => {
      for (const imported of importsOf(file)) {
        if (!imported.startsWith("components/") || loaded.has(imported)) continue;
        loaded.add(imported);
        follow(imported);
      }
    };
    // Not the tests of whole programs, which load everything and look at little of each.
    files("tests/{components/**,*}.test.ts").forEach(follow);
    files("tests/components/**/*.ts").forEach(follow);
    const untested: string[] = [];
    for (const file of files("components/**/*.ts")) {
      if (!loaded.has(file) && (await runs(file))) untested.push(file);
    }

    assert.deepEqual(untested, []);
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
