import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { makeCheckout, type Checkout } from "../../support/checkout.ts";
import { root } from "../../support/tools.ts";

/** A command line without `./msa`, and all that standard error says to it. */
interface Bad {
  readonly line: string;
  readonly says: string;
}

const file = join(root, "tests", "fixtures", "declared-bad-input.yaml");
const bad = parse(readFileSync(file, "utf8")) as readonly Bad[];

function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

const held =
  '    order-service: { version: 1.0.0, hold: { reason: "loses orders", by: kim, since: "2026-11-23T09:30:00Z" } }';

/** How a command ended that was run in one process with the others. */
interface Ended {
  readonly code: number;
  readonly said: string;
  readonly printed: string;
  /** Names of the files that are not as they were. */
  readonly changed: readonly string[];
}

/** Runs every command in one process, with nothing to ask on; starting one for each takes minutes. */
const runner = `
import { readdirSync, readFileSync } from "node:fs";
import { CommanderError } from "commander";
import { program } from "./cli/program.ts";
import { forPerson } from "./cli/user-errors.ts";
const texts = () => readdirSync(".").filter((file) => file.endsWith(".yaml")).map((file) => [file, readFileSync(file, "utf8")]);
const before = new Map(texts());
const results = [];
for (const words of JSON.parse(process.env.COMMANDS)) {
  let [said, printed, code] = ["", "", 0];
  const [out, err] = [process.stdout.write, process.stderr.write];
  process.stdout.write = (text) => ((printed += text), true);
  process.stderr.write = (text) => ((said += text), true);
  try {
    await program().parseAsync(["node", "msa", ...words]);
  } catch (error) {
    const known = forPerson(error);
    const isUsage = error instanceof CommanderError;
    code = isUsage ? 2 : (known?.exitCode ?? -1);
    if (!isUsage) said += (known?.message ?? error.stack) + "\\n";
  }
  [process.stdout.write, process.stderr.write] = [out, err];
  const changed = texts().flatMap(([file, text]) => (before.get(file) === text ? [] : [file]));
  results.push({ code, said, printed, changed });
}
console.log(JSON.stringify(results));
process.exit();
`;

describe("a verb that changes what is declared", function () {
  this.timeout(300_000);
  let checkout: Checkout;
  let ended: readonly Ended[];

  before(async () => {
    checkout = makeCheckout();
    checkout.edit("Pulumi.staging.yaml", "    order-service: { version: 1.0.0 }", held);
    checkout.write("runner.mjs", runner);
    const commands = JSON.stringify(bad.map(({ line }) => wordsOf(line)));
    const { code, stdout, stderr } = await checkout.run("node", ["runner.mjs"], {
      COMMANDS: commands,
      PATH: `${checkout.folder}/node_modules/.bin:${process.env["PATH"] ?? ""}`,
    });
    assert.equal(code, 0, stderr);
    ended = JSON.parse(stdout) as readonly Ended[];
  });
  after(() => checkout.remove());

  it("has at least 60 ways to be used wrongly here", () => {
    assert.ok(bad.length >= 60, String(bad.length));
  });

  for (const [at, { line, says }] of bad.entries()) {
    it(`refuses ./msa ${line}, and changes nothing`, () => {
      const { code, said, printed, changed } = ended[at] as Ended;
      // What it would change is shown before a person is asked.
      const isShown = says.startsWith("confirmation:");
      assert.equal(isShown ? said.slice(said.indexOf("confirmation:")) : said, `${says}\n`);
      assert.deepEqual([code, printed, changed], [2, "", []]);
    });
  }
});
