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
