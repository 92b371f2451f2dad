import {
  ApiException,
  CustomObjectsApi,
  PatchStrategy,
  setHeaderOptions,
  type KubeConfig,
} from "@kubernetes/client-node";

import { CliError } from "../errors.ts";
import { forbidden } from "../forbidden.ts";
import { describeKubeFailure } from "../kube-failure.ts";
import { answerFor } from "../kube-answer.ts";
import { applicationKind, readApplication } from "../status/read-live.ts";
import type { ApplicationObject } from "../status/objects.ts";

/** Where one Application is. */
export interface ApplicationAddress {
  readonly namespace: string;
  readonly name: string;
}

/** Somebody changed the Application between reading and writing it. */
export class ChangedMeanwhile extends Error {}

/**
 * Merges fields into an Application.
 *
 * @throws ChangedMeanwhile when the patch names a `resourceVersion` that is no longer the newest.
 * @throws CliError when this account may not change it, or the cluster does not answer.
 */
export async function patchApplication(
  kube: KubeConfig,
  { namespace, name }: ApplicationAddress,
  body: object,
): Promise<void> {
  const api = kube.makeApiClient(CustomObjectsApi);
  const merge = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);
  const asked = api
    .patchNamespacedCustomObject({ ...applicationKind, namespace, name, body }, merge)
    .then(() => undefined, refusalIn);
  const refusal = await answerFor(`Application ${name}`, asked);
  if (refusal?.code === 409) throw new ChangedMeanwhile(name);
  if (refusal !== undefined) {
    const words = describeKubeFailure(refusal);
    throw new CliError(forbidden(words) ?? words);
  }
}

/** Refusals that mean something here; all others are told as every verb tells them. */
function refusalIn(error: unknown): ApiException<unknown> {
  if (error instanceof ApiException && (error.code === 409 || error.code === 403)) return error;
  throw error;
}

/**
 * An Application that must be there.
 *
 * @throws CliError when there is none, or the cluster does not answer.
 */
export async function requiredApplication(
  kube: KubeConfig,
  { namespace, name }: ApplicationAddress,
): Promise<ApplicationObject> {
  const found = await answerFor(`Application ${name}`, readApplication(kube, namespace, name));
  if (found === undefined) {
    throw new CliError(
      `Application ${name}: is not on the cluster (found none in namespace ${namespace}). ` +
        "Bring the environment up first, or see what there is: ./msa status",
    );
  }
  return found;
}
