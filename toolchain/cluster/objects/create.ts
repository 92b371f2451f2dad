import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Api, connect, remove } from "../api.ts";
import { ToolchainError } from "../../errors.ts";
import type { PartContext } from "../parts/part.ts";
import { createUsageObjects, registerMetricsApi, unregisterMetricsApi } from "./metrics.ts";
import { createNodes } from "./nodes.ts";

/** Room for the platform and for services at their largest: 660 pods, two nodes a zone. */
const defaultNodes = 6;

/** What the cluster needs before anything runs on it. Done at every start; what is there already stays. */
export async function createObjects(context: PartContext): Promise<void> {
  await withApi(context, async (api) => {
    await systemNamespace(api);
    if (context.spec.metrics !== true) await unregisterMetricsApi(api);
    // KWOK would wait 40 s for each node that the one of the start before has a lease of, and no pod would start.
    await remove(api, "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases");
    await createNodes(api, context.spec.nodes ?? defaultNodes);
  });
}

/** What KWOK must find when it starts in order to report usage. */
export async function createMetricsSource(context: PartContext): Promise<void> {
  await withApi(context, createUsageObjects);
}

/** Done last: the process behind the metrics API runs by then. */
export async function openMetricsApi(context: PartContext): Promise<void> {
  await withApi(context, (api) => registerMetricsApi(api, context));
}

async function withApi(context: PartContext, work: (api: Api) => Promise<void>): Promise<void> {
  const api = await connect(context.ports["kube-apiserver"], context.certificates);
  try {
    await work(api);
  } finally {
    api.close();
  }
}

const namespace = z.object({ metadata: z.object({ uid: z.string() }) });

/** What tells this cluster from every other: the UID of its namespace kube-system. */
export async function readUid(api: Api): Promise<string> {
  const answer = await api.send("GET", "/api/v1/namespaces/kube-system");
  if (answer.code !== 200)
    throw new ToolchainError(`namespace kube-system: not readable (answer ${answer.code}).`);
  return namespace.parse(JSON.parse(answer.body)).metadata.uid;
}

/** The API server makes it shortly after it is ready. */
async function systemNamespace(api: Api): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if ((await api.send("GET", "/api/v1/namespaces/kube-system")).code === 200) return;
    await sleep(50);
  }
  throw new ToolchainError("namespace kube-system: the API server did not create it within 10 s.");
}
