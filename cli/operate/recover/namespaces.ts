import { CoreV1Api, type KubeConfig, type V1Namespace } from "@kubernetes/client-node";

import { answerFor } from "../../kube-answer.ts";
import { secondsSince, stuckAfterSeconds, type Finding } from "./finding.ts";
import { heldObjects, release } from "./held-objects.ts";

/** Namespaces of a stack that are being deleted and do not go. */
export async function namespaceFindings(
  kube: KubeConfig,
  environment: string,
): Promise<readonly Finding[]> {
  const labelSelector = `msa-gitops/stack=${environment}`;
  const core = kube.makeApiClient(CoreV1Api);
  const { items } = await answerFor("namespaces", core.listNamespace({ labelSelector }));
  const going = items.filter(({ metadata }) => metadata?.deletionTimestamp !== undefined);
  return Promise.all(going.map((namespace) => finding(kube, namespace)));
}

async function finding(kube: KubeConfig, { metadata, status }: V1Namespace): Promise<Finding> {
  const name = metadata?.name ?? "";
  const seconds = secondsSince(metadata?.deletionTimestamp);
  const known = {
    kind: "namespace",
    found: `namespace ${name}: is Terminating for ${seconds} s`,
  } as const;
  if (seconds < stuckAfterSeconds) {
    return {
      ...known,
      cure: "nothing yet: what is in it goes first. Look again in a minute",
      acts: false,
    };
  }
  const silent = status?.conditions?.find(
    ({ type, status: is }) => type === "NamespaceDeletionDiscoveryFailure" && is === "True",
  );
  if (silent !== undefined) {
    const found = `${known.found}: an API of the cluster does not answer (${silent.message ?? "no message"})`;
    const cure =
      "nothing: repair or delete that APIService (kubectl get apiservices), then it goes";
    return { ...known, found, cure, acts: false };
  }
  const held = await heldObjects(kube, name);
  if (held.length === 0) {
    return {
      ...known,
      cure: "nothing: nothing in it holds it. Look again in a minute",
      acts: false,
    };
  }
  const words = held.map(
    ({ kind, name: each, finalizers }) => `${kind} ${each} (${finalizers.join(", ")})`,
  );
  return {
    ...known,
    found: `${known.found}, held by ${words.join(", ")}`,
    cure: "remove these finalizers: whoever set them cleans nothing up then",
    acts: true,
    run: async () => {
      for (const object of held) await release(kube, object);
    },
  };
}
