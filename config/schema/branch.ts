import { text, type Fault } from "./text.ts";

/** The rules of `git check-ref-format --branch`, each with its own words. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/^$/, "must not be empty"],
  [/^HEAD$/, "must be the name of a branch"],
  [/\s/, "must not contain a space"],
  [/[~^:?*[\\\p{Cc}]/u, "must not contain any of ~ ^ : ? * [ \\"],
  [/\.\.|@\{|\/\/|^@$/, "must not contain .. or // or @{"],
  [/^[-/]|\/$|\.$|\.lock$/, "must not begin with - or /, nor end with / or . or .lock"],
  [/(^|\/)\./, "must not have a part that begins with a dot"],
];

function branchFault(value: string): Fault | undefined {
  const broken = rules.find(([pattern]) => pattern.test(value));
  return broken === undefined ? undefined : { wrong: broken[1] };
}

export const branch = text(branchFault, {
  description: "Git branch that deploys this environment: the environment is what it holds.",
  example: "main",
});
