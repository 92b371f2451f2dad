import { ConfigError } from "../../config/config-error.ts";
import type { Config, Environment } from "../../config/model.ts";
import { changedFiles, readText, writeFiles, type Change } from "../declared/change.ts";
import { configsAfter } from "../declared/checked.ts";
import { refuseHeld } from "../declared/hold.ts";
import { entryPath } from "../declared/place-in-file.ts";
import { branchOf, declaredAt } from "../delivered/branch.ts";
import { configOfTexts, textsAt } from "../delivered/check-texts.ts";
import { planCommit, type Committed } from "../delivered/commit.ts";
import { deliver, type Delivered, type DeliverPorts } from "../delivered/deliver.ts";
import { newestOf, promotionsOf, type Promotion } from "../delivered/promotion.ts";
import { proposeChange } from "../delivered/propose.ts";
import type { PullRequest } from "../delivered/pull-request.ts";
import { clusterSteps, type DeliverySteps } from "../delivered/steps.ts";
import { readVerified } from "../delivered/verified.ts";
import { CliError, exitCodes } from "../errors.ts";
import type { Repository } from "../git.ts";
import { root } from "../paths.ts";
import { serviceNamed } from "../stack-config.ts";
import { deliveryOf, type DeliveryOptions } from "./deploy.ts";

export interface PromoteOptions extends DeliveryOptions {
  readonly from: Environment;
  readonly to: Environment;
  /** Names; none with `all`. */
  readonly services: readonly string[];
  readonly all?: boolean;
  /** Leave out what is not verified, in place of refusing everything. */
  readonly skipUnverified?: boolean;
  /** Bring it to the target's cluster too. */
  readonly apply?: boolean;
}

/** What a promotion is about to do, or has done. */
export interface PromotionPlan {
  readonly from: Environment;
  readonly to: Environment;
  /** Tag of the verified set, and when it was verified. */
  readonly tag: string;
  readonly verifiedAt: string;
  readonly services: readonly Promotion[];
  /** What else should be known, in sentences. */
  readonly notes: readonly string[];
}

export interface PromoteResult extends PromotionPlan {
  /** Names of the files of the working tree that were written. */
  readonly files: readonly string[];
  readonly committed?: Committed;
  readonly pullRequest?: PullRequest;
  readonly delivered?: Delivered;
}

export interface PromotePorts extends DeliverPorts {
  readonly showPlan: (plan: PromotionPlan) => void;
}

/**
 * Takes the versions that were verified together in one environment over into another: versions and
 * digests, nothing of a size or a setting.
 *
 * @throws CliError, exit code 2, when something is held or not verified; then nothing was changed.
 */
export async function promote(
  options: PromoteOptions,
  ports: PromotePorts,
  repository: Repository = { root },
  steps: DeliverySteps = clusterSteps,
): Promise<PromoteResult> {
  refuseUseless(options);
  const plan = await planned(options, repository);
  ports.showPlan(plan);
  const promoted = plan.services.filter(({ action }) => action === "promote");
  if (promoted.length === 0) return { ...plan, files: [] };
  const change = changeOf(repository, options, promoted);
  const { to, pr, apply } = options;
  if (pr === true) {
    const body = `Verified together in ${plan.from} at ${plan.verifiedAt} (\`${plan.tag}\`).`;
    const request = { environment: to, change, verb: "promote", body };
    return { ...plan, files: [], pullRequest: await proposeChange(request, ports, repository) };
  }
  if (apply !== true) return { ...plan, ...(await written(change, options, ports, repository)) };
  const again = `./msa deploy ${to} ${promoted.length === 1 ? (promoted[0]?.service ?? "") : "all"}`;
  const names = promoted.map(({ service }) => service);
  const request = { environment: to, change, services: names, ...deliveryOf(options), again };
  const delivered = await deliver(request, ports, repository, steps);
  return { ...plan, files: change.files.map(({ file }) => file), delivered };
}

async function planned(options: PromoteOptions, repository: Repository): Promise<PromotionPlan> {
  const { from, to, commit, pr, skipUnverified = false } = options;
  const source = await configAt(repository, from);
  const goesToBranch = commit === true || pr === true;
  const target = goesToBranch ? await configAt(repository, to) : configHere(repository, to);
  const services = namesOf(options, source);
  refuseHeld(source, services);
  refuseHeld(target, services);
  const set = newestOf(await readVerified(repository, from), from);
  const sides = { from: source, to: target, set, services };
  return {
    ...{ from, to, tag: set.tag, verifiedAt: set.time },
    services: promotionsOf(sides, { skipUnverified }),
    notes: notesOf(set.chart, source, target),
  };
}

