import type * as pulumi from "@pulumi/pulumi";

import type { AddonName } from "../../config/model.ts";
import type { PlatformContext } from "../platform/context.ts";

/** The class of one add-on; `addon` is its key in the configuration. */
export interface AddonClass<T> {
  readonly addon: AddonName;
  /** Logical name of a second component of one add-on. @default made from `addon` */
  readonly logicalName?: string;
  new (name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions): T;
}

/** Installs an add-on after others; does nothing when the configuration does not ask for it. */
export type Install = <T extends pulumi.Resource>(
  Addon: AddonClass<T>,
  after?: readonly (pulumi.Resource | undefined)[],
) => T | undefined;

/** Makes the function that turns each add-on into one line of the program. */
export function installer(
  context: PlatformContext,
  provider: pulumi.ProviderResource,
  first: readonly pulumi.Resource[],
): Install {
  return (Addon, after = []) => {
    if (context.config.addons[Addon.addon]?.install !== true) return undefined;
    const dependsOn = [...first, ...after.filter((each) => each !== undefined)];
    const name = Addon.logicalName ?? logicalName(Addon.addon);
    return new Addon(name, context, { provider, dependsOn });
  };
}

/** `metricsServer` is `metrics-server` in the state. */
function logicalName(addon: AddonName): string {
  return addon.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
