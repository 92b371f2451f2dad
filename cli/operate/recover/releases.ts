import type { KubeConfig } from "@kubernetes/client-node";

import type { EngineState } from "../../engine-state.ts";
import { readRevisions, type ReleaseRevision } from "../../platform/release-records.ts";
import type { Finding } from "./finding.ts";

/** Helm releases of a stack at which the next run would stop, or that failed. */
export async function releaseFindings(
  kube: KubeConfig,
  { releases, interrupted }: Pick<EngineState, "releases" | "interrupted">,
): Promise<readonly Finding[]> {
  const keys = [...new Set([...releases, ...interrupted])].sort();
  const found = await readRevisions(kube, keys);
  return keys.flatMap((key) => {
    const revisions = found.get(key) ?? [];
    const last = revisions.at(-1);
    if (last !== undefined) return ofRevision(key, last, revisions);
    // One that a run was creating and never made is an open operation, no release.
    return releases.has(key) ? [missing(key)] : [];
  });
}

function ofRevision(
  key: string,
  { status, revision }: ReleaseRevision,
  revisions: readonly ReleaseRevision[],
): Finding[] {
  const found = `Helm release ${key}: is ${status} (revision ${revision})`;
  if (status === "failed") {
    return [
      { kind: "release", found, cure: "nothing: the next up upgrades it again", acts: false },
    ];
  }
  if (status.startsWith("uninstall")) {
    const cure = "forget Helm's record: its objects stay, and the next up installs over them";
    return [{ kind: "release", found, cure, acts: true }];
  }
  if (!status.startsWith("pending-")) return [];
  const isFirst = revisions.every((each) => each.status.startsWith("pending-"));
  const cure = isFirst
    ? "undo the install, as Helm does with one that fails"
    : "roll it back to its last deployed revision";
  return [{ kind: "release", found, cure, acts: true }];
}

function missing(key: string): Finding {
  return {
    kind: "release",
    found: `Helm release ${key}: is in the state and not on the cluster`,
    cure: "tell the state, so that the next up installs it",
    acts: true,
  };
}