/** What an environment declares where its state stands: on its branch, unless that is checked out. */
async function configAt(repository: Repository, environment: Environment): Promise<Config> {
  const at = await declaredAt(repository, await branchOf(repository, environment));
  if (at === "working tree") return configHere(repository, environment);
  try {
    return configOfTexts(await textsAt(repository, at.commit), environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const where = `On the branch of ${environment} (${at.commit.slice(0, 8)})`;
    throw new CliError(`${where}, ${error.message}`, exitCodes.badInput);
  }
}

function configHere({ root: folder }: Repository, environment: Environment): Config {
  return configsAfter([], [environment], folder)[environment];
}

function namesOf({ services, all }: PromoteOptions, source: Config): string[] {
  if (all === true) return source.services.map(({ name }) => name);
  return [...new Set(services.map((name) => serviceNamed(source, name)))];
}

/** The chart is a choice of each environment; a version may need a newer one. */
function notesOf(chart: string, source: Config, target: Config): string[] {
  const own = target.services.find(({ usesPlatformChart }) => usesPlatformChart)?.chart.version;
  if (own === undefined || own === chart) return [];
  return [
    `Verified with service chart ${chart} in ${source.environment}; ${target.environment} uses ${own}.`,
  ];
}

function changeOf(
  { root: folder }: Repository,
  { from, to }: PromoteOptions,
  promoted: readonly Promotion[],
): Change {
  const file = `Pulumi.${to}.yaml`;
  const text = readText(folder, file);
  const edits = promoted.flatMap(({ service, willBe, digest }) => {
    const path = entryPath(file, text, service);
    const own = [...path, "digest"];
    return [
      { path: [...path, "version"], value: willBe },
      // Another version's digest would name other bytes.
      digest === undefined ? { path: own } : { path: own, value: digest },
    ];
  });
  const what = promoted.map(({ service, willBe }) => `${service} ${willBe}`);
  const few = what.length > 2 ? `${String(what.length)} services` : what.join(" and ");
  return { subject: `Promote ${few} from ${from} to ${to}`, files: [{ file, edits }] };
}

async function written(
  change: Change,
  { to, commit = false, push = false }: PromoteOptions,
  { show, confirm }: DeliverPorts,
  repository: Repository,
): Promise<Pick<PromoteResult, "files" | "committed">> {
  const made = commit ? await planCommit(change, to, repository, { push }) : undefined;
  const here = changedFiles(change, repository.root);
  // On another branch the commit is made there, and the working tree is not of it.
  const files = made === undefined || made.isCurrent ? here : [];
  configsAfter(files, [to], repository.root);
  show({ files: made?.files ?? here, lines: [] });
  const where = made === undefined ? "the working tree" : `the branch ${made.branch}`;
  if (!(await confirm(`Write it to ${where}?`))) {
    throw new CliError(`${to}: not confirmed. Nothing was changed.`);
  }
  writeFiles(files, repository.root);
  const committed = await made?.make();
  return { files: files.map(({ file }) => file), ...(committed !== undefined && { committed }) };
}

function refuseUseless({ from, to, services, all, apply, pr, push, commit }: PromoteOptions): void {
  const problem = [
    [
      from === to,
      `--to: must be another environment than --from (found ${to} twice). Correct one.`,
    ],
    [
      services.length === 0 && all !== true,
      "services: none is named. Name them, or say --all for every service.",
    ],
    [
      services.length > 0 && all === true,
      "--all: means every service (found names too). Leave one of the two out.",
    ],
    [
      pr === true && apply === true,
      "--apply: changes the cluster, and --pr changes nothing there. Leave one of the two out.",
    ],
    [
      push === true && commit !== true && apply !== true,
      "--push: there is nothing to push without a commit. Add --commit, or use --pr.",
    ],
  ].find(([isSo]) => isSo === true)?.[1];
  if (problem !== undefined) throw new CliError(String(problem), exitCodes.badInput);
}
