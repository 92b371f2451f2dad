import { isDeepStrictEqual } from "node:util";

import type { Hold } from "../../config/model.ts";
import { CliError, exitCodes } from "../errors.ts";
import type { Revision } from "./revisions.ts";
import type { Entry } from "./entry.ts";

/** How a rollback's hold begins, so that a second run knows that it is one. */
export const rolledBackFrom = "rolled back from ";

/** What a rollback starts from. */
export interface RollbackFrom {
  readonly environment: string;
  readonly service: string;
  /** Oldest first. */
  readonly revisions: readonly Revision[];
  /** What the working tree declares now, and its hold. */
  readonly now: Entry;
  readonly hold?: Hold | undefined;
}

/**
 * The revision to go back to: the one asked for, by number or commit; else the newest verified one before
 * what is declared now. A service that a rollback holds stays where it is unless another is asked for, so
 * that the same command may be run again.
 *
 * @throws CliError, exit code 2, for one that does not exist or never ran as declared.
 */
export function chooseRevision(from: RollbackFrom, asked: string | undefined): Revision {
  return asked === undefined ? newestBefore(from) : askedFor(from, asked);
}

function newestBefore(from: RollbackFrom): Revision {
  const { service, environment, revisions, now, hold } = from;
  const isNow = ({ entry }: Revision) => isDeepStrictEqual(entry, now);
  const current = revisions.findLast(isNow);
  const isRolledBack = hold?.reason.startsWith(rolledBackFrom) === true;
  if (isRolledBack && current?.verified !== undefined) return current;
  const earlier = current === undefined ? revisions : revisions.slice(0, current.number - 1);
  const found = earlier.findLast((each) => each.verified !== undefined && !isNow(each));
  if (found !== undefined) return found;
  throw bad(
    `${service}: nothing before ${now.version} was verified in ${environment}, so there is nothing safe to go back to. ` +
      `See what there was: ./msa history ${environment} ${service}; or deploy a version: ` +
      `./msa deploy ${environment} ${service} --version <version>`,
  );
}

function askedFor(from: RollbackFrom, asked: string): Revision {
  const { service, environment, revisions, now, hold } = from;
  const found = revisionNamed(revisions, asked);
  if (found === undefined) {
    const last = String(revisions.length);
    throw bad(
      `revision: ${service} has none "${asked}" in ${environment}. ` +
        `Give a number from 1 to ${last}, or the commit of one: ./msa history ${environment} ${service}`,
    );
  }
  if (found.verified === undefined) {
    throw bad(
      `revision: ${String(found.number)} (${found.version}) of ${service} was never verified in ${environment}. ${verifiedOf(from)}`,
    );
  }
  if (isDeepStrictEqual(found.entry, now) && hold === undefined) {
    throw bad(
      `revision: ${String(found.number)} (${found.version}) of ${service} is what ${environment} declares now. ` +
        `Bring it there: ./msa deploy ${environment} ${service}`,
    );
  }
  return found;
}

/** Seven digits and more are the beginning of a commit's hash. */
function revisionNamed(revisions: readonly Revision[], asked: string): Revision | undefined {
  if (/^\d{1,6}$/.test(asked)) return revisions.find(({ number }) => number === Number(asked));
  if (!/^[0-9a-f]{7,64}$/.test(asked)) return undefined;
  return revisions.findLast(({ commit }) => commit?.startsWith(asked));
}

function verifiedOf({ revisions }: RollbackFrom): string {
  const verified = revisions.filter((each) => each.verified !== undefined);
  if (verified.length === 0) return "None was.";
  const listed = verified.map(({ number, version }) => `${String(number)} (${version})`).join(", ");
  return `Verified ${verified.length === 1 ? "is" : "are"} ${listed}.`;
}

function bad(message: string): CliError {
  return new CliError(message, exitCodes.badInput);
}
