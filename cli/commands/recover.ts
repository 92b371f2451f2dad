import type { Environment } from "../../config/model.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { engineState, type EngineState } from "../engine-state.ts";
import { CliError } from "../errors.ts";
import { operated, refuseUnlessOwn, type Operated } from "../operate/operated.ts";
import { applicationFindings } from "../operate/recover/applications.ts";
import type { Finding } from "../operate/recover/finding.ts";
import { lockFindings } from "../operate/recover/locks.ts";
import { namespaceFindings } from "../operate/recover/namespaces.ts";
import { releaseFindings } from "../operate/recover/releases.ts";
import { rollBackOn } from "../platform/rollback.ts";
import { takeUp } from "../platform/take-up.ts";
import { runPulumi } from "../run-pulumi.ts";
import type { TargetOptions } from "../target.ts";
import type { Confirm } from "./destroy.ts";

export interface RecoverOptions extends TargetOptions {
  /** Is shown what was found before it is asked. */
  readonly show: (findings: readonly Finding[]) => void;
  readonly confirm: Confirm;
}

export interface Recovered {
  readonly environment: Environment;
  readonly findings: readonly Omit<Finding, "run">[];
  /** Whether anything was done about them. */
  readonly done: boolean;
  /** The command to run next; absent when nothing was found. */
  readonly next?: string;
}

/**
 * Finds what killed runs left of an environment and what does not go away by itself, tells what it will do,
 * and does it. What is only told is left to whoever is named.
 *
 * @throws CliError when a run is going on, the cluster is another one, or the person does not agree.
 */
export async function recover(
  environment: Environment,
  { show, confirm, ...options }: RecoverOptions,
  progress: Progress,
): Promise<Recovered> {
  const on = await operated(environment, options);
  await refuseUnlessOwn(on);
  const { state, findings } = await progress.step("Looking for what was left", () => look(on));
  const told = findings.map(({ kind, found, cure, acts }) => ({ kind, found, cure, acts }));
  if (findings.length === 0) return { environment, findings: [], done: false };
  show(findings);
  const acting = findings.filter(({ acts }) => acts);
  const next = nextCommand(on);
  if (acting.length === 0) return { environment, findings: told, done: false, next };
  if (!(await confirm(`Do this to ${environment} on context "${on.target.context}"?`))) {
    throw new CliError("recover: not confirmed. Nothing was changed.");
  }
  await cure(on, { state, findings: acting }, progress);
  return { environment, findings: told, done: true, next };
}

interface Looked {
  readonly state: EngineState;
  readonly findings: readonly Finding[];
}

async function look({ target, kube, config }: Operated): Promise<Looked> {
  // First: a run that is going on must not be mistaken for one that was killed.
  const locks = await lockFindings(target);
  const exported = JSON.parse(await runPulumi(target, ["stack", "export"])) as {
    readonly deployment?: unknown;
  };
  const state = engineState(exported.deployment);
  const [releases, applications, namespaces] = await Promise.all([
    releaseFindings(kube, state),
    applicationFindings(kube, config),
    namespaceFindings(kube, config.environment),
  ]);
  const findings = [
    ...locks,
    ...operationFindings(state),
    ...releases,
    ...applications,
    ...namespaces,
  ];
  return { state, findings };
}

function operationFindings({ open }: EngineState): Finding[] {
  if (open.length === 0) return [];
  const found = `open operations in the state: ${open.join(", ")}`;
  const words = "read every object from the cluster again, and close them";
  return [{ kind: "operations", found, cure: words, acts: true }];
}

/** Locks first, since the engine is needed; what holds namespaces last, since releases are removed before. */
async function cure(on: Operated, { state, findings }: Looked, progress: Progress): Promise<void> {
  const { target, kube } = on;
  const runs = (kind: Finding["kind"]) =>
    findings.flatMap((each) => (each.kind === kind && each.run ? [each.run] : []));
  for (const run of runs("lock")) await progress.step("Removing the lock", () => run(kube));
  await progress.step("Taking up Helm releases and the state", (tell) =>
    mend(on, state, findings, tell),
  );
  for (const kind of ["application", "namespace"] as const) {
    for (const run of runs(kind)) {
      await progress.step(`Removing finalizers (${kind})`, () => run(kube));
    }
  }
  progress.line(`Recovered on context "${target.context}".`);
}

async function mend(
  { target, kube }: Operated,
  state: EngineState,
  findings: readonly Finding[],
  tell: (detail: string) => void,
): Promise<void> {
  const concerns = ["lock", "operations", "release"];
  if (!findings.some(({ kind }) => concerns.includes(kind))) return;
  const { openEngine } = await import("../engine.ts");
  // It removes a dead lock of a local or context run, and ends providers without an engine.
  const engine = await openEngine(target, tell);
  const creates = new Map([...state.interrupted].map((key) => [key, ""]));
  const { gone } = await takeUp(kube, { state, creates, adopt: [] }, rollBackOn(target));
  if (state.isInterrupted || gone.length > 0) await engine.refresh(tell);
}

function nextCommand({ target: { kind, context, environment } }: Operated): string {
  return {
    local: `./msa up ${environment}`,
    context: `./msa up ${environment} --context ${context}`,
    stack: `./msa pulumi ${environment} -- up`,
  }[kind];
}
