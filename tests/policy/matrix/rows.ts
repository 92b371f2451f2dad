import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { readExemptions } from "../../../policy/exemptions/read.ts";
import { judge, type Violation } from "../../../policy/judge.ts";
import { judgeRule } from "../../../policy/judge-rule.ts";
import { titleOf, type Depth } from "../../../policy/model/subject.ts";
import type { Rule } from "../../../policy/rule.ts";
import { rules } from "../../../policy/rules.ts";
import { root } from "../../support/tools.ts";
import { changed } from "../change.ts";
import { allFixtures } from "../fixtures.ts";
import { goodDraft, type Draft } from "../good-stack.ts";
import { isMovable, moved, withCarriers } from "./place.ts";
import { staged } from "./staged.ts";
import { settingOf, stackConfig } from "./stack-files.ts";

export const depths = ["resource", "release", "application"] as const satisfies readonly Depth[];

/** A failing fixture of a rule with what the rule speaks of at one depth. */
export interface Row {
  readonly rule: Rule;
  readonly depth: Depth;
  readonly change: Readonly<Record<string, unknown>>;
  /** Entries of the draft that are at that depth. */
  readonly names: readonly string[];
  /** Every message of the rule, sorted. */
  readonly says: readonly string[];
}

type PerDepth<T> = Readonly<Record<string, Readonly<Partial<Record<Depth, T>>>>>;

/** What the fixtures of the rules do not tell of depths. */
export const table = parse(readFileSync(join(root, "tests/policy/depths.yaml"), "utf8")) as {
  /** Reason why a rule says nothing at a depth. */
  readonly "not-at": PerDepth<string>;
  readonly changes: PerDepth<Row["change"]>;
};

const today = new Date().toISOString().slice(0, 10);
const terms = { policy: {}, today, exemptions: readExemptions(`${root}/policy`, rules, today) };

/** Every rule at every depth where one of its failing fixtures is found; the first that is. */
export function allRows(): readonly Row[] {
  const fixtures = new Map(allFixtures().map(({ rule, fails }) => [rule, fails] as const));
  return rules.flatMap((rule) =>
    depths.flatMap((depth) => {
      const own = table.changes[rule.name]?.[depth];
      const changes = fixtures.get(rule.name)?.map(({ change }) => change) ?? [];
      for (const change of own === undefined ? changes : [own]) {
        const row = rowOf(rule, depth, change);
        if (row !== undefined) return [row];
      }
      return [];
    }),
  );
}

function rowOf(rule: Rule, depth: Depth, change: Row["change"]): Row | undefined {
  const isPlaceable = Object.keys(change).every(
    (where) => !where.startsWith("config ") || settingOf(where) !== undefined,
  );
  if (!isPlaceable) return undefined;
  const names = namesIn(rule, depth, change);
  const found = findings(rule, draftOf([{ depth, change, names }]));
  const before = findings(rule, draftOf([{ depth, change: {}, names }]));
  const fresh = found.filter(({ message }) => !before.some((each) => each.message === message));
  if (!fresh.some((each) => each.depth === depth)) return undefined;
  return { rule, depth, change, names, says: found.map(({ message }) => message).sort() };
}

/** What the fixture changes, and what the rule says something of; the Application only then: it carries others. */
function namesIn(rule: Rule, depth: Depth, change: Row["change"]): readonly string[] {
  const draft = draftOf([{ depth, change, names: [] }]);
  const stack = staged(draft).stack;
  const titles = judgeRule(rule, stack, stack.config.environment).findings.map(({ subject }) =>
    titleOf(subject),
  );
  const spoken = Object.entries(draft).filter(
    ([, entry]) => isMovable(entry) && titles.includes(titleOf(entry as never)),
  );
  const own = Object.keys(change)
    .map((where) => where.split(" ")[0] ?? "")
    .filter((name) => name !== "application");
  return [...new Set([...own, ...spoken.map(([name]) => name)])].sort();
}

/** Quantities as the provider hands them on, which writes them its own way (52 for 52000m). */
const canonical = [
  ['quota spec.hard["limits.cpu"]', "52"],
  ['quota spec.hard["limits.memory"]', "39Gi"],
] as const;

/** The good stack with the changes of rows, and with what they speak of at its depth. */
export function draftOf(parts: readonly Pick<Row, "depth" | "change" | "names">[]): Draft {
  const depth = parts[0]?.depth ?? "resource";
  const changes = parts.flatMap(({ change }) => Object.entries(change));
  const config = stackConfig(changes);
  const start: Draft = withCarriers({ ...goodDraft(), config }, depth);
  const draft = [...canonical, ...changes]
    .filter(([where]) => !where.startsWith("config "))
    .reduce((before, [where, value]) => changed(before, where, value), start);
  const names = parts.flatMap((each) => each.names);
  return moved(draft, names, depth);
}

/** What all rules say of a draft, as the engine should tell it. */
export function verdict(draft: Draft): readonly Pick<Violation, "rule" | "level" | "message">[] {
  return judge(staged(draft).stack, rules, terms).violations;
}

function findings(rule: Rule, draft: Draft) {
  return judge(staged(draft).stack, [rule], terms).violations;
}
