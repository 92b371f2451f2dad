import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** Which cluster a stack belongs to. */
export interface ClusterArgs {
  /** Context in the kubeconfig; never the current context. */
  readonly context: string;
  /** UID of the kube-system namespace; empty until the stack is pinned. */
  readonly uid: string;
}

/**
 * The provider of the stack's own cluster, returned only once the live cluster is known to be that one.
 *
 * The provider itself cannot tell clusters apart: with the same context name in another kubeconfig it
 * would update, or drop from the state, whatever it finds there. So the identity is read through the
 * provider and awaited before any other resource is registered.
 *
 * @throws pulumi.RunError when the cluster is another one, or is not pinned and this is not a preview.
 */
export async function connectCluster(args: ClusterArgs): Promise<k8s.Provider> {
  const provider = new k8s.Provider("cluster", {
    context: args.context,
    clusterIdentifier: args.uid === "" ? args.context : args.uid,
    // A rotated password changes its Secret; by default the provider deletes it and makes another.
    enableSecretMutable: true,
    // The API server shares its time out fairly by itself; the default of 50 queries a second only waits.
    kubeClientSettings: { qps: 500, burst: 1000 },
  });
  const live = k8s.core.v1.Namespace.get("cluster-identity", "kube-system", { provider });
  const uid = await known(live.metadata.uid);
  if (uid === args.uid) {
    return provider;
  }
  if (args.uid !== "") {
    throw new pulumi.RunError(wrongCluster(args, uid));
  }
  if (!pulumi.runtime.isDryRun()) {
    throw new pulumi.RunError(notPinned(args, uid));
  }
  await pulumi.log.warn(notPinned(args, uid));
  return provider;
}

/** The value of an output, or undefined when the engine does not know it (cluster unreachable). */
async function known(output: pulumi.Output<string>): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    // `apply` never runs for an unknown value, so knowing that it is unknown needs the output itself.
    const details = output as unknown as {
      promise(withUnknowns: boolean): Promise<string | undefined>;
      isKnown: Promise<boolean>;
    };
    details
      .promise(true)
      .then(async (value) => {
        resolve((await details.isKnown) ? value : undefined);
      })
      .catch((error: unknown) => {
        reject(error instanceof Error ? error : new Error(String(error)));
      });
  });
}

function wrongCluster(args: ClusterArgs, uid: string | undefined): string {
  return (
    `cluster.uid: context "${args.context}" is not this stack's cluster ` +
    `(found ${uid ?? "no answer"}, pinned ${args.uid}). ` +
    "Select the kubeconfig of the pinned cluster; nothing was changed."
  );
}

function notPinned(args: ClusterArgs, uid: string | undefined): string {
  return (
    `cluster.uid: the stack is not pinned to a cluster (context "${args.context}" is ${uid ?? "not answering"}). ` +
    `Pin it: pulumi config set --path msa:cluster.uid ${uid ?? "<UID of the kube-system namespace>"}`
  );
}
