import * as pulumi from "@pulumi/pulumi";

import { OwnRights, type Wish } from "./own-rights.ts";
import { requireRightsToDelete } from "./require-rights-to-delete.ts";
import { refusal, wishOf } from "./shown-wish.ts";

/**
 * Makes every object of this stack ask, before it is created or changed, whether the account of the
 * context may do that; in previews too, so that a run which may not do all of it writes nothing.
 *
 * The provider does not say so: a refusal in a preview is dropped (provider.go, Update and Create), the
 * preview is green, and the update stops in its middle. Deletions have no hook, since with one a destroy
 * without the program would be impossible; the answer asks about them when everything is declared.
 *
 * Must be called before the first resource is made. Without an engine (recorder, tests) it does nothing.
 *
 * @returns to be called at the end of the program.
 */
export function requireRights(context: string): () => Promise<void> {
  if (pulumi.runtime.getEngine() === undefined) return () => Promise.resolve();
  const rights = new OwnRights(context);
  const declared: pulumi.Resource[] = [];
  const beforeCreate = rightsHook("create", rights);
  const beforeUpdate = rightsHook("patch", rights);
  pulumi.runtime.registerStackTransformation(({ resource, type, props, opts }) => {
    declared.push(resource);
    if (!type.startsWith("kubernetes:") || opts.id !== undefined) return undefined;
    const { hooks = {} } = opts as pulumi.CustomResourceOptions;
    const asked = {
      ...hooks,
      // First: the others read from the cluster, for which there may be no right either.
      beforeCreate: [beforeCreate, ...(hooks.beforeCreate ?? [])],
      beforeUpdate: [beforeUpdate, ...(hooks.beforeUpdate ?? [])],
    };
    return { props, opts: { ...opts, hooks: asked } };
  });
  return () => requireRightsToDelete(rights, declared);
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
