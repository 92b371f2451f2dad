import {
  ApiException,
  KubernetesObjectApi,
  PatchStrategy,
  type KubeConfig,
} from "@kubernetes/client-node";

import type { KubernetesObject } from "../../manifests/object.ts";
import { fieldDifferences } from "../../report/field-diff.ts";
import { fieldPath, type Step } from "../../report/field-path.ts";
import { shown } from "../../report/secrecy.ts";
import { answerFor } from "../kube-answer.ts";

/** One field that is not as declared; a side is absent where it has no such field. */
export interface DifferingField {
  readonly field: string;
  readonly declared?: unknown;
  readonly live?: unknown;
}

/** How a declared object differs from the live one. */
export interface LiveDifference {
  readonly how: "differs" | "missing" | "unknown";
  readonly fields: readonly DifferingField[];
}

/** Who Argo CD says it is when it applies (argo-cd, common.ArgoCDSSAManager). */
const fieldManager = "argocd-controller";

/**
 * What a sync would change about one object: the API server itself applies it as a dry run, and so fills in
 * defaults and writes quantities as it keeps them. Nothing is written.
 *
 * `unknown` when this account may not ask that.
 */
export async function liveDifference(
  kube: KubeConfig,
  object: KubernetesObject,
): Promise<LiveDifference> {
  const api = KubernetesObjectApi.makeApiClient(kube);
  const where = `${object.kind} ${object.metadata.name}`;
  const live = await answerFor(where, api.read(header(object)).catch(undefinedWhenGone));
  if (live === undefined) return { how: "missing", fields: [] };
  const wanted = await answerFor(
    where,
    api
      .patch(object, undefined, "All", fieldManager, true, PatchStrategy.ServerSideApply)
      .catch(undefinedWhenRefused),
  );
  if (wanted === undefined) return { how: "unknown", fields: [] };
  return { how: "differs", fields: fieldsOf(object.kind, plain(wanted), plain(live)) };
}

function header({ apiVersion, kind, metadata: { name, namespace } }: KubernetesObject) {
  return { apiVersion, kind, metadata: { name, namespace: namespace ?? "" } };
}

function undefinedWhenGone(error: unknown): undefined {
  if (error instanceof ApiException && error.code === 404) return undefined;
  throw error;
}

/** An object that is refused for its content, such as a field that cannot be changed, is not compared either. */
function undefinedWhenRefused(error: unknown): undefined {
  if (error instanceof ApiException && (error.code === 403 || error.code === 422)) return undefined;
  throw error;
}

/** As JSON has it: the library makes dates of times. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

/** Written by the API server itself, at each change. */
const bookkeeping = ["managedFields", "resourceVersion", "generation"];

function fieldsOf(kind: string, wanted: unknown, live: unknown): DifferingField[] {
  return fieldDifferences(wanted, live)
    .filter(({ steps }) => !isBookkeeping(steps))
    .map(({ steps, before, after }) => ({
      field: fieldPath(steps),
      ...(before !== undefined && { declared: shown(kind, steps, before) }),
      ...(after !== undefined && { live: shown(kind, steps, after) }),
    }));
}

/** Argo CD's mark of what is whose, which is in no chart (argo-cd, application.resourceTrackingMethod). */
const tracking = "argocd.argoproj.io/tracking-id";

function isBookkeeping([first, second, third]: readonly Step[]): boolean {
  if (first === "status") return true;
  if (first !== "metadata" || typeof second !== "string") return false;
  return bookkeeping.includes(second) || third === tracking;
}
