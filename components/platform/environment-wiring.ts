import * as pulumi from "@pulumi/pulumi";

import { EnvironmentAccess } from "../access/environment-access.ts";
import type { RedisCluster } from "../addons/redis.ts";
import { repositorySecrets } from "../argocd/repositories.ts";
import type { ServiceProject } from "../argocd/service-project.ts";
import { EnvironmentGateway } from "../mesh/environment-gateway.ts";
import { serviceRulesArgs } from "../rules/config-rules.ts";
import { PrometheusRules } from "../rules/prometheus-rules.ts";
import { ConfiguredSecret } from "../secrets/configured-secret.ts";
import { RedisCredentials, redisPassword, usesRedis } from "../secrets/redis-credentials.ts";
import { serviceRegistryLogin } from "../secrets/registry-login.ts";
import { serviceSecrets } from "../secrets/service-secrets.ts";
import type { PlatformContext } from "./context.ts";

export interface EnvironmentWiringArgs {
  /** This stack's own Redis; another one's password is read from the cluster. */
  readonly redis: RedisCluster | undefined;
  /** The environment's AppProject. */
  readonly project: Pick<ServiceProject, "projectName">;
}

/**
 * What ties one environment to the platform it uses, its own or another stack's: the way in from
 * outside, who may do what, the rules about its services, and the secrets that they and Argo CD need for
 * them.
 */
export class EnvironmentWiring extends pulumi.ComponentResource {
  constructor(
    name: string,
    { redis, project }: EnvironmentWiringArgs,
    context: PlatformContext,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("msa:platform:EnvironmentWiring", name, {}, opts);
    const { addons } = context.config;
    const inside = { parent: this };

    new EnvironmentAccess("access", context, inside);
    if (addons.istio?.makesGateway === true) new EnvironmentGateway("gateway", context, inside);
    if (addons.prometheus !== undefined) {
      new PrometheusRules("service-rules", serviceRulesArgs(context), inside);
    }
    const plans = [
      ...serviceRegistryLogin(context),
      ...serviceSecrets(context),
      ...repositorySecrets(context, project.projectName),
    ];
    for (const plan of plans) new ConfiguredSecret(plan.logicalName, plan, context, inside);
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
