import * as pulumi from "@pulumi/pulumi";

import { projectName } from "../argocd/service-project.ts";
import type { PlatformContext } from "../platform/context.ts";
import { grant, grantEverywhere, groups } from "./grant.ts";
import {
  adminRules,
  argoReadRules,
  argoWriteRules,
  developerRules,
  type ArgoNames,
} from "./rules.ts";

/** Names of one environment's objects in Argo CD's namespace. */
export function argoNames({ config }: PlatformContext): ArgoNames {
  return {
    applications: config.services.map(({ applicationName }) => applicationName),
    project: projectName(config.environment),
  };
}

/**
 * The rights that Argo CD's roles give (components/argocd/access), for kubectl: the same groups, in the
 * namespace of the services and for the environment's Applications.
 */
export class PeopleAccess extends pulumi.ComponentResource {
  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:access:PeopleAccess", name, {}, opts);
    const { access, addons, environment, namespace, platform } = context.config;
    const argo = argoNames(context);
    const roles = [
      {
        role: "developers",
        subjects: groups(access.developers),
        inServices: developerRules(access),
        inArgo: argoReadRules(argo),
      },
      {
        role: "admins",
        subjects: groups(access.admins),
        inServices: adminRules(access),
        inArgo: [...argoReadRules(argo), ...argoWriteRules(argo)],
      },
    ];
    for (const { role, subjects, inServices, inArgo } of roles) {
      const shared = { name: `msa-${environment}-${role}`, subjects };
      const services = { ...shared, namespace, rules: inServices };
      grant(`${name}-${role}-services`, services, context, this);
      const applications = { ...shared, namespace: addons.argoCd.namespace, rules: inArgo };
      grant(`${name}-${role}-applications`, applications, context, this);
    }
    // Once per cluster, so the owner's.
    if (platform.isOwn) {
      grantEverywhere(
        `${name}-cluster-admins`,
        {
          name: `msa-${environment}-cluster-admins`,
          role: "cluster-admin",
          subjects: groups(access.clusterAdmins),
        },
        context,
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
