import type { PlatformContext } from "../platform/context.ts";
import type { SecretPlan } from "./configured-secret.ts";

/** Secret that Alertmanager's pods mount; each key is a file by which its receivers name a credential. */
export const channelSecretName = "alertmanager-channels";

/** First part of the names of what messages are sent with. */
const prefix = "notifications/";

/** The key that a credential of a channel has in the Secret: `notifications/slack/token` is `slack-token`. */
export function channelKey(secret: string): string {
  return secret.replace(prefix, "").replaceAll("/", "-");
}

/**
 * The credentials of the channels, for who installs Alertmanager. With none set it is empty and there
 * all the same: a pod does not start without a Secret that it mounts.
 */
export function channelSecret({ config, secrets }: PlatformContext): readonly SecretPlan[] {
  const { prometheus } = config.addons;
  if (prometheus?.install !== true) return [];
  const set = config.secrets.filter(({ isSet, name }) => isSet && name.startsWith(prefix));
  return [
    {
      logicalName: channelSecretName,
      name: channelSecretName,
      namespace: prometheus.namespace,
      values: Object.fromEntries(set.map(({ name }) => [channelKey(name), secrets.value(name)])),
    },
  ];
}
