/** Label that says which stack owns an object; the preflight reads it (ownership.ts). */
export const stackLabel = "msa-gitops/stack";

export interface LabelFacts {
  /** Name of the stack, which is the environment. */
  readonly stack: string;
  /** What the object belongs to: a service, or the platform. */
  readonly partOf?: string;
}

/** The recommended Kubernetes labels plus the owning stack. */
export function standardLabels(name: string, facts: LabelFacts): Record<string, string> {
  return {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/part-of": facts.partOf ?? "msa",
    "app.kubernetes.io/managed-by": "pulumi",
    [stackLabel]: facts.stack,
  };
}

/**
 * Makes the stack's name the field manager of an object, in place of a random one kept in the state.
 *
 * So a stack that lost an object from its state, or was killed before it wrote it there, still owns what
 * it wrote: with a second random manager every later change would be a conflict with the first.
 */
export function ownFieldManager(stack: string): Record<string, string> {
  return { "pulumi.com/patchFieldManager": `msa-${stack}` };
}
