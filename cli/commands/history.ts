import type { Environment, Hold } from "../../config/model.ts";
import { configsAfter } from "../declared/checked.ts";
import { branchOf } from "../delivered/branch.ts";
import { revisionsOf, type Revision } from "../delivered/revisions.ts";
import type { Repository } from "../git.ts";
import { root } from "../paths.ts";
import { serviceNamed } from "../stack-config.ts";

/** What was declared of a service in an environment. */
export interface History {
  readonly environment: Environment;
  readonly service: string;
  /** Branch that the environment follows. */
  readonly branch: string;
  /** Absent: it is not held. */
  readonly hold?: Hold;
  /** Newest first. */
  readonly revisions: readonly Revision[];
}

/**
 * The revisions of a service, from git and from what was verified. Asks no cluster.
 *
 * @throws CliError when there is no such service, or no repository.
 */
export async function history(
  environment: Environment,
  service: string,
  repository: Repository = { root },
): Promise<History> {
  const { [environment]: config } = configsAfter([], [environment], repository.root);
  const name = serviceNamed(config, service);
  const revisions = await revisionsOf(repository, environment, name);
  const { name: branch } = await branchOf(repository, environment);
  const hold = config.services.find((each) => each.name === name)?.hold;
  return {
    environment,
    service: name,
    branch,
    ...(hold !== undefined && { hold }),
    revisions: revisions.toReversed(),
  };
}
