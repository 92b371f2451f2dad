import type { KubeConfig } from "@kubernetes/client-node";

import type { EngineState } from "../engine-state.ts";
import { CliError, exitCodes } from "../errors.ts";
import { forbidden } from "../forbidden.ts";
import { ForbiddenError } from "../kube-answer.ts";
import { forgetRevision, readRecord, readRevisions } from "./release-records.ts";
import type { ReleaseRevision } from "./release-records.ts";
import type { RollBack } from "./rollback.ts";
import { storedRelease } from "./stored-release.ts";
import { undoInstall } from "./undo-install.ts";

/** What is about to happen to releases; each is `<namespace>/<name>`. */
export interface Plan {
  readonly state: EngineState;
  /** Releases that the run will create, with the description it will give each; empty for none. */
  readonly creates: ReadonlyMap<string, string>;
  /** What may be taken over, `Release/<namespace>/<name>` among others. */
  readonly adopt: readonly string[];
}

/** What became of what interrupted runs left behind. */
export interface TakenUp {
  /** Releases that Helm can go on with, with the word it had for them. */
  readonly taken: readonly { readonly release: string; readonly was: string }[];
  /** Releases of the state that the cluster does not have (any more); the state must be told. */
  readonly gone: readonly string[];
  /** Releases that a run was creating when it was killed, and that nobody wants any more. */
  readonly abandoned: readonly Found[];
}

/** A release on the cluster. */
interface Found {
  readonly release: string;
  readonly revisions: readonly ReleaseRevision[];
}

/** What to do with one release. */
interface Decision extends Found {
  /**
   * `undo`: its objects go, and Helm's records of these revisions · `forget`: only the records ·
   * a number: back to that revision.
   */
  readonly how: "undo" | "forget" | number;
  /** True when Helm knows nothing of it afterwards. */
  readonly isGone: boolean;
}

/**
 * Makes Helm able to go on where an interrupted run stopped.
 *
 * A revision whose run was killed while it was pending blocks every later one ("another operation is in
 * progress"), a release that was made and never written to the state cannot be installed again ("cannot
 * re-use a name"), and one that is half uninstalled cannot be upgraded. What was being installed is undone,
 * what was being upgraded is rolled back to its last deployed revision. Of the others only Helm's record is
 * forgotten: the objects stay, and the next install takes them over by their annotations.
 *
 * A release that the state does not know is touched only when it is this stack's for certain: an open
 * operation of the state says so, or its own description does, or the person names it.
 *
 * An account that may not see Helm's records can have left nothing of a release half done; it goes on when
 * nobody else has either.
 *
 * @throws CliError before anything is changed when the run would create a release that is not this stack's,
 * or something was interrupted and the account may not see what.
 */
export async function takeUp(kube: KubeConfig, plan: Plan, rollBack: RollBack): Promise<TakenUp> {
  const { releases, interrupted } = plan.state;
  const asked = [...releases, ...interrupted, ...plan.creates.keys()];
  const found = await revisionsIfNeeded(kube, asked, plan);
  if (found === undefined) return { taken: [], gone: [], abandoned: [] };
  const of = (release: string): Found => ({ release, revisions: found.get(release) ?? [] });
  const creates = [...plan.creates.keys()].filter((key) => !releases.has(key) && found.has(key));
  for (const release of creates) {
    await refuseForeign(kube, of(release), plan);
  }
  const known = [...releases].map((release) => decided(of(release)));
  const decisions = [...known, ...creates.map((release) => decidedAnew(of(release)))];
  for (const { release, how, revisions } of decisions) {
    if (how === "undo") await undoInstall(kube, revisions);
    else if (how !== "forget") await rollBack(release, how);
    else for (const revision of revisions) await forgetRevision(kube, revision);
  }
  return {
    taken: decisions
      .filter(({ revisions }) => revisions.length > 0)
      .map(({ release, revisions }) => ({ release, was: revisions.at(-1)?.status ?? "" })),
    gone: known.filter(({ isGone }) => isGone).map(({ release }) => release),
    abandoned: [...interrupted].filter((key) => !plan.creates.has(key) && found.has(key)).map(of),
  };
}

/** The revisions on the cluster; undefined when they may not be read, and nothing depends on them. */
async function revisionsIfNeeded(
  kube: KubeConfig,
  asked: readonly string[],
  { state, creates }: Plan,
): Promise<Awaited<ReturnType<typeof readRevisions>> | undefined> {
  try {
    return await readRevisions(kube, asked);
  } catch (error) {
    if (!(error instanceof ForbiddenError)) throw error;
    if (!state.isInterrupted && creates.size === 0) return undefined;
    const why = state.isInterrupted
      ? "An earlier run was interrupted, and what it left has to be looked at"
      : "The run would create a release, and whether it is there already has to be looked at";
    throw new CliError(`${why}: ${forbidden(error.said) ?? error.message}`);
  }
}

/** Of a release that the state knows. */
function decided({ release, revisions }: Found): Decision {
  const last = revisions.at(-1);
  if (last === undefined) return { release, revisions, how: "forget", isGone: true };
  if (last.status.startsWith("uninstall"))
    return { release, revisions, how: "forget", isGone: true };
  const lastWhole = revisions.findLastIndex(({ status }) => !status.startsWith("pending-"));
  if (lastWhole === -1) return { release, revisions, how: "undo", isGone: true };
  const pending = revisions.slice(lastWhole + 1);
  const worked = revisions.filter(({ status }) => status === "deployed" || status === "superseded");
  const back =
    worked.findLast(({ status }) => status === "deployed")?.revision ?? worked.at(-1)?.revision;
  const how = pending.length === 0 ? "forget" : (back ?? "forget");
  return { release, revisions: pending, how, isGone: false };
}

/** Of a release that is to be created and exists. */
function decidedAnew({ release, revisions }: Found): Decision {
  const wasInstalling = revisions.every(({ status }) => status === "pending-install");
  return { release, revisions, how: wasInstalling ? "undo" : "forget", isGone: true };
}

async function refuseForeign(
  kube: KubeConfig,
  { release, revisions }: Found,
  { state, creates, adopt }: Plan,
): Promise<void> {
  const name = `Release/${release}`;
  if (state.interrupted.has(release) || adopt.includes(name)) return;
  if (await isDescribedSo(kube, revisions, creates.get(release) ?? "")) return;
  const last = revisions.at(-1);
  throw new CliError(
    `${name}: exists already and is not in this stack's state (found ${last?.status ?? "no status"}, ` +
      `revision ${last?.revision ?? 0}). Uninstall it, or take it over with --adopt ${name} (config: msa:adopt).`,
    exitCodes.badInput,
  );
}

/** True when any revision carries the description that this stack gives its releases. */
async function isDescribedSo(
  kube: KubeConfig,
  revisions: readonly ReleaseRevision[],
  description: string,
): Promise<boolean> {
  if (description === "") return false;
  for (const revision of revisions) {
    const record = await readRecord(kube, revision);
    if (record !== undefined && storedRelease(record).info?.description === description) {
      return true;
    }
  }
  return false;
}
