import type { Config, Environment } from "../../config/model.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { changedFiles, writeFiles, type Change, type ChangedFile } from "../declared/change.ts";
import { configsAfter } from "../declared/checked.ts";
import { refuseHeld } from "../declared/hold.ts";
import type { Changes, Run } from "../engine-run.ts";
import { CliError, exitCodes } from "../errors.ts";
import type { Repository } from "../git.ts";
import { root } from "../paths.ts";
import type { ServiceStatus } from "../status/model.ts";
import { optionsOf, type Target, type TargetOptions } from "../target.ts";
import { planCommit, type Committed, type PlannedCommit } from "./commit.ts";
import { goingOn } from "./going-on.ts";
import { applicationIn, beyond } from "./plan.ts";
import { keepVerified, type Kept } from "./keep-verified.ts";
import { clusterSteps, type DeliverySteps } from "./steps.ts";

/** A change of what is declared, and how it is brought to its cluster. */
export interface DeliverRequest {
  readonly environment: Environment;
  /** How the person chose the cluster. */
  readonly targetOptions: TargetOptions;
  /** Absent: what the working tree declares already. */
  readonly change?: Change;
  /** Services whose Applications may change; these are waited for and verified. */
  readonly services: readonly string[];
  /** Lines of the plan that the change brings by itself, such as `update ResourceQuota services`. */
  readonly expected?: readonly string[];
  /** Services that may change though they are held, such as one that is rolled back. */
  readonly mayBeHeld?: readonly string[];
  /** Also apply what the plan changes beyond the named Applications. */
  readonly platform?: boolean;
  readonly commit?: boolean;
  readonly push?: boolean;
  /** @default 300 */
  readonly timeoutSeconds?: number;
  /** The command that goes on where this one was interrupted, without the options of the target. */
  readonly again: string;
}

/** What is about to happen, for the person. */
export interface Proposal {
  readonly files: readonly ChangedFile[];
  /** Lines of the engine's plan. */
  readonly lines: readonly string[];
}

/** How the person is told and asked. */
export interface DeliverPorts {
  readonly show: (proposal: Proposal) => void;
  readonly confirm: (question: string) => Promise<boolean>;
  readonly progress: Progress;
}

export interface Delivered {
  readonly environment: Environment;
  readonly changes: Pick<Changes, "changed" | "lines">;
  readonly services: readonly ServiceStatus[];
  readonly checks: readonly string[];
  /** The tag that says so, or why there is none. */
  readonly verified: Kept;
  readonly committed?: Committed;
}

/**
 * Brings a change to its cluster: checks it, previews it in full, asks, writes the working tree, commits
 * when asked, applies, waits until the services are Synced and Healthy, verifies them and records that.
 *
 * Until the person has agreed nothing is written. After that an interruption leaves a working tree that
 * says what is wanted, so the same command goes on.
 *
 * @throws CliError, exit code 2 when nothing was changed; otherwise with what to do next.
 */
export async function deliver(
  request: DeliverRequest,
  ports: DeliverPorts,
  repository: Repository = { root },
  steps: DeliverySteps = clusterSteps,
): Promise<Delivered> {
  const { environment, change, services, targetOptions } = request;
  const files = change === undefined ? [] : changedFiles(change, repository.root);
  const { [environment]: config } = configsAfter(files, [environment], repository.root);
  const mayChange = services.filter((name) => !request.mayBeHeld?.includes(name));
  if (change !== undefined) refuseHeld(config, mayChange);
  const commit = await commitFor(request, repository);
  const target = await steps.find(environment, targetOptions);
  const plan = await steps.plan(target, files, ports.progress);
  ports.show({ files, lines: plan.lines });
  refuseHeldIn(plan.lines, config, request);
  refuseBeyond(plan.lines, request);
  const changesNothing =
    files.length === 0 && plan.changed === 0 && (commit?.files ?? []).length === 0;
  if (!changesNothing && !(await ports.confirm(question(request, target)))) {
    throw new CliError(`${environment}: not confirmed. Nothing was changed.`);
  }
  writeFiles(files, repository.root);
  return goingOn(`${request.again}${optionsOf(targetOptions)}`, (interruptible) =>
    carryOut(
      { request, target, config, commit, plan },
      { ports, repository, steps, interruptible },
    ),
  );
}

interface Agreed {
  readonly request: DeliverRequest;
  readonly target: Target;
  readonly config: Config;
  readonly commit: PlannedCommit | undefined;
  readonly plan: Run;
}

interface Means {
  readonly ports: DeliverPorts;
  readonly repository: Repository;
  readonly steps: DeliverySteps;
  readonly interruptible: <T>(work: Promise<T>) => Promise<T>;
}

async function carryOut(agreed: Agreed, means: Means): Promise<Delivered> {
  const { request, target, config, commit, plan } = agreed;
  const { ports, repository, steps, interruptible } = means;
  const { environment, services, timeoutSeconds } = request;
  const committed = await commit?.make();
  const { changed, lines } = await steps.apply(target, plan, ports.progress);
  const waiting = { services, ...(timeoutSeconds !== undefined && { timeoutSeconds }) };
  await interruptible(steps.wait(target, config, waiting, ports.progress));
  const checks = await interruptible(steps.verify(target, config, services));
  const live = await interruptible(steps.read(target, config));
  const push = request.push === true;
  const verified = await keepVerified(repository, { environment, config, live, checks }, { push });
  return {
    environment,
    changes: { changed, lines },
    services: live.rows.filter(({ service }) => services.includes(service)),
    checks,
    verified,
    ...(committed !== undefined && { committed }),
  };
}

/** What is applied is the working tree, so a commit belongs to the branch that it is of. */
async function commitFor(
  { change, commit = false, push = false, environment }: DeliverRequest,
  repository: Repository,
): Promise<PlannedCommit | undefined> {
  if (!commit || change === undefined) return undefined;
  const planned = await planCommit(change, environment, repository, { push });
  if (planned.isCurrent) return planned;
  throw new CliError(
    `--commit: ${environment} is what the branch ${planned.branch} holds, and another one is checked out. ` +
      `Run it there (git switch ${planned.branch}), or propose the change with --pr.`,
    exitCodes.badInput,
  );
}

/** Somebody may have changed the file of a held service by hand. */
function refuseHeldIn(
  lines: readonly string[],
  config: Config,
  { mayBeHeld = [] }: DeliverRequest,
): void {
  const changed = lines.map(applicationIn).filter((name) => name !== undefined);
  refuseHeld(
    config,
    changed.filter((name) => !mayBeHeld.includes(name)),
  );
}

function refuseBeyond(
  lines: readonly string[],
  { environment, services, expected = [], platform }: DeliverRequest,
): void {
  const others = beyond(lines, services).filter((line) => !expected.includes(line));
  if (others.length === 0 || platform === true) return;
  const count = others.length === 1 ? "1 thing" : `${String(others.length)} things`;
  throw new CliError(
    [
      `${environment}: ${count} beyond the named Applications would change too, so nothing was changed:`,
      ...others.map((line) => `  ${line}`),
      "Look at it (./msa preview), and add --platform to have all of it applied.",
    ].join("\n"),
    exitCodes.badInput,
  );
}

function question({ environment, services }: DeliverRequest, target: Target): string {
  const what = services.length === 1 ? (services[0] ?? "") : `${String(services.length)} services`;
  return `Bring ${what} to ${environment} on context "${target.context}"?`;
}
