import * as pulumi from "@pulumi/pulumi";

import type { OwnRights } from "./own-rights.ts";
import { refusal, wishOf } from "./shown-wish.ts";

/** A resource of the state, as far as the engine tells a program of it. */
export interface StateResource {
  readonly type: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * Stops a preview in which objects would go that the account may not delete: the engine deletes last, so
 * that the update would stop when all else of it is done.
 *
 * Which would go is what the state has and the program has not declared. Nobody is asked who may do
 * everything, and the state is not read for them.
 *
 * @param declared every resource of the program.
 * @throws pulumi.RunError naming the first, and how many more there are.
 */
export async function requireRightsToDelete(
  rights: Pick<OwnRights, "isUnlimited" | "missing">,
  declared: readonly pulumi.Resource[],
): Promise<void> {
  if (!pulumi.runtime.isDryRun() || (await rights.isUnlimited())) return;
  const urns = new Set(await Promise.all(declared.map(urnOf)));
  const refused = await refusals(rights, goneFrom(await stateOfStack(), urns));
  const [first, ...more] = refused;
  if (first === undefined) return;
  const others = more.length === 0 ? "" : `\n${more.length} more may not be deleted either.`;
  throw new pulumi.RunError(`${first}${others}`);
}

/** Objects of Kubernetes in a state, by URN, that are not among the declared. */
export function goneFrom(
  state: Readonly<Record<string, StateResource>>,
  declared: ReadonlySet<string>,
): readonly StateResource[] {
  return Object.entries(state)
    .filter(([urn, { type }]) => type.startsWith("kubernetes:") && !declared.has(urn))
    .map(([, resource]) => resource);
}

/** What is to be told of each that the account may not delete. */
export async function refusals(
  rights: Pick<OwnRights, "missing">,
  gone: readonly StateResource[],
): Promise<readonly string[]> {
  const told = await Promise.all(
    gone.map(async ({ type, outputs }) => {
      const wish = wishOf("delete", type, outputs);
      const missing = await rights.missing(wish);
      return missing === undefined ? [] : [refusal(wish, missing)];
    }),
  );
  return told.flat();
}

function urnOf({ urn }: pulumi.Resource): Promise<string> {
  return new Promise((resolve) => {
    urn.apply(resolve);
  });
}

/** The state of this very stack, by a function of the engine's own (pulumi/pkg/resource/deploy/builtins.go). */
async function stateOfStack(): Promise<Readonly<Record<string, StateResource>>> {
  const stackName = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
  const token = "pulumi:pulumi:readStackResourceOutputs";
  const read: unknown = await pulumi.runtime.invoke(token, { stackName });
  return (read as { readonly outputs: Readonly<Record<string, StateResource>> }).outputs;
}
