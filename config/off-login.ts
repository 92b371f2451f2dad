import type { Config, OffFeature } from "./model.ts";
import { oidcProviders } from "./oidc-providers.ts";
import { all } from "./suggest.ts";

type Seen = Pick<Config, "environment" | "addons" | "access" | "oidc">;

/** Logins that are off. Rights go by groups, and only OpenID Connect says who is in one. */
export function loginOff({ environment, addons, access, oidc }: Seen): readonly OffFeature[] {
  const groups = [...new Set([...access.developers, ...access.admins, ...access.clusterAdmins])];
  if (groups.length === 0) return [];
  const what = `Login of ${all(groups)}`;
  const file = `Pulumi.${environment}.yaml`;
  if (oidc === undefined) {
    const turnOn = `add \`msa:oidc: { issuer: https://login.example.org, clientId: msa }\` to ${file}`;
    const why = "oidc is not set, which says who is in a group";
    return addons.argoCd.install ? [{ what, why, turnOn }] : [];
  }
  if (!oidc.tellsGroups) {
    const why = `${new URL(oidc.issuer).host} says of nobody which groups they are in`;
    const turnOn = `put an issuer in front that does, such as Dex or Keycloak, and name it in msa:oidc of ${file}`;
    return [{ what, why, turnOn }];
  }
  if (addons.grafana?.install !== true || oidc.endpoints !== undefined) return [];
  return [
    {
      what: "Login to Grafana by OpenID Connect",
      why: "it reads no discovery document, and the issuer's addresses are not known; its own login is on",
      turnOn: `add provider (${oidcProviders.join(", ")}) or endpoints to msa:oidc in ${file}`,
    },
  ];
}
