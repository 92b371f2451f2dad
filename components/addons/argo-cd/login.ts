import { oidcClientSecret, oidcClientSecretKey } from "../../secrets/oidc-client-secret.ts";
import { policyGroup } from "../../argocd/access/group.ts";
import type { Config } from "../../../config/model.ts";
import type { HelmValues } from "../../helm-values.ts";
import { toolUrl } from "../values.ts";

/** Who gets in, and who may do what beyond one project: `configs.cm` and `configs.rbac` of the chart. */
export function loginSettings(config: Config): {
  readonly cm: HelmValues;
  readonly rbac: HelmValues;
} {
  const { access } = config;
  const oidc = oidcConfig(config);
  return {
    cm: {
      // The only login until another one is known to work; `./msa open argo --login` says how to use it.
      "admin.enabled": !isLoginUsable(config),
      "exec.enabled": access.exec,
      "users.anonymous.enabled": false,
      // Whoever may only sync gets what is declared, and no revision of their own choice.
      "application.sync.requireOverridePrivilegeForRevisionSync": true,
      ...(oidc !== undefined && { "oidc.config": oidc }),
    },
    rbac: {
      // Who is in no group may do nothing, not even read.
      "policy.default": "",
      "policy.csv": clusterPolicy(config.access),
      scopes: "[groups]",
    },
  };
}

/**
 * Whether people can log in through OIDC, and one of them is an administrator: the client's secret is
 * there for certain, the address that the issuer sends people back to is Argo CD's, and a group has all
 * rights.
 */
export function isLoginUsable(config: Config): boolean {
  const hasSecret = oidcClientSecret(config)?.isSet === true;
  const hasAdmins = config.access.clusterAdmins.length > 0 && config.oidc?.tellsGroups === true;
  return oidcConfig(config) !== undefined && hasSecret && hasAdmins;
}

/**
 * `oidc.config` of argocd-cm. None without an address of its own: the issuer could not send anybody back.
 * The Secret must carry the label `app.kubernetes.io/part-of: argocd`.
 */
function oidcConfig(config: Config): string | undefined {
  const { oidc } = config;
  if (oidc === undefined || toolUrl(config, "argo") === undefined) return undefined;
  const { issuer, clientId, clientSecretName, scopes, tellsGroups } = oidc;
  return [
    `name: ${JSON.stringify(new URL(issuer).host)}`,
    `issuer: ${JSON.stringify(issuer)}`,
    `clientID: ${JSON.stringify(clientId)}`,
    `clientSecret: ${JSON.stringify(`$${clientSecretName}:${oidcClientSecretKey}`)}`,
    `requestedScopes: [${scopes.map((scope) => JSON.stringify(scope)).join(", ")}]`,
    ...(tellsGroups ? ["requestedIDTokenClaims: { groups: { essential: true } }"] : []),
    "",
  ].join("\n");
}

/**
 * `policy.csv`: the groups with all rights. Everybody else has theirs in a project's role
 * (components/argocd/access).
 *
 * The deny keeps the shell closed by right as well, not by `exec.enabled` alone; in Argo CD a deny wins.
 */
function clusterPolicy({ clusterAdmins, exec }: Config["access"]): string {
  return [
    ...clusterAdmins.map((group) => `g, ${policyGroup(group)}, role:admin`),
    ...(exec ? [] : ["p, role:admin, exec, create, */*, deny"]),
    "",
  ].join("\n");
}
