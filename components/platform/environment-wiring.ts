import * as pulumi from "@pulumi/pulumi";

import type { RedisCluster } from "../addons/redis.ts";
import { EnvironmentGateway } from "../mesh/environment-gateway.ts";
import { serviceRulesArgs } from "../rules/config-rules.ts";
import { PrometheusRules } from "../rules/prometheus-rules.ts";
import { RedisCredentials, redisPassword, usesRedis } from "../secrets/redis-credentials.ts";
import type { PlatformContext } from "./context.ts";

/**
 * What ties one environment to the platform it uses, its own or another stack's: the way in from
 * outside, the rules about its services, and what they need to reach Redis.
 */
export class EnvironmentWiring extends pulumi.ComponentResource {
  /** @param redis this stack's own Redis; another one's password is read from the cluster. */
  constructor(
    name: string,
    { redis }: { readonly redis: RedisCluster | undefined },
    context: PlatformContext,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("msa:platform:EnvironmentWiring", name, {}, opts);
    const { addons } = context.config;
    const inside = { parent: this };

    if (addons.istio?.makesGateway === true) new EnvironmentGateway("gateway", context, inside);
    if (addons.prometheus !== undefined) {
      new PrometheusRules("service-rules", serviceRulesArgs(context), inside);
    }
    if (usesRedis(context.config)) {
      const password = redis?.passwordSecret.value(redisPassword.key);
      const args = password === undefined ? {} : { password };
      new RedisCredentials("redis-credentials", args, context, {
        ...inside,
        ...(opts?.dependsOn !== undefined && { dependsOn: opts.dependsOn }),
      });
    }
    this.registerOutputs({});
  }
}
