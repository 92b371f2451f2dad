import { ApisApi, type V1APIResource } from "@kubernetes/client-node";

import type { LocalCluster } from "./local-cluster.ts";

/** What a cluster writes by itself and clears away in its own time. */
const passing = ["events", "leases"];

/**
 * Every object of every kind that the API server lists, `<plural>.<group> [<namespace>/]<name>`, sorted;
 * events and leases left out.
 */
export async function everyObject({
  kube,
  core,
  custom,
  objects,
}: LocalCluster): Promise<string[]> {
  const { groups } = await kube.makeApiClient(ApisApi).getAPIVersions();
  const named = groups.map(async ({ name: group, preferredVersion, versions }) => {
    const version = preferredVersion?.version ?? versions[0]?.version ?? "";
    const { resources } = await custom.getAPIResources({ group, version });
    return { apiVersion: `${group}/${version}`, group, resources };
  });
  const { resources } = await core.getAPIResources();
  const kinds = [{ apiVersion: "v1", group: "core", resources }, ...(await Promise.all(named))];
  const lists = kinds.flatMap(({ apiVersion, group, resources: ofGroup }) =>
    ofGroup.filter(isListed).map(async ({ name: plural, kind }) => {
      const { items } = await objects.list(apiVersion, kind);
      return items.map(({ metadata }) => {
        const path = [metadata?.namespace, metadata?.name].filter(Boolean).join("/");
        return `${plural}.${group} ${path}`;
      });
    }),
  );
  return (await Promise.all(lists)).flat().sort();
}

function isListed({ name, verbs }: V1APIResource): boolean {
  return verbs.includes("list") && !name.includes("/") && !passing.includes(name);
}
