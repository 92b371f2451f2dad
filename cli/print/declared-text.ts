import type { Declared, Proposed } from "../declared/declare.ts";
import { lineOf, type Effect, type EnvironmentEffects } from "../declared/effects.ts";
import { diffText } from "../declared/show.ts";

/** Fields of one object that are told; a change of the service chart's version touches many. */
const mostFields = 6;
/** Objects of one environment that are told. */
const mostObjects = 20;

/** What is about to be changed, for the person who is asked. */
export function proposedText(proposed: Proposed, colour: boolean): string {
  const { subject, files, effects, notes, plan } = proposed;
  return [
    `${subject}:`,
    files.length === 0 ? "  The working tree says it already." : diffText(files, colour),
    ...effectsTexts(effects),
    ...(plan === undefined ? [] : planText(plan)),
    ...notes,
  ].join("\n");
}

/** Environments in which the same happens are told together. */
function effectsTexts(all: readonly EnvironmentEffects[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { environment, effects } of all) {
    const text = objectsText(effects);
    groups.set(text, [...(groups.get(text) ?? []), environment]);
  }
  return [...groups].map(([text, names]) => `${names.join(", ")}: ${text}`);
}

function objectsText(effects: readonly Effect[]): string {
  if (effects.length === 0) return "no object changes.";
  const count = effects.length === 1 ? "1 object changes" : `${effects.length} objects change`;
  const more = effects.length - mostObjects;
  return [
    count,
    ...effects.slice(0, mostObjects).flatMap(effectLines),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ].join("\n");
}

/** Of an Application what differs is told; of what follows from it, that it does. */
function effectLines(effect: Effect): readonly string[] {
  const fields = effect.resource.startsWith("Application ") ? effect.fields : [];
  const more = fields.length - mostFields;
  return [
    `  ${lineOf(effect)}`,
    ...fields
      .slice(0, mostFields)
      .map(({ path, before, after }) => `      ${path}: ${shown(before)} → ${shown(after)}`),
    ...(more > 0 ? [`      … and ${more} more`] : []),
  ];
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function planText(lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return ["On the cluster nothing changes."];
  return ["On the cluster:", ...lines.map((line) => `  ${line}`)];
}

/** What became of a change, on one line, with what comes next. */
export function declaredText(declared: Declared, next: string): string {
  const { outcome, subject, files, committed, pullRequest, delivered } = declared;
  switch (outcome) {
    case "unchanged":
      return `${subject}: nothing to change, the files say it already.`;
    case "written":
      return `${subject}: written to ${files.map(({ file }) => file).join(", ")}. ${next}`;
    case "committed":
      return committedText(subject, committed);
    case "proposed":
      return proposedLine(subject, pullRequest);
    case "applied":
      return `${subject}: Synced and Healthy in ${delivered?.environment ?? ""}.`;
  }
}

function committedText(subject: string, committed: Declared["committed"]): string {
  if (committed === undefined) return subject;
  const { branch, commit, isNew, pushed } = committed;
  if (!isNew) return `${subject}: nothing to commit, the branch ${branch} says it already.`;
  return `${subject}: committed to ${branch} as ${commit.slice(0, 12)}${pushed ? ", and pushed" : ""}.`;
}

function proposedLine(subject: string, pullRequest: Declared["pullRequest"]): string {
  if (pullRequest === undefined) return subject;
  const { action, branch, base, url } = pullRequest;
  switch (action) {
    case "none":
      return `${subject}: nothing to propose, the branch ${base} says it already.`;
    case "pushed":
      return url === undefined
        ? `${subject}: pushed as ${branch}. Open a pull request to ${base} where origin is.`
        : `${subject}: pushed as ${branch}. Open the pull request: ${url}`;
    case "opened":
    case "updated":
      return `${subject}: pull request ${action}: ${url ?? branch}`;
  }
}
