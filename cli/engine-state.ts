/** What the state of a stack says about Helm releases; each is `<namespace>/<name>`. */
export interface EngineState {
  /** Those that the stack has. */
  readonly releases: ReadonlySet<string>;
  /** Those that an interrupted run was creating, and did not live to write down. */
  readonly interrupted: ReadonlySet<string>;
  /** True when an interrupted run left operations open, of whatever kind. */
  readonly isInterrupted: boolean;
}

/** A resource of a checkpoint, as far as it is read here. */
interface CheckpointResource {
  readonly type: string;
  readonly inputs?: { readonly name?: string; readonly namespace?: string } | undefined;
}

/** The part of a deployment that is read here (pulumi/sdk/go/common/apitype/core.go, DeploymentV3). */
interface Deployment {
  readonly resources?: readonly CheckpointResource[];
  readonly pending_operations?: readonly {
    readonly type: string;
    readonly resource: CheckpointResource;
  }[];
}

export const releaseType = "kubernetes:helm.sh/v3:Release";

/**
 * Reads an exported deployment.
 *
 * The engine writes down what it begins before it begins it, and takes that back only with what came of it
 * (pulumi/pkg/backend/snapshot.go). So an open `creating` proves that a run of this stack made the release.
 */
export function engineState(deployment: unknown): EngineState {
  // A stack that was never brought up has no deployment.
  const { resources = [], pending_operations: open = [] } = (deployment ?? {}) as Deployment;
  const releases = new Set(resources.filter(isRelease).map(keyOf));
  const creating = open
    .filter(({ type, resource }) => type === "creating" && isRelease(resource))
    .map(({ resource }) => keyOf(resource));
  return {
    releases,
    interrupted: new Set(creating.filter((key) => !releases.has(key))),
    isInterrupted: open.length > 0,
  };
}

function isRelease({ type }: CheckpointResource): boolean {
  return type === releaseType;
}

/** `<namespace>/<name>` of a release, from its inputs. */
export function keyOf({ inputs }: Pick<CheckpointResource, "inputs">): string {
  return `${inputs?.namespace ?? ""}/${inputs?.name ?? ""}`;
}
