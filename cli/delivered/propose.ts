import type { Environment } from "../../config/model.ts";
import { CliError } from "../errors.ts";
import type { Change } from "../declared/change.ts";
import type { Repository } from "../git.ts";
import type { DeliverPorts } from "./deliver.ts";
import { planPullRequest, type PullRequest } from "./pull-request.ts";

/** A change, and what its pull request is about. */
export interface ProposeRequest {
  readonly environment: Environment;
  readonly change: Change;
  /** Verb that makes it; part of the branch's name. */
  readonly verb: string;
  /** What the pull request says, in Markdown. @default which command made it */
  readonly body?: string;
}

/**
 * Shows a change as the environment's branch would get it, asks, and opens or updates its pull request.
 * Nothing of the working tree or of a cluster is touched.
 *
 * @throws CliError, also when the person does not agree.
 */
export async function proposeChange(
  { environment, change, verb, body }: ProposeRequest,
  { show, confirm }: Pick<DeliverPorts, "show" | "confirm">,
  repository: Repository,
): Promise<PullRequest> {
  const text = body ?? `${change.subject}.\n\nMade by \`./msa ${verb}\`.`;
  const planned = await planPullRequest(change, environment, repository, { verb, body: text });
  show({ files: planned.files, lines: [] });
  const question = `Propose it to the branch ${planned.base}?`;
  if (planned.files.length > 0 && !(await confirm(question))) {
    throw new CliError(`${environment}: not confirmed. Nothing was changed.`);
  }
  return planned.make();
}
