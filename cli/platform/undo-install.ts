import type { KubeConfig } from "@kubernetes/client-node";

import { forgetRevision, readRecord, releaseKey, type ReleaseRevision } from "./release-records.ts";
import { addressesOf, removeObjects } from "./remove-objects.ts";
import { objectsOf, storedRelease } from "./stored-release.ts";

/**
 * Undoes an install that was never finished, as Helm itself does with one that fails (`atomic`): its objects
 * go, then its record. Left in place they would keep whatever a corrected chart or value no longer sets.
 * CustomResourceDefinitions stay, as with every uninstall.
 */
export async function undoInstall(
  kube: KubeConfig,
  revisions: readonly ReleaseRevision[],
): Promise<void> {
  for (const revision of revisions.toReversed()) {
    const record = await readRecord(kube, revision);
    const objects = record === undefined ? [] : objectsOf(storedRelease(record));
    await removeObjects(kube, addressesOf(releaseKey(revision), objects));
    await forgetRevision(kube, revision);
  }
}
