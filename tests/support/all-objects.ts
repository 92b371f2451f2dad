import {
  ApisApi,
  CustomObjectsApi,
  KubernetesObjectApi,
  type V1Secret,
} from "@kubernetes/client-node";

import { storedRelease } from "../../cli/platform/stored-release.ts";
import type { LocalCluster } from "./local-cluster.ts";

/** An object of a cluster as its API answers it. */
export interface LiveText {
  /** `<kind> <namespace>/<name>`. */
  readonly where: string;
  readonly text: string;
}

interface Listed {
  readonly items: readonly {
    readonly metadata?: { readonly name?: string; readonly namespace?: string };
  }[];
}

/** Every object on a cluster that can be listed, of whatever kind, Secrets left out. */
export async function allObjects(cluster: LocalCluster): Promise<readonly LiveText[]> {
  const { groups } = await cluster.kube.makeApiClient(ApisApi).getAPIVersions();
  const versions = groups.map(({ preferredVersion }) => preferredVersion?.groupVersion ?? "");
  const found = await Promise.all([
    coreObjects(cluster),
    ...versions.map((version) => groupObjects(cluster, version)),
  ]);
  return found.flat();
}

async function coreObjects({ core, kube }: LocalCluster): Promise<readonly LiveText[]> {
  const { resources } = await core.getAPIResources();
  const objects = KubernetesObjectApi.makeApiClient(kube);
  const kinds = resources.filter(({ kind, verbs }) => verbs.includes("list") && kind !== "Secret");
  const lists = await Promise.all(
    kinds.map(async ({ kind }) => texts(kind, await objects.list("v1", kind))),
  );
  return lists.flat();
}

async function groupObjects({ kube }: LocalCluster, version: string): Promise<readonly LiveText[]> {
  const custom = kube.makeApiClient(CustomObjectsApi);
  const [group = "", name = ""] = version.split("/");
  const { resources } = await custom.getAPIResources({ group, version: name });
  const kinds = resources.filter(({ verbs }) => verbs.includes("list"));
  const lists = await Promise.all(
    kinds.map(async ({ kind, name: plural }) => {
      const listed: unknown = await custom.listClusterCustomObject({
        group,
        version: name,
        plural,
      });
      return texts(kind, listed as Listed);
    }),
  );
  return lists.flat();
}

function texts(kind: string, { items }: Listed): LiveText[] {
  return items.map((item) => ({ where: whereOf(kind, item), text: JSON.stringify(item) }));
}

function whereOf(kind: string, { metadata }: Listed["items"][number]): string {
  return `${kind} ${[metadata?.namespace, metadata?.name].filter(Boolean).join("/")}`;
}

/** Every Secret in plain text; Helm's records of releases unpacked. */
export async function allSecrets({ core }: LocalCluster): Promise<readonly LiveText[]> {
  const { items } = await core.listSecretForAllNamespaces();
  return items.map((secret) => ({ where: whereOf("Secret", secret), text: contentOf(secret) }));
}

function contentOf(secret: V1Secret): string {
  const { data = {}, metadata, type } = secret;
  const release = type === "helm.sh/release.v1" ? JSON.stringify(storedRelease(secret)) : "";
  const values = Object.values(data).map((value) => Buffer.from(value, "base64").toString());
  return [JSON.stringify(metadata), release, ...values].join("\n");
}
