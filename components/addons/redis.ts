import * as pulumi from "@pulumi/pulumi";

import { PodMonitor } from "../custom-resources/pod-monitor.ts";
import { ownFieldManager, standardLabels } from "../labels.ts";
import type { PlatformContext } from "../platform/context.ts";
import { GeneratedSecret } from "../secrets/generated-secret.ts";
import { redisPassword } from "../secrets/redis-credentials.ts";
import { HelmAddon } from "./helm-addon.ts";
import { redisClusterValues, redisOperatorValues } from "./redis/values.ts";
import { installed } from "./values.ts";

/** Redis Cluster, the cache that services share: an operator, and the cluster it runs. */
export class RedisCluster extends pulumi.ComponentResource {
  static readonly addon = "redis";

  /** The password of every node; what services get is made from it. */
  public readonly passwordSecret: GeneratedSecret;

  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:addons:RedisCluster", name, {}, opts);
    const { config, refuseForeign } = context;
    const { namespace } = installed(config.addons.redis);

    this.passwordSecret = new GeneratedSecret(
      `${name}-auth`,
      {
        namespace,
        name: redisPassword.name,
        stack: config.environment,
        keys: { [redisPassword.key]: { length: 32 } },
        refuseForeign,
      },
      { parent: this },
    );
    const operator = new HelmAddon(
      `${name}-operator`,
      { release: "redis-operator", namespace, values: redisOperatorValues(config, namespace) },
      context,
      { parent: this },
    );
    // Goes before the operator does, which alone can take its finalizer away.
    new HelmAddon(
      name,
      { release: "redis", namespace, values: redisClusterValues(config) },
      context,
      { parent: this, dependsOn: [operator, this.passwordSecret] },
    );
    if (config.addons.prometheus !== undefined) {
      this.monitorOperator(name, namespace, context, operator);
    }
    this.registerOutputs({});
  }

  /** The operator's chart has no monitor. */
  private monitorOperator(
    name: string,
    namespace: string,
    { config, refuseForeign }: PlatformContext,
    operator: pulumi.Resource,
  ): void {
    const stack = config.environment;
    new PodMonitor(
      `${name}-operator-monitor`,
      {
        metadata: {
          name: "redis-operator",
          namespace,
          labels: standardLabels("redis-operator", { stack }),
          annotations: ownFieldManager(stack),
        },
        spec: {
          selector: { matchLabels: operatorLabels },
          podMetricsEndpoints: [{ port: "metrics", interval: "30s" }],
        },
      },
      { parent: this, dependsOn: operator, hooks: { beforeCreate: [refuseForeign] } },
    );
  }
}

/** Labels of the operator's pods, as its chart sets them. */
const operatorLabels = { name: "redis-operator" };
