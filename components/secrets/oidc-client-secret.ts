import type { Config, SecretNeed } from "../../config/model.ts";
import type { PlatformContext } from "../platform/context.ts";
import type { SecretPlan } from "./configured-secret.ts";

/** The key of the client's secret, wherever it is read. */
export const oidcClientSecretKey = "client-secret";

/** Its name under `msa:secrets`. */
const secretName = "oidc/client-secret";

/** What the configuration says of the client's secret; undefined without `msa:oidc`. */
export function oidcClientSecret({ secrets }: Pick<Config, "secrets">): SecretNeed | undefined {
  return secrets.find(({ name }) => name === secretName);
}

/**
 * The secret of the OIDC client beside each tool of this stack that logs people in with it; none while
 * it is not set, since somebody else may have put a Secret of that name there.
 */
export function oidcClientSecrets({ config, secrets }: PlatformContext): readonly SecretPlan[] {
  const { addons, oidc } = config;
  if (oidc === undefined || oidcClientSecret(config)?.isSet !== true) return [];
  const { argoCd, grafana, oauth2Proxy } = addons;
  const namespaces = new Set(
    [argoCd, grafana, oauth2Proxy].flatMap((addon) =>
      addon?.install === true ? [addon.namespace] : [],
    ),
  );
  return [...namespaces].sort().map((namespace) => ({
    logicalName: `oidc-client-${namespace}`,
    name: oidc.clientSecretName,
    namespace,
    // Argo CD resolves `$<Secret>:<key>` only for what is part of it (docs/operator-manual/user-management).
    ...(namespace === argoCd.namespace && { partOf: "argocd" }),
    values: { [oidcClientSecretKey]: secrets.value(secretName) },
  }));
}
