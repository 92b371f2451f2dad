import type { Config, Environment } from "../../config/model.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { commitChange, type Committed } from "../delivered/commit.ts";
import type { Delivered } from "../delivered/deliver.ts";
import { openPullRequest, type PullRequest } from "../delivered/pull-request.ts";
import { CliError, exitCodes } from "../errors.ts";
import { root } from "../paths.ts";
import { atMost } from "../preview/at-most.ts";
import type { TargetOptions } from "../target.ts";
import { changedFiles, writeFiles, type Change, type ChangedFile } from "./change.ts";
import { configsAfter } from "./checked.ts";
import { effectsOn, lineOf, type EnvironmentEffects } from "./effects.ts";
import { diffOf, type FileDiff } from "./show.ts";

/** A change that a verb makes of what is declared. */
export interface Declaration {
  readonly verb: string;
  readonly change: Change;
  /** Environments whose files say something different afterwards. */
  readonly environments: readonly Environment[];
  /** Whose branch `--commit` and `--pr` put it on, and whose cluster `--apply` brings it to. */
  readonly home: Environment;
  /** Services it is about. */
  readonly services: readonly string[];
  /** It changes how many there are, or who may change it, and not what runs: a hold does not stop it. */
  readonly mayBeHeld?: boolean;
  /** False: nothing that Pulumi is told of changes, so no program is recorded. @default true */
  readonly hasEffects?: boolean;
  /** What else the person should know, from the configurations as they will be. */
  readonly notes?: (after: Readonly<Partial<Record<Environment, Config>>>) => readonly string[];
  /** The configuration as it is now; with it the policies are asked what they say of the services. */
  readonly judgedFrom?: Config;
  /** The command that goes on where this one was interrupted. */
  readonly again: string;
}

/** What is done with the change beside writing it. */
export interface DeclareOptions extends TargetOptions {
  readonly commit?: boolean;
  readonly push?: boolean;
  readonly pr?: boolean;
  readonly apply?: boolean;
  /** How long `--apply` waits for the Applications. */
  readonly timeout?: number;
}

/** What is about to happen, for the person. */
export interface Proposed {
  readonly subject: string;
  readonly files: readonly ChangedFile[];
  readonly effects: readonly EnvironmentEffects[];
  readonly notes: readonly string[];
  /** Lines of the engine's plan; only with `--apply`. */
  readonly plan?: readonly string[];
}

/** How the person is told and asked. */
export interface DeclarePorts {
  readonly show: (proposed: Proposed) => void;
  readonly confirm: (question: string) => Promise<boolean>;
  readonly progress: Progress;
}

/** What became of a change. */
export interface Declared extends Omit<Proposed, "files"> {
  readonly outcome: "unchanged" | "written" | "committed" | "proposed" | "applied";
  readonly files: readonly FileDiff[];
  readonly committed?: Committed;
  readonly pullRequest?: PullRequest;
  readonly delivered?: Delivered;
}

const twoAtOnce = atMost(2);

/**
 * Makes a change of what is declared: checks it in every environment it is for, shows it with what it
 * does there, asks, and only then writes the working tree, or the branch of the environment.
 *
 * @param declarationOf works the change out; asked once the options are known to go together.
 * @throws CliError, exit code 2, when nothing was changed: the change is wrong, or not confirmed.
 */
export async function declare(
  declarationOf: () => Declaration | Promise<Declaration>,
  options: DeclareOptions,
  ports: DeclarePorts,
): Promise<Declared> {
  refuseOptions(options);
  const declaration = await declarationOf();
  const { change, environments } = declaration;
  const files = changedFiles(change);
  const configs = configsAfter(files, environments);
  const effects = await effectsOf(declaration, files, configs, ports);
  const notes =
    files.length === 0
      ? []
      : [
          ...(declaration.notes?.(configs) ?? []),
          ...(await judged(declaration, files, configs, ports)),
        ];
  const proposed = { subject: change.subject, files, effects, notes };
  const told = { ...proposed, files: files.map(diffOf) };
  if (options.apply === true) {
    const delivered = await applied(declaration, options, proposed, ports);
    return { ...told, outcome: "applied", delivered };
  }
  const goesToBranch = options.commit === true || options.pr === true;
  if (files.length === 0 && !goesToBranch) return { ...told, outcome: "unchanged" };
  ports.show(proposed);
  if (!(await ports.confirm(question(declaration, options)))) {
    throw new CliError(`${declaration.verb}: not confirmed. Nothing was changed.`);
  }
  return { ...told, ...(await carriedOut(declaration, options, proposed)) };
}

