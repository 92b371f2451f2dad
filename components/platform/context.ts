import type * as pulumi from "@pulumi/pulumi";

import type { Config } from "../../config/model.ts";
import { refuseForeign } from "../ownership.ts";
import { imagesWithLogin } from "../secrets/registry-login.ts";
import { SecretValues, type NamedValues } from "../secrets/secret-values.ts";

/** What every part of the platform is made from. */
export interface PlatformContext {
  readonly config: Config;
  /** Refuses an object that exists and is not this stack's. */
  readonly refuseForeign: pulumi.ResourceHook;
  /** Values of `msa:secrets`. */
  readonly secrets: SecretValues;
}

/**
 * The context of one stack; to be made once, since its hook is registered under a name.
 *
 * @param values of `msa:secrets`.
 */
export function platformContext(
  config: Config,
  values?: pulumi.Output<NamedValues>,
): PlatformContext {
  const { environment: stack, cluster, adopt } = config;
  return {
    config: { ...config, images: imagesWithLogin(config) },
    refuseForeign: refuseForeign({ stack, context: cluster.context, adopt }),
    secrets: new SecretValues(values),
  };
}
