import type { LiveReport } from "./live.ts";
import type { Noise } from "./noise.ts";
import type { Finding, OwnerKind } from "./side.ts";

/** What merging would change, as plain JSON: the same input gives the same bytes. */
export interface Report {
  readonly base: Revision;
  readonly head: Revision;
  /** The one that the base branch deploys comes first, then those that follow by later merges. */
  readonly environments: readonly EnvironmentReport[];
  /** What is true of the whole comparison and a reader should know. */
  readonly remarks: readonly string[];
  /** Absent where nobody was asked. */
  readonly live?: readonly LiveReport[];
}

/** A revision under the name people know it by. */
export interface Revision {
  readonly name: string;
  /** Full hash of a commit; absent for the working tree. */
  readonly commit?: string;
}

/** What changes in one environment. */
export interface EnvironmentReport {
  readonly environment: string;
  /** True for the environment that the base branch deploys; the others get the change by later merges. */
  readonly isNext: boolean;
  readonly counts: Counts;
  readonly services: readonly ServiceRow[];
  readonly demand: Change<Demand>;
  readonly owners: readonly OwnerReport[];
  /** What cannot be compared, one sentence each. With any, nobody may say that nothing changes. */
  readonly unknown: readonly string[];
  /** What is not rendered and yet known to stay the same; its requests are not counted. */
  readonly uncounted: readonly string[];
  /** Absent where no policies were asked. */
  readonly policy?: PolicyReport;
}

/** How many items change in which way; those with nothing but noise are counted apart. */
export interface Counts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Items among them that are marked as dangerous. */
  readonly dangerous: number;
  readonly noise: number;
}

/** Before and after; one is absent when there is nothing on that side. */
export interface Change<T> {
  readonly before?: T;
  readonly after?: T;
}

/** A service in one environment: what people ask about first. */
export interface ServiceRow extends Change<ServiceFacts> {
  readonly service: string;
  /** Name of its Application. */
  readonly application: string;
  readonly change: "added" | "removed" | "changed" | "same" | "unknown";
  /** Items of it that change, noise left out. */
  readonly items: number;
  readonly dangerous: number;
}

/** What a service runs as. */
export interface ServiceFacts {
  /** Tag or digest of its image; empty when it cannot be told. */
  readonly version: string;
  readonly replicas: Range;
  /** Requests of one pod. */
  readonly requests: Amount;
}

/** Fewest and most pods; equal without an autoscaler. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface Amount {
  readonly millicores: number;
  readonly bytes: number;
}

/** What all workloads request together: with the fewest pods, with the most, and on every node. */
export interface Demand {
  readonly min: Amount;
  readonly max: Amount;
  readonly perNode: Amount;
}

/** What changes of one owner; owners without changes are left out. */
export interface OwnerReport {
  readonly kind: OwnerKind;
  readonly name: string;
  /** Dangerous ones first. */
  readonly items: readonly ItemReport[];
}

/** A declared thing that is new, gone or different. */
export interface ItemReport {
  readonly id: string;
  readonly path: string;
  readonly layer: "object" | "input";
  readonly change: "added" | "removed" | "changed";
  /** One sentence each; empty when nothing is dangerous. */
  readonly dangers: readonly string[];
  readonly fields: readonly FieldReport[];
}

/** A field that differs, secrets hidden. */
export interface FieldReport extends Change<unknown> {
  readonly field: string;
  readonly noise?: Noise;
  readonly danger?: string;
}

/** Findings that this change brings, takes away, or leaves. */
export interface PolicyReport {
  readonly new: readonly Finding[];
  readonly fixed: readonly Finding[];
  readonly standing: readonly Finding[];
}
