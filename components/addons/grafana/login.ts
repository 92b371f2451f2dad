import type { Config } from "../../../config/model.ts";
import type { HelmValues } from "../../helm-values.ts";
import { oidcClientSecret, oidcClientSecretKey } from "../../secrets/oidc-client-secret.ts";
import { rollOnNewClientSecret, toolUrl } from "../values.ts";

/** Folder of the client's secret in Grafana's pods. */
const secretFolder = "/etc/secrets/oidc";

/**
 * What Grafana cannot find out from an issuer by itself: it reads no discovery document
 * (docs/sources/setup-grafana, generic-oauth).
 */
const endpoints = ["auth_url", "token_url", "api_url"] as const;

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
        client_secret: `$__file{${secretFolder}/${oidcClientSecretKey}}`,
        scopes: "openid profile email groups",
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
  const given = section(
    section(config.platform.values.grafana, "grafana.ini"),
    "auth.generic_oauth",
  );
  return (
    oidcClientSecret(config)?.isSet === true &&
    toolUrl(config, "grafana") !== undefined &&
    endpoints.every((key) => typeof given[key] === "string")
  );
}

function section(values: unknown, key: string): HelmValues {
  const value = (values as HelmValues | undefined)?.[key];
  return typeof value === "object" && value !== null ? (value as HelmValues) : {};
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