async function effectsOf(
  { environments, hasEffects = true }: Declaration,
  files: readonly ChangedFile[],
  configs: Readonly<Partial<Record<Environment, Config>>>,
  { progress }: DeclarePorts,
): Promise<readonly EnvironmentEffects[]> {
  if (files.length === 0 || !hasEffects) return [];
  return progress.step("Looking at what it changes", () =>
    Promise.all(
      environments.map((each) =>
        // A recorded program takes a core, and each look records two.
        twoAtOnce(() => effectsOn(each, files, configs[each]?.cluster.uid ?? "")),
      ),
    ),
  );
}

async function judged(
  { home, services, judgedFrom: before }: Declaration,
  files: readonly ChangedFile[],
  configs: Readonly<Partial<Record<Environment, Config>>>,
  { progress }: DeclarePorts,
): Promise<readonly string[]> {
  const after = configs[home];
  if (before === undefined || after === undefined) return [];
  // Loaded late: the rules are many, and most verbs do not ask them.
  const { policyNotes } = await import("./policy-notes.ts");
  return progress.step("Asking the policies", () =>
    policyNotes({ before, after, files, services }),
  );
}

function question({ home }: Declaration, { commit, pr }: DeclareOptions): string {
  if (pr === true) return `Propose this to the branch of ${home}?`;
  return commit === true ? `Commit this to the branch of ${home}?` : "Write this?";
}

async function carriedOut(
  { change, home, verb }: Declaration,
  { commit, push, pr }: DeclareOptions,
  { files, effects, notes }: Proposed,
): Promise<Pick<Declared, "outcome" | "committed" | "pullRequest">> {
  const repository = { root };
  if (pr === true) {
    const body = pullRequestBody(effects, notes);
    const pullRequest = await openPullRequest(change, home, repository, { verb, body });
    return { outcome: "proposed", pullRequest };
  }
  if (commit === true) {
    const committed = await commitChange(change, home, repository, { push: push === true });
    return { outcome: "committed", committed };
  }
  writeFiles(files);
  return { outcome: "written" };
}

function pullRequestBody(effects: readonly EnvironmentEffects[], notes: readonly string[]): string {
  const lines = effects.flatMap(({ environment, effects: all }) => [
    `**${environment}**`,
    "",
    ...(all.length === 0 ? ["- no object changes"] : all.map((each) => `- ${lineOf(each)}`)),
    "",
  ]);
  return [...lines, ...notes].join("\n").trim();
}

async function applied(
  declaration: Declaration,
  { commit, push, local, context, timeout }: DeclareOptions,
  proposed: Proposed,
  ports: DeclarePorts,
): Promise<Delivered> {
  const { home: environment, change, services, mayBeHeld, again } = declaration;
  // Loaded late: Kubernetes' and Pulumi's libraries take most of a second.
  const { deliver } = await import("../delivered/deliver.ts");
  const own = proposed.effects.find((each) => each.environment === environment);
  return deliver(
    {
      environment,
      targetOptions: { local, context },
      change,
      services,
      expected: own?.effects.map(lineOf) ?? [],
      ...(mayBeHeld === true && { mayBeHeld: services }),
      commit,
      push,
      timeoutSeconds: timeout,
      again,
    },
    {
      confirm: ports.confirm,
      progress: ports.progress,
      show: ({ lines }) => {
        ports.show({ ...proposed, plan: lines });
      },
    },
  );
}

/** @throws CliError, exit code 2, for options that do not go together. */
function refuseOptions({ commit, push, pr, apply }: DeclareOptions): void {
  const refuse = (message: string) => new CliError(message, exitCodes.badInput);
  if (push === true && commit !== true) {
    throw refuse(
      "--push: pushes what --commit makes (found no --commit). Add --commit, or use --pr.",
    );
  }
  if (pr !== true) return;
  const other = commit === true ? "--commit" : apply === true ? "--apply" : undefined;
  if (other !== undefined) {
    throw refuse(
      `--pr: leaves the change to whoever merges it (found ${other} too). Leave one of the two out.`,
    );
  }
}
