import { createMetricsSource, createObjects, openMetricsApi } from "../objects/create.ts";
import { redis } from "./argo-cd.ts";
import { chartServer } from "./chart-server.ts";
import { apiServer, controllerManager, etcd, kwok, scheduler } from "./control-plane.ts";
import { metricsServer } from "./metrics-server.ts";
import type { Group, Part, PartContext, Work } from "./part.ts";
import { podRoles } from "./pod-roles.ts";
import { serviceProxy } from "./service-proxy.ts";

/** Everything a cluster consists of from its start, in the order of starting. It is stopped in the opposite order. */
export function groupsOf(context: PartContext): readonly Group[] {
  const metrics = context.spec.metrics === true;
  const work = (name: string, run: (context: PartContext) => Promise<void>): Work => ({
    kind: "work",
    name,
    run: () => run(context),
  });
  return [
    [etcd(context), redis(context), chartServer(context), serviceProxy(context)],
    [apiServer(context)],
    [
      work("cluster objects", createObjects),
      ...(metrics ? [work("usage objects", createMetricsSource)] : []),
    ],
    [controllerManager(context), scheduler(context), kwok(context)],
    ...(metrics ? [[metricsServer(context)], [work("metrics API", openMetricsApi)]] : []),
  ];
}

/** The processes that run for pods, as they would be for pods in `namespace`. */
export function podPartsOf(context: PartContext, namespace = "argocd"): readonly Part[] {
  return podRoles.map(({ part }) => part(context, namespace));
}

/** The processes alone. */
export function partsOf(context: PartContext): readonly Part[] {
  return groupsOf(context)
    .flat()
    .filter((step) => step.kind === "part");
}
