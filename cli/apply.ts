import type { KubeConfig } from "@kubernetes/client-node";

import type { Progress } from "../toolchain/progress.ts";
import type { Changes, Run } from "./engine-run.ts";
import type { Engine } from "./engine.ts";
import { kubeConfigFor } from "./kube.ts";
import { rollBackOn, type RollBack } from "./platform/rollback.ts";
import { takeUp, type TakenUp } from "./platform/take-up.ts";
import { undoInstall } from "./platform/undo-install.ts";
import type { Target } from "./target.ts";

/** What is to be applied. */
export interface Apply {
  /** What may be taken over, as in the stack file. */
  readonly adopt: readonly string[];
  /**
   * What a preview of just this said a moment ago: it is not made again. The guard against the wrong cluster
   * runs with every update too.
   */
  readonly plan?: Run;
}

/**
 * Brings a stack to what it declares, whatever an interrupted run left of it.
 *
 * @throws CliError with the engine's own words, or naming a release that is not this stack's.
 */
export async function applyChanges(
  target: Target,
  apply: Apply,
  progress: Progress,
): Promise<Changes> {
  // Loaded late: Pulumi's library takes half a second, and a wrong stack file is to be told at once.
  const { openEngine } = await import("./engine.ts");
  const engine = await openEngine(target, (line) => {
    progress.line(line);
  });
  const on = { kube: kubeConfigFor(target), rollBack: rollBackOn(target) };
  return applyWith(engine, { ...on, ...apply }, progress);
}

interface Applying extends Apply {
  readonly kube: KubeConfig;
  readonly rollBack: RollBack;
}

/** The same, with an open engine. */
export async function applyWith(
  engine: Pick<Engine, "preview" | "state" | "refresh" | "up">,
  { kube, rollBack, adopt, plan }: Applying,
  progress: Progress,
): Promise<Changes> {
  const preview = () => progress.step("Previewing", (tell) => engine.preview(tell));
  // It comes first, and with it the program's own guard against the wrong cluster.
  let planned = plan ?? (await preview());
  const state = await engine.state();
  const taken = await takeUp(kube, { state, creates: planned.releases, adopt }, rollBack);
  tellTaken(taken, progress);
  if (state.isInterrupted || taken.gone.length > 0) {
    await progress.step("Reading what an interrupted run left", (tell) => engine.refresh(tell));
    planned = await preview();
  }
  const changes = await applied(engine, planned, progress);
  await removeAbandoned(kube, taken, progress);
  return changes;
}

async function applied(
  engine: Pick<Engine, "up">,
  { same, changed, lines }: Changes,
  progress: Progress,
): Promise<Changes> {
  if (changed === 0) {
    progress.line(`No changes: all ${same} resources are as declared.`);
    return { same, changed, lines };
  }
  return progress.step(`Applying ${changed} ${changed === 1 ? "change" : "changes"}`, (tell) =>
    engine.up(tell),
  );
}

function tellTaken({ taken, gone }: TakenUp, progress: Progress): void {
  for (const { release, was } of taken) {
    progress.line(`Helm release ${release}: was left ${was}; it is taken up again.`);
  }
  const others = gone.filter((each) => !taken.some(({ release }) => release === each));
  for (const release of others) {
    progress.line(`Helm release ${release}: is no longer on the cluster; the state is told.`);
  }
}

/** What a run was killed over and nobody declares any more is in no state, so nothing else removes it. */
async function removeAbandoned(
  kube: KubeConfig,
  { abandoned }: TakenUp,
  progress: Progress,
): Promise<void> {
  for (const { release, revisions } of abandoned) {
    await undoInstall(kube, revisions);
    progress.line(`Helm release ${release}: is no longer declared; it was removed.`);
  }
}
