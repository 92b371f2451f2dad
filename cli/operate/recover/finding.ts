import type { KubeConfig } from "@kubernetes/client-node";

/** Something that a killed run left, or that does not go away by itself. */
export interface Finding {
  readonly kind: "lock" | "operations" | "release" | "application" | "namespace";
  /** What is there. */
  readonly found: string;
  /** What `recover` does about it; where it does nothing, who does. */
  readonly cure: string;
  /** False for what is only told. */
  readonly acts: boolean;
  /** The cure; absent where that of all findings of its kind is one. */
  readonly run?: (kube: KubeConfig) => Promise<void>;
}

/** What goes by itself does so within this time; before it is up nothing is called stuck. */
export const stuckAfterSeconds = 60;

/** How long ago something began to go, in whole seconds. */
export function secondsSince(time: string | Date | undefined, now = Date.now()): number {
  return time === undefined ? 0 : Math.max(0, Math.round((now - new Date(time).getTime()) / 1000));
}
