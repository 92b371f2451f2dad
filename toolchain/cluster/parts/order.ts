import { createMetricsSource, createObjects, openMetricsApi } from "../objects/create.ts";
import { applicationController, notificationsController, redis, repoServer } from "./argo-cd.ts";
import { chartServer } from "./chart-server.ts";
import { apiServer, controllerManager, etcd, kwok, scheduler } from "./control-plane.ts";
import { metricsServer } from "./metrics-server.ts";
import type { Group, Part, PartContext, Work } from "./part.ts";

/** Everything a cluster consists of, in the order of starting. It is stopped in the opposite order. */
export function groupsOf(context: PartContext): readonly Group[] {
  const metrics = context.spec.metrics === true;
  const work = (name: string, run: (context: PartContext) => Promise<void>): Work => ({
    kind: "work",
    name,
    run: () => run(context),
  });
  return [
    [etcd(context), redis(context), chartServer(context)],
    [apiServer(context), repoServer(context)],
    ...(metrics ? [[work("usage objects", createMetricsSource)]] : []),
    [
      controllerManager(context),
      scheduler(context),
      kwok(context),
      work("cluster objects", createObjects),
    ],
    [
      applicationController(context),
      notificationsController(context),
      ...(metrics ? [metricsServer(context)] : []),
    ],
    ...(metrics ? [[work("metrics API", openMetricsApi)]] : []),
  ];
}

/** The processes alone. */
export function partsOf(context: PartContext): readonly Part[] {
  return groupsOf(context)
    .flat()
    .filter((step) => step.kind === "part");
}
