import { type Api, apply, create } from "../api.ts";

const zones = ["a", "b", "c"] as const;
/**
 * What one node offers: as many pods as a kubelet takes by default, and so much else that only their number counts,
 * whatever they ask for.
 */
const room = { cpu: "512", memory: "4Ti", pods: "110", "ephemeral-storage": "16Ti" };

/** Creates the simulated nodes, spread over three zones, and the storage class that simulated volumes use. */
export async function createNodes(api: Api, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    await create(
      api,
      "/api/v1/nodes",
      node(`msa-node-${number + 1}`, zones[number % zones.length] ?? "a"),
    );
  }
  await apply(api, {
    path: "/apis/storage.k8s.io/v1/storageclasses/kwok-volume",
    body: storageClass,
  });
}

function node(name: string, zone: string): Readonly<Record<string, unknown>> {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      annotations: {
        "kwok.x-k8s.io/node": "fake",
        // One server plays all nodes, so metrics-server has to be told which of them it asks.
        "metrics.k8s.io/resource-metrics-path": `/metrics/nodes/${name}/metrics/resource`,
      },
      labels: {
        type: "kwok",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "topology.kubernetes.io/region": "local",
        "topology.kubernetes.io/zone": `local-${zone}`,
      },
    },
    status: { allocatable: room, capacity: room },
  };
}

// Source: sigs.k8s.io/kwok v0.8.0, kustomize/stage/volume/fast/storage-class.yaml (Apache-2.0).
const storageClass = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: {
    name: "kwok-volume",
    annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
  },
  provisioner: "kwok.x-k8s.io/volume",
  reclaimPolicy: "Delete",
  volumeBindingMode: "Immediate",
};
