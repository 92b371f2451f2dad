import type * as pulumi from "@pulumi/pulumi";

/** Options of a component on a cluster that comes after others; those that are not made are left out. */
export type After = (...resources: readonly (pulumi.Resource | false | undefined)[]) => {
  readonly provider: pulumi.ProviderResource;
  readonly dependsOn: pulumi.Resource[];
};

/** Makes the function that says, for one provider, what a component comes after. */
export function afterWith(provider: pulumi.ProviderResource): After {
  return (...resources) => ({
    provider,
    dependsOn: resources.filter((resource) => resource !== undefined && resource !== false),
  });
}
