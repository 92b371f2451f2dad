import { isEnvironment } from "../environments.ts";
import type { ConfigInput } from "../input.ts";
import { show } from "../problem.ts";
import { ownNamespace } from "../schema/keys.ts";
import { either } from "../suggest.ts";
import type { Raw, Report } from "./findings.ts";

/** The branches that may deploy production, and nothing else. */
const productionBranches = ["main", "master"];

/** Each environment is what its own branch holds; production is what the main branch holds. */
export function checkBranch(
  raw: Raw,
  { stack }: ConfigInput,
  siblings: readonly ConfigInput[],
  report: Report,
): void {
  const { branch } = raw;
  if (typeof branch !== "string" || branch === "" || !isEnvironment(stack)) return;
  const isMain = productionBranches.includes(branch);
  if (stack === "production") {
    if (isMain) return;
    report(
      ["branch"],
      `must be ${either(productionBranches)}, since production is what the main branch holds (found ${show(branch)}). Correct it.`,
    );
  } else if (isMain) {
    report(
      ["branch"],
      `must not be ${either(productionBranches)}, which production is deployed from (found ${show(branch)}). ` +
        `Choose another, such as ${stack === "development" ? "develop" : stack}.`,
    );
  }
  const other = siblings.find(({ values }) => values[`${ownNamespace}:branch`] === branch);
  if (other === undefined) return;
  report(
    ["branch"],
    `must be a branch of this environment's own (found ${show(branch)}, which is also that of ${other.stack}). Choose another.`,
  );
}
