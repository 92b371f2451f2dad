import * as pulumi from "@pulumi/pulumi";

import { kubeClient } from "../kube-client.ts";
import { OwnRights, type Wish } from "./own-rights.ts";
import { requireRightsToDelete } from "./require-rights-to-delete.ts";
import { refusal, wishOf } from "./shown-wish.ts";

/** The question of rights in a run. */
export interface RightsOfRun {
  /** To be called when the cluster is known to be the stack's: asks what holds for all that follows. */
  readonly begin: () => Promise<void>;
  /** To be called when everything is declared. */
  readonly end: () => Promise<void>;
}

/**
 * Makes every object of this stack ask, before it is created or changed, whether the account of the
 * context may do that; in previews too, so that a run which may not do all of it writes nothing. An
 * account that may do everything is asked for once: a hook for each object would be a tenth of a preview.
 *
 * The provider does not say so: a refusal in a preview is dropped (provider.go, Update and Create), the
 * preview is green, and the update stops in its middle. Deletions have no hook, since with one a destroy
 * without the program would be impossible; `end` asks about them.
 *
 * Must be called before the first resource is made. Without an engine (recorder, tests) it does nothing.
 */
export function requireRights(context: string): RightsOfRun {
  const nothing = () => Promise.resolve();
  if (pulumi.runtime.getEngine() === undefined) return { begin: nothing, end: nothing };
  loadSoon();
  const rights = new OwnRights(context);
  const declared: pulumi.Resource[] = [];
  const beforeCreate = rightsHook("create", rights);
  const beforeUpdate = rightsHook("patch", rights);
  let isLimited = true;
  pulumi.runtime.registerStackTransformation(({ resource, type, props, opts }) => {
    declared.push(resource);
    if (!isLimited || !type.startsWith("kubernetes:") || opts.id !== undefined) return undefined;
    const { hooks = {} } = opts as pulumi.CustomResourceOptions;
    const asked = {
      ...hooks,
      // First: the others read from the cluster, for which there may be no right either.
      beforeCreate: [beforeCreate, ...(hooks.beforeCreate ?? [])],
      beforeUpdate: [beforeUpdate, ...(hooks.beforeUpdate ?? [])],
    };
    return { props, opts: { ...opts, hooks: asked } };
  });
  return {
    begin: async () => {
      // Where the cluster does not answer, the first object says so.
      isLimited = !(await rights.isUnlimited().catch(() => false));
    },
    end: () => requireRightsToDelete(rights, declared),
  };
}

/**
 * Loads the client while the engine starts the provider, which takes as long; not at once, since loading
 * would keep the thread from asking for the provider.
 */
function loadSoon(): void {
  setTimeout(() => void kubeClient(), 40);
}

/** The hook before objects are created or changed. */
export function rightsHook(
  verb: Wish["verb"],
  rights: Pick<OwnRights, "missing">,
): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `require-right-to-${verb}`,
    async ({ type, newInputs }) => {
      const wish = wishOf(verb, type, newInputs ?? {});
      const missing = await rights.missing(wish);
      if (missing !== undefined) throw new Error(refusal(wish, missing));
    },
    { onDryRun: true },
  );
}
