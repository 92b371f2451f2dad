import * as pulumi from "@pulumi/pulumi";

import { PrometheusRule } from "../custom-resources/prometheus-rule.ts";
import { ownFieldManager, standardLabels } from "../labels.ts";
import type { RuleGroup } from "./rule.ts";

export interface PrometheusRulesArgs {
  /** Name of the PrometheusRule. */
  readonly name: string;
  /** Namespace it lives in. */
  readonly namespace: string;
  /** Stack that owns it. */
  readonly stack: string;
  readonly groups: readonly RuleGroup[];
  /** Refuses a PrometheusRule that exists and is not this stack's. */
  readonly refuseForeign: pulumi.ResourceHook;
}

/** Rules as an object that the Prometheus operator hands to Prometheus. */
export class PrometheusRules extends pulumi.ComponentResource {
  /** Name of the PrometheusRule, known at preview. */
  public readonly ruleName: string;

  constructor(name: string, args: PrometheusRulesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("msa:observability:PrometheusRules", name, {}, opts);
    this.ruleName = args.name;
    new PrometheusRule(
      name,
      {
        metadata: {
          name: args.name,
          namespace: args.namespace,
          labels: standardLabels(args.name, { stack: args.stack }),
          annotations: ownFieldManager(args.stack),
        },
        spec: { groups: args.groups },
      },
      { parent: this, hooks: { beforeCreate: [args.refuseForeign] } },
    );
    this.registerOutputs({ ruleName: this.ruleName });
  }
}
