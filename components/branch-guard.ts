import * as pulumi from "@pulumi/pulumi";

import type { Config } from "../config/model.ts";

/**
 * Stops a program that GitHub Actions runs for an environment on a branch that is not the environment's.
 *
 * An environment is what its branch holds: a run on another one would put something else there, until
 * the next run on the right one takes it back. A pull request only shows what would happen, so it may
 * be of any branch. Without an engine (recorder, tests) nothing is deployed, so nothing is stopped.
 *
 * @throws pulumi.RunError before anything is registered.
 */
export function refuseWrongBranch(
  { environment, branch }: Pick<Config, "environment" | "branch">,
  variables: Readonly<Record<string, string | undefined>> = process.env,
  hasEngine = pulumi.runtime.getEngine() !== undefined,
): void {
  if (!hasEngine || variables["GITHUB_ACTIONS"] !== "true") return;
  // Not pull_request_target or anything else: those run with the secrets of the repository.
  if (variables["GITHUB_EVENT_NAME"] === "pull_request") return;
  const found = variables["GITHUB_REF_NAME"] ?? "";
  // A tag may have a branch's name; older runners do not say what it is.
  const isBranch = (variables["GITHUB_REF_TYPE"] ?? "branch") === "branch";
  if (isBranch && found === branch) return;
  throw new pulumi.RunError(
    `branch: ${environment} is what the branch ${branch} holds ` +
      `(found ${isBranch ? "branch" : "tag"} ${found === "" ? "unknown" : found}). ` +
      `Bring the change to ${branch}, or set msa:branch in Pulumi.${environment}.yaml; nothing was changed.`,
  );
}
