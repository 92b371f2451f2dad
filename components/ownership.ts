import * as pulumi from "@pulumi/pulumi";

import { stackLabel } from "./labels.ts";
import { liveObject, type Manifest } from "./live-object.ts";

export interface OwnershipArgs {
  /** Stack that may own what it finds. */
  readonly stack: string;
  /** Kubeconfig context to look in. */
  readonly context: string;
  /** What may be taken over: `<Kind>/<name>` or `<Kind>/<namespace>/<name>`. */
  readonly adopt: readonly string[];
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
  const live = await liveObject(manifest, context);
  return live === undefined ? undefined : (live.metadata?.labels?.[stackLabel] ?? "");
}
