import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Api, apply, fieldManager, remove } from "../api.ts";
import type { PartContext } from "../parts/part.ts";
import { applyDefinitions, readDefinitions } from "./crds.ts";

const folder = join(import.meta.dirname, "..", "metrics");
const registration = "/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io";
const service = "/api/v1/namespaces/kube-system/services/metrics-server";
const labels = { "app.kubernetes.io/managed-by": fieldManager };

/** What KWOK needs to report usage: its definitions and one object of each. KWOK reads them when it starts. */
export async function createUsageObjects(api: Api): Promise<void> {
  await applyDefinitions(api, await readDefinitions(folder));
  const objects = {
    "metrics/metrics-resource": "metrics-resource",
    "clusterresourceusages/usage-from-annotation": "usage-from-annotation",
  };
  for (const [path, file] of Object.entries(objects)) {
    const body = await readFile(join(folder, `${file}.yaml`), "utf8");
    await apply(api, { path: `/apis/kwok.x-k8s.io/v1alpha1/${path}`, body });
  }
}

/** Has the API server pass the metrics API on to the process metrics-server. */
export async function registerMetricsApi(
  api: Api,
  { ports, certificates }: PartContext,
): Promise<void> {
  await apply(api, {
    path: service,
    body: {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "metrics-server", namespace: "kube-system", labels },
      spec: { type: "ExternalName", externalName: "localhost" },
    },
  });
  await apply(api, {
    path: registration,
    body: {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: "v1beta1.metrics.k8s.io", labels },
      spec: {
        group: "metrics.k8s.io",
        version: "v1beta1",
        groupPriorityMinimum: 100,
        versionPriority: 100,
        caBundle: (await readFile(certificates.authority)).toString("base64"),
        service: {
          name: "metrics-server",
          namespace: "kube-system",
          port: ports["metrics-server"],
        },
      },
    },
  });
}

const labelled = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()).optional() }),
});

/**
 * Takes our registration back: one that nobody answers for keeps every namespace from being deleted.
 * A registration by somebody else stays.
 */
export async function unregisterMetricsApi(api: Api): Promise<void> {
  for (const path of [registration, service]) {
    const answer = await api.send("GET", path);
    if (answer.code !== 200) continue;
    const owner = labelled.parse(JSON.parse(answer.body)).metadata.labels?.[
      "app.kubernetes.io/managed-by"
    ];
    if (owner === fieldManager) await remove(api, path);
  }
}
