import * as pulumi from "@pulumi/pulumi";

import type { PlatformContext } from "../platform/context.ts";
import { GeneratedSecret } from "../secrets/generated-secret.ts";
import { HelmAddon } from "./helm-addon.ts";
import { cookieSecret, oauth2ProxyValues } from "./oauth2-proxy/values.ts";
import { installed } from "./values.ts";

/** oauth2-proxy, which the gateway asks whether a person has logged in before it leads to a tool. */
export class Oauth2Proxy extends pulumi.ComponentResource {
  static readonly addon = "oauth2Proxy";

  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:addons:Oauth2Proxy", name, {}, opts);
    const { config, refuseForeign } = context;
    const { namespace } = installed(config.addons.oauth2Proxy);
    if (config.oidc === undefined) throw new Error("oauth2-proxy is made without an OIDC issuer.");

    const cookie = new GeneratedSecret(
      `${name}-cookie`,
      {
        namespace,
        name: cookieSecret.name,
        stack: config.environment,
        // Read as base64 or as it stands, it is a key of a length that AES knows.
        keys: { [cookieSecret.key]: { length: 32 } },
        refuseForeign,
      },
      { parent: this },
    );
    new HelmAddon(
      name,
      { release: "oauth2-proxy", namespace, values: oauth2ProxyValues(config, config.oidc) },
      context,
      { parent: this, dependsOn: cookie },
    );
    this.registerOutputs({});
  }
}
