/** What the state of a stack says about Helm releases; each is `<namespace>/<name>`. */
export interface EngineState {
  /** Those that the stack has. */
  readonly releases: ReadonlySet<string>;
  /** Those that an interrupted run was creating, and did not live to write down. */
  readonly interrupted: ReadonlySet<string>;
  /** True when an interrupted run left operations open, of whatever kind. */
  readonly isInterrupted: boolean;
  /** The open operations in words, such as `creating Release web`. */
  readonly open: readonly string[];
  /** Objects of Kubernetes that the stack has made; of a release its record only. */
  readonly objects: readonly StateObject[];
}

/** An object of Kubernetes by its address. */
export interface StateObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Absent for an object of the whole cluster. */
  readonly namespace?: string;
}

/** A resource of a checkpoint, as far as it is read here. */
interface CheckpointResource {
  readonly type: string;
  readonly urn?: string;
  /** Only read: it belongs to somebody else. */
  readonly external?: boolean;
  readonly inputs?: { readonly name?: string; readonly namespace?: string } | undefined;
  readonly outputs?: {
    readonly apiVersion?: string;
    readonly kind?: string;
    readonly metadata?: { readonly name?: string; readonly namespace?: string };
  };
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
    open: open.map(({ type, resource }) => `${type} ${shortUrn(resource.urn ?? resource.type)}`),
    objects: resources.filter(({ external }) => external !== true).flatMap(objectOf),
  };
}

/** `Application user-service` of `urn:pulumi:…::kubernetes:argoproj.io/v1alpha1:Application::user-service`. */
export function shortUrn(urn: string): string {
  const [, , type = urn, name = ""] = urn.split("::");
  return `${type.split(":").at(-1) ?? ""} ${name}`.trim();
}

/** Helm keeps a Secret for each revision of a release. */
function objectOf(resource: CheckpointResource): StateObject[] {
  const { type, inputs, outputs = {} } = resource;
  if (isRelease(resource)) {
    const { namespace = "", name = "" } = inputs ?? {};
    return [{ apiVersion: "v1", kind: "Secret", namespace, name: `sh.helm.release.v1.${name}.v1` }];
  }
  const { apiVersion, kind, metadata: { name, namespace } = {} } = outputs;
  if (!type.startsWith("kubernetes:") || !apiVersion || !kind || !name) return [];
  return [{ apiVersion, kind, name, ...(namespace !== undefined && { namespace }) }];
}

function isRelease({ type }: CheckpointResource): boolean {
  return type === releaseType;
}

/** `<namespace>/<name>` of a release, from its inputs. */
export function keyOf({ inputs }: Pick<CheckpointResource, "inputs">): string {
  return `${inputs?.namespace ?? ""}/${inputs?.name ?? ""}`;
}
