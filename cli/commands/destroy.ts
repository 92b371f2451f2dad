import type { KubeConfig } from "@kubernetes/client-node";

import type { Environment } from "../../config/model.ts";
import type { Progress } from "../../toolchain/progress.ts";
import type { Changes } from "../engine-run.ts";
import type { Engine } from "../engine.ts";
import { CliError } from "../errors.ts";
import { kubeConfigFor } from "../kube.ts";
import { refuseUndeletable } from "../operate/delete-rights.ts";
import { definitionsWithObjects, removeDefinitions } from "../platform/leftovers.ts";
import { readRevisions } from "../platform/release-records.ts";
import { forgetRemoval, recordRemoval } from "../platform/removal-record.ts";
import { removeObjects } from "../platform/remove-objects.ts";
import { refuseOtherCluster } from "../preflight/same-cluster.ts";
import { configOf } from "../stack-config.ts";
import { findTarget, type Target, type TargetOptions } from "../target.ts";

export interface DestroyResult {
  readonly environment: Environment;
  readonly changes: Changes;
  /** CustomResourceDefinitions that Helm leaves and that were removed. */
  readonly definitions: readonly string[];
}

/** Asks the person; the run goes on only when it resolves to true. */
export type Confirm = (question: string) => Promise<boolean>;

export interface DestroyOptions extends TargetOptions {
  readonly confirm: Confirm;
}

/**
 * Removes everything an environment has on its cluster: Applications, project, releases, namespaces, and
 * the CustomResourceDefinitions its releases brought, which Helm leaves behind. May be run again when it
 * was interrupted or failed; what it still has to remove is written down.
 *
 * @throws CliError when the person does not agree, the cluster is another one, or foreign objects of these
 * definitions remain.
 */
export async function destroy(
  environment: Environment,
  { confirm, ...options }: DestroyOptions,
  progress: Progress,
): Promise<DestroyResult> {
  const target = await findTarget(environment, options);
  const kube = kubeConfigFor(target);
  const { cluster, platform } = configOf(environment, target.stackFile);
  await refuseOtherCluster(kube, cluster);
  const question = `Remove everything of ${environment} from the cluster of context "${target.context}"?`;
  if (!(await confirm(question))) {
    throw new CliError("destroy: not confirmed. Nothing was changed.");
  }
  // Loaded late: Pulumi's library takes half a second.
  const { openEngine } = await import("../engine.ts");
  const engine = await openEngine(target, (line) => {
    progress.line(line);
  });
  return removeAll(engine, { kube, target, ownsPlatform: platform.isOwn }, progress);
}

interface Removing {
  readonly kube: KubeConfig;
  readonly target: Target;
  /** Whether the stack has a platform of its own. */
  readonly ownsPlatform: boolean;
}

/** What `destroy` does once it is agreed to, with an open engine, on a cluster known to be the right one. */
export async function removeAll(
  engine: Pick<Engine, "state" | "refresh" | "destroy">,
  { kube, target, ownsPlatform }: Removing,
  progress: Progress,
): Promise<DestroyResult> {
  // Only an owner's deletions have hooks. A tenant's program reads from its platform, which may be gone.
  const options = { runProgram: ownsPlatform };
  const state = await engine.state();
  await refuseUndeletable(kube, state.objects);
  const record = await recordRemoval(kube, target, state);
  if (state.isInterrupted || (await areSomeGone(kube, state.releases))) {
    // Helm refuses to uninstall what is not there.
    await progress.step("Reading what an interrupted run left", (tell) =>
      engine.refresh(tell, options),
    );
  }
  const changes = await progress.step("Removing what the stack declares", (tell) =>
    engine.destroy(tell, options),
  );
  const definitions = await progress.step("Removing what Helm leaves", async () => {
    await removeObjects(kube, record.objects);
    return removeUnused(kube, record.definitions);
  });
  forgetRemoval(target);
  return { environment: target.environment, changes, definitions };
}

async function areSomeGone(kube: KubeConfig, releases: ReadonlySet<string>): Promise<boolean> {
  const found = await readRevisions(kube, releases);
  return [...releases].some((release) => !found.has(release));
}

/**
 * Removes the definitions that nothing uses.
 *
 * @throws CliError naming those that are in use, with the objects.
 */
async function removeUnused(
  kube: KubeConfig,
  names: readonly string[],
): Promise<readonly string[]> {
  const definitions = await definitionsWithObjects(kube, names);
  const unused = definitions.filter(({ objects }) => objects.length === 0).map(({ name }) => name);
  await removeDefinitions(kube, unused);
  const inUse = definitions.filter(({ objects }) => objects.length > 0);
  if (inUse.length > 0) {
    throw new CliError(
      [
        "destroy: kinds that this stack brought have objects that are not this stack's, so they were left:",
        ...inUse.map(({ name, objects }) => `  ${name}: ${listed(objects)}`),
        "Everything else is gone. Delete these objects and run the same command again, or keep both.",
      ].join("\n"),
    );
  }
  return unused;
}

/** More names than a person reads at once are only counted. */
const mostNames = 5;

function listed(objects: readonly string[]): string {
  const more = objects.length - mostNames;
  const named = objects.slice(0, mostNames).join(", ");
  return more > 0 ? `${named} and ${more} more` : named;
}
