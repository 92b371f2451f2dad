import { environments } from "../../config/model.ts";
import { CliError, exitCodes } from "../errors.ts";
import { NoClusterError, type TargetOptions } from "../target.ts";
import { status, type EnvironmentStatus } from "./status.ts";

/** What runs in all environments that have a cluster. */
export interface StatusOfAll extends EnvironmentStatus {
  /** Messages of environments that have a cluster and could not be read. */
  readonly problems: readonly string[];
}

/**
 * Asks every environment that has a cluster; one that does not answer does not hide the others.
 *
 * @throws CliError when there is no cluster at all, or when a stack file is wrong.
 */
export async function statusOfAll(options: TargetOptions): Promise<StatusOfAll> {
  const answers = await Promise.allSettled(
    environments.map((environment) => status(environment, undefined, options)),
  );
  const failures = answers
    .filter((answer) => answer.status === "rejected")
    .map(({ reason }) => reason as unknown)
    .filter((reason) => !(reason instanceof NoClusterError));
  const found = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  for (const reason of failures) {
    if (!(reason instanceof CliError) || reason.exitCode === exitCodes.badInput) {
      throw reason as Error;
    }
  }
  if (answers.every(({ status: how }) => how === "rejected") && failures.length === 0) {
    throw new CliError(noneIsUp(options));
  }
  return {
    services: found.flatMap(({ services }) => services),
    tools: found.flatMap(({ tools }) => tools),
    off: found.flatMap(({ off }) => off),
    problems: failures.map((reason) => (reason as CliError).message),
  };
}

function noneIsUp({ context }: TargetOptions): string {
  return context === undefined
    ? "no environment is up (no stack is pinned to a cluster and no local one runs). Start a local one: make up"
    : `--context: no environment was ever brought up there (found "${context}"). Do it: make up CONTEXT=${context}`;
}
