import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";

import { program } from "../cli/program.ts";
import { root } from "./support/tools.ts";

const notOurs = ["node_modules", ".msa", ".git"];

/** One page: its text, and the parts that readers copy into a shell. */
interface Page {
  readonly file: string;
  readonly prose: string;
  /** Lines of code blocks, and inline code on one line each. */
  readonly code: readonly string[];
}

const fence = /^ *```.*\n([\s\S]*?)^ *```/gm;
const inlineCode = /`([^`]+)`/g;

function read(file: string): Page {
  const text = readFileSync(path.join(root, file), "utf8");
  const prose = text.replace(fence, "");
  const blocks = [...text.matchAll(fence)].flatMap(([, block = ""]) => block.split("\n"));
  const spans = [...prose.matchAll(inlineCode)].map(([, span = ""]) => span.replace(/\s+/g, " "));
  return { file, prose, code: [...blocks, ...spans] };
}

const pages = [...new Set([...find("**/*.md"), ...find(".github/**/*.md")])].sort().map(read);

function find(pattern: string): string[] {
  return globSync(pattern, { cwd: root, exclude: (name) => notOurs.includes(name) });
}

/** Links of a page to files of the repository: what is written, the file and the anchor. */
function links({ file, prose }: Page) {
  return [...prose.replace(inlineCode, "").matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [to = "", anchor] = target.split("#");
      return { target, to: to === "" ? file : path.join(path.dirname(file), to), anchor };
    });
}

/** The anchors GitHub makes of headings: small letters, no punctuation, hyphens for spaces. */
function anchors(file: string): string[] {
  return [...read(file).prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-"),
  );
}

/** `<file>: <what>` for all that `wrong` finds in the code of any page. */
function inCode(pattern: RegExp, wrong: (match: RegExpMatchArray) => string[]): string[] {
  return pages.flatMap(({ file, code }) =>
    code.flatMap((line) =>
      [...line.matchAll(pattern)].flatMap((match) =>
        wrong(match).map((what) => `${file}: ${what}`),
      ),
    ),
  );
}

const makefile = readFileSync(path.join(root, "Makefile"), "utf8");

describe("the documentation", () => {
  it("is found, so that the rules below look at something", () => {
    const found = pages.map(({ file }) => file);

    assert.ok(found.includes("README.md") && found.includes("docs/architecture.md"));
    assert.ok(found.includes(".github/pull_request_template.md"));
    assert.ok(pages.flatMap(links).length > 50);
    assert.ok(!found.some((file) => file.includes("node_modules")));
  });

  it("links only to files and headings that exist", () => {
    const broken = pages.flatMap((page) =>
      links(page)
        .filter(({ to, anchor }) => {
          if (!existsSync(path.join(root, to))) return true;
          return anchor !== undefined && !anchors(to).includes(anchor);
        })
        .map(({ target }) => `${page.file}: ${target}`),
    );

    assert.deepEqual(broken, []);
  });

  it("has no page in docs/ that nothing links to", () => {
    const linked = new Set(
      pages.flatMap((page) => links(page).flatMap(({ to }) => (to === page.file ? [] : [to]))),
    );

    assert.deepEqual(
      pages.map(({ file }) => file).filter((file) => file.startsWith("docs/") && !linked.has(file)),
      [],
    );
  });

  it("names only make targets and variables that the Makefile has", () => {
    const targets = [...makefile.matchAll(/^([a-z-]+):/gm)].map(([, target]) => target);
    const wrong = inCode(
      /(?:^|\s)make ([a-z][a-z-]*)((?: [A-Z]+=\S+)*)/g,
      ([, target = "", given = ""]) => [
        ...(targets.includes(target) ? [] : [`make ${target}`]),
        ...[...given.matchAll(/([A-Z]+)=/g)]
          .map(([, name = ""]) => name)
          .filter((name) => !makefile.includes(`$(${name})`)),
      ],
    );

    assert.deepEqual(wrong, []);
  });

  it("names only verbs and options that ./msa has", () => {
    const verbs = program().commands;
    const wrong = inCode(/\.\/msa ([a-z-]+)((?:(?! -- ).)*)/g, ([, name = "", rest = ""]) => {
      const verb = verbs.find((command) => command.name() === name);
      if (verb === undefined) return [`./msa ${name}`];
      const part = verb.commands.find((command) => rest.trim().split(" ")[0] === command.name());
      const known = ["--help", ...(part ?? verb).options.map(({ long }) => long)];
      return [...rest.matchAll(/ (--[a-z-]+)/g)]
        .filter(([, option]) => !known.includes(option))
        .map(([, option = ""]) => `./msa ${name} ${option}`);
    });

    assert.deepEqual(wrong, []);
  });

  for (const file of ["README.md", "README.ko.md"]) {
    it(`says the essential on the first 40 lines of ${file}`, () => {
      const [first = ""] = readFileSync(path.join(root, file), "utf8").split(/^## /m);
      const lines = first.split("\n").length - 1;

      assert.ok(lines <= 40, `the first screen has ${lines} lines`);
      for (const needed of ["make up", "make test", "Go 1.26", "catalogue", "docs/README.md"]) {
        assert.ok(first.includes(needed), `the first screen does not say ${needed}`);
      }
    });
  }

  it("gives every decision a context, a decision and its consequences, and a place in the index", () => {
    const index = read("docs/decisions/README.md");
    const decisions = pages.filter(({ file }) => /^docs\/decisions\/\d{4}-/.test(file));

    assert.deepEqual(
      decisions.map(({ file }) => file),
      links(index)
        .map(({ to }) => to)
        .filter((to) => to.startsWith("docs/decisions/")),
    );
    for (const { file, prose } of decisions) {
      assert.deepEqual(
        [...prose.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading),
        ["Context", "Decision", "Consequences"],
        file,
      );
    }
  });
});
