import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import ts from "typescript";

import type { Rule } from "../../policy/rule.ts";
import { root } from "../support/tools.ts";
import { allFixtures, type Fixtures } from "./fixtures.ts";
import { say } from "./say.ts";

// `node tests/policy/mutate.ts [rule…]`: changes each condition of each rule, one at a time, and asks the
// rule's fixtures whether they notice. Prints each change that nobody noticed, and the score.

/** One change of a rule's source. */
interface Mutant {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const swapped: Readonly<Partial<Record<ts.SyntaxKind, string>>> = {
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: "!==",
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: "===",
  [ts.SyntaxKind.LessThanToken]: ">=",
  [ts.SyntaxKind.LessThanEqualsToken]: "<",
  [ts.SyntaxKind.GreaterThanToken]: "<=",
  [ts.SyntaxKind.GreaterThanEqualsToken]: ">",
  [ts.SyntaxKind.AmpersandAmpersandToken]: "||",
  [ts.SyntaxKind.BarBarToken]: "&&",
};

/** Every change worth trying: operators, negations, whole conditions, `some` for `every`, a filter left out. */
function mutantsOf(source: string): readonly Mutant[] {
  const file = ts.createSourceFile("rule.ts", source, ts.ScriptTarget.Latest, true);
  const found: Mutant[] = [];
  const visit = (node: ts.Node): void => {
    found.push(
      ...changesOf(node).map(([at, text]) => ({ start: at.getStart(), end: at.getEnd(), text })),
    );
    // What a remedy does is looked at by remedies.test.ts.
    if (!(ts.isPropertyAssignment(node) && node.name.getText() === "remedy"))
      ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function changesOf(node: ts.Node): readonly (readonly [ts.Node, string])[] {
  if (ts.isBinaryExpression(node)) {
    const other = swapped[node.operatorToken.kind];
    return other === undefined ? [] : [[node.operatorToken, other]];
  }
  if (ts.isConditionalExpression(node)) return eitherWay(node.condition);
  if (ts.isIfStatement(node)) return eitherWay(node.expression);
  if (ts.isCallExpression(node) && isFilter(node.expression)) {
    return [[node, node.expression.expression.getText()]];
  }
  if (ts.isPropertyAccessExpression(node)) return quantifier(node.name);
  const isNot =
    ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken;
  return isNot ? [[node, node.operand.getText()]] : [];
}

function eitherWay(condition: ts.Expression): readonly (readonly [ts.Node, string])[] {
  return [
    [condition, "true"],
    [condition, "false"],
  ];
}

function quantifier(name: ts.MemberName): readonly (readonly [ts.Node, string])[] {
  if (name.text === "some") return [[name, "every"]];
  return name.text === "every" ? [[name, "some"]] : [];
}

function isFilter(node: ts.Expression): node is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(node) && node.name.text === "filter";
}

/** True when some fixture says something else than it should. */
function isNoticed(rule: Rule, { passes, fails }: Fixtures): boolean {
  try {
    return (
      passes.some((change) => say(rule, change).length > 0) ||
      fails.some(({ change, says }) => JSON.stringify(say(rule, change)) !== JSON.stringify(says))
    );
  } catch {
    return true;
  }
}

async function load(file: string): Promise<Rule> {
  const loaded = (await import(pathToFileURL(file).href)) as Record<string, Rule>;
  const [rule] = Object.values(loaded);
  if (rule === undefined) throw new Error(`${file}: exports no rule`);
  return rule;
}

const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "msa-mutants-"));
let tried = 0;
let noticed = 0;
try {
  for (const part of ["policy", "config", "manifests", "charts", "package.json"]) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const rules = join(folder, "policy", "rules");
  const fixtures = allFixtures();
  for (const name of readdirSync(join(root, "policy/rules")).map((file) =>
    file.replace(/\.ts$/, ""),
  )) {
    const own = fixtures.find(({ rule }) => rule === name);
    if (own === undefined || (wanted.length > 0 && !wanted.includes(name))) continue;
    const source = readFileSync(join(rules, `${name}.ts`), "utf8");
    for (const [number, { start, end, text }] of mutantsOf(source).entries()) {
      const file = join(rules, `${name}.mutant-${number}.ts`);
      writeFileSync(file, source.slice(0, start) + text + source.slice(end));
      tried += 1;
      if (isNoticed(await load(file), own)) noticed += 1;
      else {
        const line = source.slice(0, start).split("\n").length;
        console.log(
          `${name}.ts:${line}: ${source.slice(start, end).replaceAll(/\s+/g, " ")} → ${text.replaceAll(/\s+/g, " ")}`,
        );
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${noticed} of ${tried} changes noticed: ${((100 * noticed) / tried).toFixed(1)} %`);
