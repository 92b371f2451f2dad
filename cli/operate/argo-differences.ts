import type { KubeConfig } from "@kubernetes/client-node";

import type { Service } from "../../config/model.ts";
import { ChartFetchError } from "../../manifests/fetch-chart.ts";
import type { KubernetesObject } from "../../manifests/object.ts";
import { chartOfApplication } from "../rendered-stack.ts";
import { renderApplication, type ApplicationInputs } from "../render-owner.ts";
import type { ApplicationObject, ManagedObject } from "../status/objects.ts";
import { liveDifference, type DifferingField } from "./live-difference.ts";

/** An object that Argo CD calls OutOfSync. */
export interface DifferingObject {
  readonly object: string;
  /** `unknown`: it differs, and in what could not be found out. */
  readonly how: "differs" | "missing" | "not declared" | "unknown";
  readonly fields: readonly DifferingField[];
}

/** A service and what is live of it and not as declared. */
export interface ServiceDifferences {
  readonly service: string;
  /** Argo CD's sync status, or `Missing` without an Application. */
  readonly sync: string;
  readonly objects: readonly DifferingObject[];
  /** Why fields are not told, where they are not. */
  readonly remark?: string;
}

/** What Argo CD says differs about a service, field by field. */
export async function serviceDifferences(
  kube: KubeConfig,
  { name: service }: Service,
  application: ApplicationObject | undefined,
): Promise<ServiceDifferences> {
  if (application === undefined) return { service, sync: "Missing", objects: [] };
  const { sync, resources = [] } = application.status ?? {};
  const outOfSync = resources.filter(({ status }) => status === "OutOfSync");
  const known = { service, sync: sync?.status ?? "Unknown" };
  if (outOfSync.length === 0) return { ...known, objects: [] };
  const { rendered, remark } = await renderedOf(application);
  const objects = await Promise.all(outOfSync.map((each) => differing(kube, each, rendered)));
  return { ...known, objects, ...(remark !== undefined && { remark }) };
}

interface Rendering {
  readonly rendered: readonly KubernetesObject[];
  readonly remark?: string;
}

/** What Argo CD compares with: the chart and the values of the live Application. */
async function renderedOf(application: ApplicationObject): Promise<Rendering> {
  const inputs = application as unknown as ApplicationInputs;
  try {
    return { rendered: await renderApplication(inputs, await chartOfApplication(inputs)) };
  } catch (error) {
    if (!(error instanceof ChartFetchError)) throw error;
    return { rendered: [], remark: `The fields are not known. ${error.message}` };
  }
}

async function differing(
  kube: KubeConfig,
  { group = "", kind, name, requiresPruning }: ManagedObject,
  rendered: readonly KubernetesObject[],
): Promise<DifferingObject> {
  const object = `${kind} ${name}`;
  if (requiresPruning === true) return { object, how: "not declared", fields: [] };
  const wanted = rendered.find(
    (each) =>
      each.kind === kind &&
      each.metadata.name === name &&
      (each.apiVersion.includes("/") ? each.apiVersion.split("/")[0] : "") === group,
  );
  if (wanted === undefined) return { object, how: "unknown", fields: [] };
  return { object, ...(await liveDifference(kube, wanted)) };
}
