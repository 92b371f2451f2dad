import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { Config, Environment } from "../../config/model.ts";
import type { PlatformContext } from "../platform/context.ts";
import { redisPassword, usesRedis } from "../secrets/redis-credentials.ts";
import { accessMetadata, grant, grantEverywhere, groups, mutable, type Subject } from "./grant.ts";
import { argoNames } from "./people-access.ts";
import { deployerRules, rolloutRules, type Rule } from "./rules.ts";

/** The accounts that CI has: one that deploys, one that may do everything. */
export const ciAccounts = ["deployer", "platform"] as const;
export type CiAccount = (typeof ciAccounts)[number];

/** Namespace of an environment's accounts; in one of its own, so that no pod of a service can use them. */
export function accountsNamespace(environment: Environment): string {
  return `msa-ci-${environment}`;
}

/** How a binding names an account. */
function subject(account: CiAccount, environment: Environment): Subject {
  return { kind: "ServiceAccount", name: account, namespace: accountsNamespace(environment) };
}

/**
 * The Kubernetes accounts of CI, for one environment.
 *
 * `deployer` changes this environment's Applications and reads what a run must read before that;
 * `platform` may do everything, and is to be used behind an approval. Tokens are made on demand
 * (`kubectl create token`); none is stored on the cluster.
 */
export class CiAccounts extends pulumi.ComponentResource {
  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:access:CiAccounts", name, {}, opts);
    const { config } = context;
    const { access, environment } = config;
    const accounts = this.#accounts(name, context);
    const deployer = [subject("deployer", environment)];
    const roleName = `msa-${environment}-deployer`;

    const people = [...groups(access.developers), ...groups(access.admins)];
    this.#identityReader(name, [...deployer, ...people], context, accounts);
    const ofDeployer = { name: roleName, subjects: deployer };
    const { namespace, addons } = config;
    const argo = {
      ...ofDeployer,
      namespace: addons.argoCd.namespace,
      rules: deployerRules(argoNames(context)),
    };
    grant(`${name}-deployer-applications`, argo, context, this);
    const services = { ...ofDeployer, namespace, rules: rolloutRules() };
    grant(`${name}-deployer-services`, services, context, this);
    const redis = redisReader(config);
    if (redis !== undefined) {
      grant(`${name}-deployer-redis`, { ...ofDeployer, ...redis }, context, this);
    }
    grantEverywhere(
      `${name}-platform`,
      {
        name: `msa-${environment}-platform`,
        role: "cluster-admin",
        subjects: [subject("platform", environment)],
      },
      context,
      { parent: this, dependsOn: accounts },
    );
    this.registerOutputs({});
  }

  /** A namespace in which no pod can run, with the accounts. */
  #accounts(name: string, { config, refuseForeign }: PlatformContext): k8s.core.v1.Namespace {
    const { environment: stack } = config;
    const namespaceName = accountsNamespace(stack);
    const { labels, ...metadata } = accessMetadata(stack, { name: namespaceName });
    const namespace = new k8s.core.v1.Namespace(
      name,
      {
        metadata: {
          ...metadata,
          labels: { ...labels, "pod-security.kubernetes.io/enforce": "restricted" },
        },
      },
      { parent: this, hooks: { beforeCreate: [refuseForeign] } },
    );
    // What is in the namespace goes with it.
    const inside = { parent: this, dependsOn: namespace, deletedWith: namespace };
    const within = (child: string) =>
      accessMetadata(stack, { name: child, namespace: namespaceName });
    new k8s.core.v1.ResourceQuota(
      `${name}-no-pods`,
      { metadata: within("no-pods"), spec: { hard: { pods: "0" } } },
      inside,
    );
    for (const account of ciAccounts) {
      new k8s.core.v1.ServiceAccount(
        `${name}-${account}`,
        { metadata: within(account), automountServiceAccountToken: false },
        inside,
      );
    }
    return namespace;
  }

  /** Whoever changes something asks first which cluster it is: the UID of kube-system tells. */
  #identityReader(
    name: string,
    subjects: readonly Subject[],
    context: PlatformContext,
    dependsOn: pulumi.Resource,
  ): void {
    const { config, refuseForeign } = context;
    const roleName = `msa-${config.environment}-identity`;
    const role = new k8s.rbac.v1.ClusterRole(
      `${name}-identity`,
      {
        metadata: accessMetadata(config.environment, { name: roleName }),
        rules: [mutable(identityRule)],
      },
      { parent: this, dependsOn, hooks: { beforeCreate: [refuseForeign] } },
    );
    const binding = { name: roleName, role: roleName, subjects };
    grantEverywhere(`${name}-identity`, binding, context, {
      parent: this,
      dependsOn: role,
    });
  }
}

const identityRule: Rule = {
  apiGroups: [""],
  resources: ["namespaces"],
  resourceNames: ["kube-system"],
  verbs: ["get"],
};

/** A tenant's program reads the password of its owner's Redis in every run (redis-credentials.ts). */
function redisReader(
  config: Config,
): { readonly namespace: string; readonly rules: readonly Rule[] } | undefined {
  const { redis } = config.addons;
  if (redis === undefined || redis.install || !usesRedis(config)) return undefined;
  return {
    namespace: redis.namespace,
    rules: [
      {
        apiGroups: [""],
        resources: ["secrets"],
        resourceNames: [redisPassword.name],
        verbs: ["get"],
      },
    ],
  };
}
