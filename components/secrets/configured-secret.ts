import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { ownFieldManager, standardLabels } from "../labels.ts";
import type { PlatformContext } from "../platform/context.ts";

/** A Secret as it is to be, made of values that people have set. */
export interface SecretPlan {
  /** Name in the state; the same object name can be in several namespaces. */
  readonly logicalName: string;
  readonly name: string;
  readonly namespace: string;
  /** What it belongs to; Argo CD reads only what is part of `argocd`. @default msa */
  readonly partOf?: string;
  /** Labels beside the standard ones. */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default Opaque */
  readonly type?: string;
  /** Text under each key. */
  readonly values: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * A Secret made of `msa:secrets`. A value that is set anew changes it in place, so that it is never
 * missing (`enableSecretMutable` of the provider).
 */
export class ConfiguredSecret extends pulumi.ComponentResource {
  public readonly secretName: string;

  constructor(
    name: string,
    plan: SecretPlan,
    { config: { environment: stack }, refuseForeign }: PlatformContext,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("msa:secrets:ConfiguredSecret", name, {}, opts);
    this.secretName = plan.name;
    const { partOf } = plan;

    new k8s.core.v1.Secret(
      name,
      {
        metadata: {
          name: plan.name,
          namespace: plan.namespace,
          labels: {
            ...standardLabels(plan.name, { stack, ...(partOf !== undefined && { partOf }) }),
            ...plan.labels,
          },
          annotations: ownFieldManager(stack),
        },
        ...(plan.type !== undefined && { type: plan.type }),
        ...dataOf(plan),
      },
      {
        parent: this,
        // Two objects of one name cannot be there at once.
        deleteBeforeReplace: true,
        hooks: { beforeCreate: [refuseForeign] },
      },
    );
    this.registerOutputs({});
  }
}

/**
 * Not `stringData`: a key that is left out of it later would stay in the cluster for ever. None where
 * there is no key: the cluster keeps no empty map, and every run would write it anew.
 */
function dataOf({ values }: SecretPlan): { data?: Record<string, pulumi.Output<string>> } {
  const entries = Object.entries(values).map(([key, value]) => [key, base64(value)] as const);
  return entries.length === 0 ? {} : { data: Object.fromEntries(entries) };
}

function base64(value: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.secret(pulumi.output(value).apply((text) => Buffer.from(text).toString("base64")));
}
