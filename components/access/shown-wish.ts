import type { Manifest } from "../live-object.ts";
import { adoptName } from "../ownership.ts";
import type { MissingRight, Wish } from "./own-rights.ts";

/** A wish, and how the object is called in messages. */
export interface ShownWish extends Wish {
  readonly shown: string;
}

/** A release is no object of Kubernetes; Helm has a Secret for each, and writes it before all else. */
export function wishOf(
  verb: Wish["verb"],
  type: string,
  inputs: Readonly<Record<string, unknown>>,
): ShownWish {
  if (type === "kubernetes:helm.sh/v3:Release") {
    const { name = "", namespace = "" } = inputs as { name?: string; namespace?: string };
    const shown = `Release/${namespace}/${name}`;
    const ofSecret = verb === "delete" ? verb : "create";
    return { verb: ofSecret, apiVersion: "v1", kind: "Secret", name, namespace, shown };
  }
  const manifest = inputs as unknown as Manifest;
  const { apiVersion, kind, metadata } = manifest;
  return { verb, apiVersion, kind, ...metadata, shown: adoptName(manifest) };
}

/** Sentence for the person at the keyboard, or in front of the log of CI. */
export function refusal(
  { shown, verb }: Pick<ShownWish, "shown" | "verb">,
  { user, right }: MissingRight,
): string {
  const account = /^system:serviceaccount:(msa-ci-[^:]+):deployer$/.exec(user);
  const advice =
    account === null
      ? "Use an account that has the right"
      : `deployer changes Applications only. Run it with the account platform of ${account[1] ?? ""}`;
  const done = verb === "delete" ? "deleted" : "written";
  return (
    `${shown}: may not be ${done} by this account (found ${user}, which lacks: ${right}). ` +
    `${advice}, or leave it as it is (docs/how-to/give-people-access.md).`
  );
}
