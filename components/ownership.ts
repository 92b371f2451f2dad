import * as pulumi from "@pulumi/pulumi";

import { stackLabel } from "./labels.ts";

export interface OwnershipArgs {
  /** Stack that may own what it finds. */
  readonly stack: string;
  /** Kubeconfig context to look in. */
  readonly context: string;
  /** What may be taken over: `<Kind>/<name>` or `<Kind>/<namespace>/<name>`. */
  readonly adopt: readonly string[];
}

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/**
 * A hook that refuses to create what already exists and is not this stack's.
 *
 * The provider adopts silently: a create of an existing object says "created", and a later destroy
 * deletes it with everything in it. The hook runs before each create, in previews too, so a bare
 * `pulumi up` stops in its preview with nothing written.
 */
export function refuseForeign(args: OwnershipArgs): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    "refuse-foreign",
    async (hook) => {
      const manifest = hook.newInputs as Manifest;
      const name = adoptName(manifest);
      if (args.adopt.includes(name)) {
        return;
      }
      const owner = await ownerOf(manifest, args.context);
      if (owner !== undefined && owner !== args.stack) {
        throw new Error(refusal(name, owner));
      }
    },
    { onDryRun: true },
  );
}

/** The name by which `adopt` lists an object. */
export function adoptName(manifest: Manifest): string {
  const { name, namespace } = manifest.metadata;
  return [manifest.kind, ...(namespace === undefined ? [] : [namespace]), name].join("/");
}

/** Sentence that refuses an existing object; `owner` is empty when nobody's label is on it. */
export function refusal(name: string, owner: string): string {
  const found = owner === "" ? "without an owner's label" : `owned by stack ${owner}`;
  return (
    `${name}: exists already and is not this stack's (found ${found}). ` +
    `Choose another name, or take it over with --adopt ${name} (config: msa:adopt).`
  );
}

/** Owning stack of the live object, empty when it has none, undefined when it does not exist. */
async function ownerOf(manifest: Manifest, context: string): Promise<string | undefined> {
  // Loaded only when something is about to be created: it costs half a second.
  const { ApiException, KubeConfig, KubernetesObjectApi } = await import("@kubernetes/client-node");
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromDefault();
  kubeConfig.setCurrentContext(context);
  const { apiVersion, kind, metadata } = manifest;
  try {
    const live = await KubernetesObjectApi.makeApiClient(kubeConfig).read({
      apiVersion,
      kind,
      metadata: {
        name: metadata.name,
        ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
      },
    });
    return live.metadata?.labels?.[stackLabel] ?? "";
  } catch (error) {
    // A kind the cluster does not know yet has no objects either.
    if (
      error instanceof ApiException
        ? error.code === 404
        : /Unrecognized API version and kind/.test(String(error))
    ) {
      return undefined;
    }
    throw error;
  }
}
