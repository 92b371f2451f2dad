import { isProtected } from "../../config/environments.ts";
import type { Environment } from "../../config/model.ts";
import { CliError, exitCodes } from "../errors.ts";

/** How a person says that an environment may go. */
export interface Agreement {
  /** Do not ask. */
  readonly yes?: boolean;
  /** Its name, given instead of typing it. */
  readonly confirm?: string;
  /** Lifts the protection of an environment that has one. */
  readonly unprotect?: boolean;
}

/**
 * Whether an environment may be destroyed without asking: a protected one only when its name was given.
 *
 * @throws CliError when it is protected and that was not lifted, or another name was given.
 */
export function agreesToDestroy(
  environment: Environment,
  { yes = false, confirm, unprotect = false }: Agreement,
): boolean {
  if (confirm !== undefined && confirm !== environment) {
    throw refusal(
      `--confirm: must be the environment's name (found "${confirm}"). Give --confirm ${environment}.`,
    );
  }
  if (!isProtected(environment)) return yes || confirm !== undefined;
  if (!unprotect) {
    throw refusal(
      `destroy: ${environment} is protected (found no --unprotect). To destroy it for good: ` +
        `./msa destroy ${environment} --unprotect, and type its name.`,
    );
  }
  if (yes && confirm === undefined) {
    throw refusal(
      `--yes: does not do for ${environment}, which is protected (found no --confirm). ` +
        `Give its name: --confirm ${environment}.`,
    );
  }
  return confirm !== undefined;
}

function refusal(message: string): CliError {
  return new CliError(`${message} Nothing was changed.`, exitCodes.badInput);
}
