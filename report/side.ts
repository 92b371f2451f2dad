/** One side of a comparison: what an environment declares at one revision, rendered. Plain JSON throughout. */

/** One thing that is declared: a Kubernetes object, or what Pulumi is told. */
export interface Item {
  /** Tells it apart from all others of its owner: group, kind, namespace and name. */
  readonly id: string;
  /** For people: `<Kind>/<namespace>/<name>`. */
  readonly path: string;
  /** `object`: written to the cluster as it is · `input`: what Pulumi is told, of which more follows. */
  readonly layer: "object" | "input";
  readonly content: Readonly<Record<string, unknown>>;
}

export type OwnerKind = "Configuration" | "Pulumi" | "Release" | "Application";

/** Who writes items: Pulumi itself, or what is behind a Release or an Application. */
export interface Owner {
  readonly kind: OwnerKind;
  readonly name: string;
  readonly items: readonly Item[];
  /** Equal on both sides only when it renders to the same, whether or not it could be rendered. */
  readonly fingerprint: string;
  /** Why it could not be rendered; its `items` are then only what Pulumi is told. */
  readonly notRendered?: string;
  /** An Application: what it no longer renders is deleted at its next sync. */
  readonly prunes?: boolean;
  /**
   * `<item id> <field path>` of what comes out differently each time the same input is rendered, such
   * as a certificate that the chart makes.
   */
  readonly generated?: readonly string[];
}

/** An environment as it is declared at one revision. */
export interface Side {
  readonly environment: string;
  readonly owners: readonly Owner[];
  /** Absent where the policies were not asked. */
  readonly verdict?: Verdict;
}

/** What the policies find wrong with a side, or why they could not judge it. */
export type Verdict = { readonly findings: readonly Finding[] } | { readonly notJudged: string };

/** A side that does not come about at all, and why. */
export interface FailedSide {
  readonly environment: string;
  readonly failure: string;
}

/** What a policy finds wrong with a side. */
export interface Finding {
  readonly rule: string;
  readonly level: "mandatory" | "advisory";
  /** Object and field, as the policy names them: what tells two findings of a rule apart. */
  readonly where: string;
  readonly message: string;
}
