import * as pulumi from "@pulumi/pulumi";

import { adoptName } from "../ownership.ts";
import type { Manifest } from "../live-object.ts";
import { OwnRights, type MissingRight, type Wish } from "./own-rights.ts";

/**
 * Makes every object of this stack ask, before it is created or changed, whether the account of the
 * context may do that; in previews too, so that a run which may not do all of it writes nothing.
 *
 * The provider does not say so: a refusal in a preview is dropped (provider.go, Update and Create), the
 * preview is green, and the update stops in its middle. Deletions are not asked about: a hook on them
 * would make a destroy without the program impossible.
 *
 * Must be called before the first resource is made. Without an engine (recorder, tests) it does nothing.
 */
export function requireRights(context: string): void {
  if (pulumi.runtime.getEngine() === undefined) return;
  const rights = new OwnRights(context);
  const beforeCreate = rightsHook("create", rights);
  const beforeUpdate = rightsHook("patch", rights);
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) => {
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

/** A release is no object of Kubernetes; Helm writes a Secret for each before anything else of it. */
function wishOf(
  verb: Wish["verb"],
  type: string,
  inputs: Readonly<Record<string, unknown>>,
): Wish & { readonly shown: string } {
  if (type === "kubernetes:helm.sh/v3:Release") {
    const { name = "", namespace = "" } = inputs as { name?: string; namespace?: string };
    const shown = `Release/${namespace}/${name}`;
    return { verb: "create", apiVersion: "v1", kind: "Secret", name, namespace, shown };
  }
  const manifest = inputs as unknown as Manifest;
  const { apiVersion, kind, metadata } = manifest;
  return { verb, apiVersion, kind, ...metadata, shown: adoptName(manifest) };
}

/** Sentence for the person at the keyboard, or in front of the log of CI. */
function refusal({ shown }: { readonly shown: string }, { user, right }: MissingRight): string {
  const account = /^system:serviceaccount:(msa-ci-[^:]+):deployer$/.exec(user);
  const advice =
    account === null
      ? "Use an account that has the right"
      : `deployer changes Applications only. Run it with the account platform of ${account[1] ?? ""}`;
  return (
    `${shown}: may not be written by this account (found ${user}, which lacks: ${right}). ` +
    `${advice}, or leave it as it is (docs/how-to/give-people-access.md).`
  );
}
