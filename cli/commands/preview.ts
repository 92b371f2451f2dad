import { readFileSync } from "node:fs";
import { join } from "node:path";

import { environments, type Environment } from "../../config/model.ts";
import { buildReport, type SidePair } from "../../report/build-report.ts";
import type { LiveReport } from "../../report/live.ts";
import type { Report } from "../../report/model.ts";
import type { FailedSide, Side } from "../../report/side.ts";
import { checkoutCommit } from "../git.ts";
import { localFolder, root } from "../paths.ts";
import type { TargetOptions } from "../target.ts";
import { forPerson } from "../user-errors.ts";
import { atMost } from "../preview/at-most.ts";
import { withGenerated } from "../preview/generated.ts";
import { liveOf } from "../preview/live.ts";
import { recordedTree, type RecordedTree } from "../preview/recorded-tree.ts";
import { renderSide } from "../preview/render-side.ts";
import { baseRevision, type Branches } from "../preview/revisions.ts";
import { branchesOf } from "../preview/branches.ts";
import { treeAt, type Tree } from "../preview/tree.ts";
import { verdictOf } from "../preview/verdict.ts";

export interface PreviewOptions {
  /** Revision to compare with. @default where this branch parted from an environment's branch */
  readonly base?: string;
  /** The environments to compare. @default all */
  readonly environments?: readonly Environment[];
  /**
   * Also ask the engine and Argo CD, of the environments that are named, else of the one that the base
   * branch deploys. @default they are not asked
   */
  readonly live?: TargetOptions;
}

/**
 * What merging the working tree would change, environment by environment: what Pulumi is told, and every
 * object that Releases and Applications render. Needs no cluster, engine, state or credentials.
 *
 * @throws CliError when the base cannot be found. A side that cannot be recorded is in the report.
 */
export async function preview(options: PreviewOptions = {}): Promise<Report> {
  const branches: Branches = branchesOf(root);
  const base = await baseRevision(root, branches, options.base);
  const folder = await checkoutCommit(root, base.commit, join(localFolder, "preview", "trees"));
  const [before, after] = await Promise.all([treeAt(folder), treeAt(root)]);
  const wanted = options.environments ?? environments;
  // Asked meanwhile, and told after: that cannot fail.
  const asked = options.live === undefined ? undefined : liveParts(options, options.live, base);
  const pairs = await Promise.all(wanted.map((each) => sidesOf(each, before, after)));
  const report = buildReport({
    base: { name: base.name, commit: base.commit },
    head: { name: "working tree" },
    remarks: remarksOn(folder),
    pairs,
    ...(base.environment && { next: base.environment }),
  });
  return asked === undefined ? report : { ...report, live: await asked };
}

function liveParts(
  { environments: named }: PreviewOptions,
  target: TargetOptions,
  { environment }: Pick<Awaited<ReturnType<typeof baseRevision>>, "environment">,
): Promise<LiveReport[]> {
  const next = environment === undefined ? environments : [environment];
  return Promise.all((named ?? next).map((each) => liveOf(each, target)));
}

/** A program run takes a core; Helm runs two at a time, which the renderings of one environment keep busy. */
const twoPrograms = atMost(2);
const oneEnvironment = atMost(1);

async function sidesOf(environment: Environment, before: Tree, after: Tree): Promise<SidePair> {
  const [old, now] = await Promise.all(
    [before, after].map((tree) =>
      twoPrograms(() => attempt(environment, () => recordedTree(tree, environment))),
    ),
  );
  if (old === undefined || now === undefined || "failure" in old || "failure" in now) {
    return { before: unrendered(environment, old), after: unrendered(environment, now) };
  }
  return oneEnvironment(() => renderSides(environment, [before, old], [after, now]));
}

type Recorded = readonly [Tree, RecordedTree];

async function renderSides(
  environment: Environment,
  [before, old]: Recorded,
  [after, now]: Recorded,
): Promise<SidePair> {
  const urns = new Set(old.recording.resources.map(({ urn }) => urn));
  // One after the other: what is the same on both sides is rendered once.
  const first = await renderSide(environment, before, old, new Set());
  const second = await renderSide(environment, after, now, urns);
  const [was, is] = await withGenerated(first, second);
  const [found, finds] = [await verdictOf(before, old), await verdictOf(after, now)];
  return { before: { ...was, verdict: found }, after: { ...is, verdict: finds } };
}

/** What failed is told; what did not is not rendered, since there is nothing to compare it with. */
function unrendered(
  environment: Environment,
  side: RecordedTree | FailedSide | undefined,
): Side | FailedSide {
  return side !== undefined && "failure" in side ? side : { environment, owners: [] };
}

async function attempt<T>(
  environment: Environment,
  read: () => Promise<T>,
): Promise<T | FailedSide> {
  try {
    return await read();
  } catch (error) {
    const known = forPerson(error);
    // The base's own code has its own classes of errors.
    if (known === undefined && !(error instanceof Error)) throw error;
    return { environment, failure: known?.message ?? (error as Error).message };
  }
}

function remarksOn(baseFolder: string): string[] {
  const lock = (folder: string) => readFileSync(join(folder, "package-lock.json"), "utf8");
  return lock(baseFolder) === lock(root)
    ? []
    : [
        "The dependencies differ (package-lock.json): the base's program was run with those installed here.",
      ];
}
