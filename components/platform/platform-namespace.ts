import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { ownFieldManager, standardLabels } from "../labels.ts";
import type { PlatformContext } from "./context.ts";
import type { NamespacePlan } from "./namespaces.ts";

/** A namespace that add-ons are installed into, with its NetworkPolicies. */
export class PlatformNamespace extends pulumi.ComponentResource {
  /** Name of the namespace, known at preview. */
  public readonly namespaceName: string;

  constructor(
    name: string,
    plan: NamespacePlan,
    { config: { environment: stack }, refuseForeign }: PlatformContext,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("msa:platform:PlatformNamespace", name, {}, opts);
    this.namespaceName = plan.name;
    const annotations = ownFieldManager(stack);

    const namespace = new k8s.core.v1.Namespace(
      name,
      { metadata: { name: plan.name, labels: { ...plan.labels }, annotations } },
      { parent: this, hooks: { beforeCreate: [refuseForeign] } },
    );
    for (const policy of plan.policies) {
      new k8s.networking.v1.NetworkPolicy(
        `${name}-${policy.name}`,
        {
          metadata: {
            name: policy.name,
            namespace: plan.name,
            labels: standardLabels("platform", { stack }),
            annotations: {
              ...annotations,
              ...(policy.paths !== undefined && { "msa-gitops/paths": policy.paths }),
            },
          },
          spec: policy.spec,
        },
        // What is in the namespace goes with it; deleting each object first only takes longer.
        { parent: this, dependsOn: namespace, deletedWith: namespace },
      );
    }
    this.registerOutputs({ namespaceName: this.namespaceName });
  }
}
