import type { PlatformContext } from "../platform/context.ts";
import type { SecretPlan } from "./configured-secret.ts";

/** The Secrets that services read, in their namespace; only those of which every key has a value. */
export function serviceSecrets({ config, secrets }: PlatformContext): readonly SecretPlan[] {
  return config.services.flatMap((service) =>
    service.secrets
      .filter(({ isSet }) => isSet)
      .map(({ keys, name, secretName }) => ({
        logicalName: secretName,
        name: secretName,
        namespace: config.namespace,
        labels: { app: service.name },
        values: Object.fromEntries(
          keys.map((key) => [key, secrets.value(`services/${service.name}/${name}/${key}`)]),
        ),
      })),
  );
}
