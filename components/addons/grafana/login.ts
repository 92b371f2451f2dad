import type { Config, Oidc } from "../../../config/model.ts";
import type { HelmValues } from "../../helm-values.ts";
import { oidcClientSecret, oidcClientSecretKey } from "../../secrets/oidc-client-secret.ts";
import { rollOnNewClientSecret, toolUrl } from "../values.ts";

/** Folder of the client's secret in Grafana's pods. */
const secretFolder = "/etc/secrets/oidc";

/** Values that let people log in to Grafana through OIDC; none of them while that cannot work. */
export function loginValues(config: Config): {
  readonly settings: HelmValues;
  readonly values: HelmValues;
} {
  const { oidc, access } = config;
  if (oidc === undefined || !isUsable(config)) return { settings: {}, values: {} };
  return {
    settings: {
      "auth.generic_oauth": {
        enabled: true,
        name: new URL(oidc.issuer).host,
        client_id: oidc.clientId,
        // Grafana reads it when it starts; the value is in no ConfigMap and no release.
        ...endpointsOf(oidc),
        client_secret: `$__file{${secretFolder}/${oidcClientSecretKey}}`,
        scopes: oidc.scopes.join(" "),
        use_pkce: true,
        allow_sign_up: true,
        groups_attribute_path: "groups",
        role_attribute_path: rolePath(access),
        // Who is in none of the groups does not get in.
        role_attribute_strict: true,
        allow_assign_grafana_admin: false,
      },
    },
    values: {
      ...rollOnNewClientSecret(config),
      extraSecretMounts: [
        {
          name: "oidc",
          secretName: oidc.clientSecretName,
          mountPath: secretFolder,
          // Readable by the pod's group only.
          defaultMode: 0o440,
          readOnly: true,
        },
      ],
    },
  };
}

/** The client's secret is there for certain, Grafana has an address, and the issuer's are known. */
function isUsable(config: Config): boolean {
  return (
    oidcClientSecret(config)?.isSet === true &&
    config.oidc?.tellsGroups === true &&
    toolUrl(config, "grafana") !== undefined &&
    // It reads no discovery document (docs/sources/setup-grafana, generic-oauth).
    config.oidc.endpoints !== undefined
  );
}

/** Where it asks. */
function endpointsOf({ endpoints }: Oidc): HelmValues {
  if (endpoints === undefined) return {};
  return {
    auth_url: endpoints.authorization,
    token_url: endpoints.token,
    api_url: endpoints.userinfo,
  };
}

/** The role of a person as an expression of JMESPath over the claims: the first group that fits decides. */
function rolePath({ clusterAdmins, admins, developers }: Config["access"]): string {
  const roles = [
    ...[...clusterAdmins, ...admins].map((group) => [group, "Admin"] as const),
    ...developers.map((group) => [group, "Viewer"] as const),
  ];
  return roles
    .map(([group, role]) => `contains(groups[*], ${quoted(group)}) && ${quoted(role)}`)
    .join(" || ");
}

/** A raw string of JMESPath. */
function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
