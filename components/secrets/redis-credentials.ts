import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { Config } from "../../config/model.ts";
import { ownFieldManager, standardLabels } from "../labels.ts";
import type { PlatformContext } from "../platform/context.ts";

/** The Secret with Redis' password in the namespace of Redis; the owner of the platform makes it. */
export const redisPassword = { name: "redis-password", key: "password" } as const;

/** Name of the Secret that the pods of services read; the service chart's `cache.redis.secret.name`. */
const credentialsName = "redis-credentials";

/** True when a service of this environment keeps something in Redis. */
export function usesRedis({ addons, services }: Config): boolean {
  return addons.redis !== undefined && services.some(({ cache }) => cache?.redis !== undefined);
}

export interface RedisCredentialsArgs {
  /** The password, where this stack made it; otherwise it is read from the namespace of Redis. */
  readonly password?: pulumi.Output<string>;
}

/**
 * Host, port and password of Redis as a Secret beside the services, since a pod reads Secrets of its
 * own namespace only.
 */
export class RedisCredentials extends pulumi.ComponentResource {
  constructor(
    name: string,
    args: RedisCredentialsArgs,
    { config, refuseForeign }: PlatformContext,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("msa:secrets:RedisCredentials", name, {}, opts);
    const { addons, environment: stack, namespace } = config;
    const { host = "", port = 0, namespace: redisNamespace = "" } = addons.redis ?? {};
    const password = args.password ?? readPassword(name, redisNamespace, this, opts);

    new k8s.core.v1.Secret(
      name,
      {
        metadata: {
          name: credentialsName,
          namespace,
          labels: standardLabels(credentialsName, { stack }),
          annotations: ownFieldManager(stack),
        },
        stringData: { host, port: String(port), password: pulumi.secret(password) },
      },
      {
        parent: this,
        deleteBeforeReplace: true,
        hooks: { beforeCreate: [refuseForeign] },
      },
    );
    this.registerOutputs({});
  }
}

/** Waits for what the component waits for: before the platform is known to be there, so may be no Secret. */
function readPassword(
  name: string,
  namespace: string,
  parent: pulumi.Resource,
  opts: pulumi.ComponentResourceOptions = {},
): pulumi.Output<string> {
  const source = k8s.core.v1.Secret.get(`${name}-source`, `${namespace}/${redisPassword.name}`, {
    parent,
    ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }),
  });
  return source.data.apply((data) => {
    const encoded = data[redisPassword.key];
    if (encoded === undefined) throw new pulumi.RunError(noPassword(namespace));
    return Buffer.from(encoded, "base64").toString();
  });
}

function noPassword(namespace: string): string {
  const { name, key } = redisPassword;
  return (
    `Secret/${namespace}/${name}: has no key ${key}, which services need for Redis. ` +
    `Add the password under ${key}.`
  );
}
