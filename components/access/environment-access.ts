import * as pulumi from "@pulumi/pulumi";

import type { PlatformContext } from "../platform/context.ts";
import { ApplicationBounds } from "./application-bounds.ts";
import { CiAccounts } from "./ci-accounts.ts";
import { PeopleAccess } from "./people-access.ts";

/**
 * Who may do what on the cluster, for one environment. Argo CD's own roles are in its project and in the
 * values of its release.
 */
export class EnvironmentAccess extends pulumi.ComponentResource {
  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:access:EnvironmentAccess", name, {}, opts);
    const inside = { parent: this };
    new PeopleAccess("people", context, inside);
    new CiAccounts("ci", context, inside);
    new ApplicationBounds("application-bounds", context, inside);
    this.registerOutputs({});
  }
}
