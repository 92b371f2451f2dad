import { oidcProviderFacts, type OidcProvider, withoutSlash } from "./oidc-providers.ts";
import type { Oidc, OidcEndpoints } from "./platform-model.ts";
import { valueAt } from "./problem.ts";
import type { Parsed } from "./schema/keys.ts";

/** The login with what follows from its provider; undefined when there is none. */
export function joinOidc({ oidc, platform }: Parsed): Oidc | undefined {
  if (oidc === undefined) return undefined;
  const { issuer, clientId, clientSecretName, provider, scopes } = oidc;
  const facts = provider === undefined ? undefined : oidcProviderFacts[provider];
  const endpoints =
    oidc.endpoints ?? facts?.endpoints(withoutSlash(issuer)) ?? ofGrafana(platform.values.grafana);
  return {
    issuer,
    clientId,
    clientSecretName,
    ...(endpoints !== undefined && { endpoints }),
    scopes: scopes ?? defaultScopes(provider),
    tellsGroups: facts?.tellsGroups ?? true,
  };
}

function defaultScopes(provider: OidcProvider | undefined): readonly string[] {
  const hasGroups = provider === undefined || oidcProviderFacts[provider].hasGroupsScope;
  return ["openid", "profile", "email", ...(hasGroups ? ["groups"] : [])];
}

/** Those in Grafana's own words, among the Helm values of its release; all of them or none. */
function ofGrafana(values: unknown): OidcEndpoints | undefined {
  const given = (key: string) => valueAt(values, ["grafana.ini", "auth.generic_oauth", key]);
  const [authorization, token, userinfo] = [
    given("auth_url"),
    given("token_url"),
    given("api_url"),
  ];
  if (typeof authorization !== "string" || !URL.canParse(authorization)) return undefined;
  if (typeof token !== "string" || !URL.canParse(token)) return undefined;
  if (typeof userinfo !== "string" || !URL.canParse(userinfo)) return undefined;
  return { authorization, token, userinfo };
}
