import type { OidcEndpoints } from "./platform-model.ts";

/** Issuers whose addresses follow from their name. */
export const oidcProviders = ["keycloak", "google", "entra", "okta", "auth0", "dex"] as const;
export type OidcProvider = (typeof oidcProviders)[number];

interface ProviderFacts {
  /** How an issuer of theirs looks; what else it matches is not checked. */
  readonly issuer: RegExp;
  readonly example: string;
  /** From the issuer, without a slash at its end. */
  readonly endpoints: (issuer: string) => OidcEndpoints;
  /** False where asking for the scope `groups` is an error. */
  readonly hasGroupsScope: boolean;
  /** False where no group is ever told. */
  readonly tellsGroups: boolean;
}

const withGroups = { hasGroupsScope: true, tellsGroups: true } as const;

/**
 * What their documentation says, and their discovery documents show:
 * keycloak.org/securing-apps/oidc-layers · developers.google.com/identity/openid-connect ·
 * learn.microsoft.com/entra/identity-platform/v2-protocols-oidc · developer.okta.com/docs/api/openapi/okta-oauth ·
 * auth0.com/docs/api/authentication · dexidp.io/docs/openid-connect.
 */
export const oidcProviderFacts: Readonly<Record<OidcProvider, ProviderFacts>> = {
  keycloak: {
    issuer: /\/realms\/[^/]+$/,
    example: "https://keycloak.example.org/realms/msa",
    endpoints: (issuer) => ({
      authorization: `${issuer}/protocol/openid-connect/auth`,
      token: `${issuer}/protocol/openid-connect/token`,
      userinfo: `${issuer}/protocol/openid-connect/userinfo`,
    }),
    // The scope has to be made there first, with a mapper for the claim.
    ...withGroups,
  },
  google: {
    issuer: /^https:\/\/accounts\.google\.com$/,
    example: "https://accounts.google.com",
    endpoints: () => ({
      authorization: "https://accounts.google.com/o/oauth2/v2/auth",
      token: "https://oauth2.googleapis.com/token",
      userinfo: "https://openidconnect.googleapis.com/v1/userinfo",
    }),
    hasGroupsScope: false,
    tellsGroups: false,
  },
  entra: {
    issuer: /^https:\/\/login\.microsoftonline\.com\/[^/]+\/v2\.0$/,
    example: "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0",
    endpoints: (issuer) => {
      const tenant = issuer.replace(/\/v2\.0$/, "");
      return {
        authorization: `${tenant}/oauth2/v2.0/authorize`,
        token: `${tenant}/oauth2/v2.0/token`,
        userinfo: "https://graph.microsoft.com/oidc/userinfo",
      };
    },
    // The claim is chosen in the app's registration (Token configuration).
    hasGroupsScope: false,
    tellsGroups: true,
  },
  okta: {
    issuer: /^https:\/\/[^/]+(\/oauth2\/[^/]+)?$/,
    example: "https://example.okta.com/oauth2/default",
    endpoints: (issuer) => {
      // An organisation's own server has no path of its own.
      const server = issuer.includes("/oauth2/") ? issuer : `${issuer}/oauth2`;
      return {
        authorization: `${server}/v1/authorize`,
        token: `${server}/v1/token`,
        userinfo: `${server}/v1/userinfo`,
      };
    },
    ...withGroups,
  },
  auth0: {
    issuer: /^https:\/\/[^/]+$/,
    example: "https://example.eu.auth0.com/",
    endpoints: (issuer) => ({
      authorization: `${issuer}/authorize`,
      token: `${issuer}/oauth/token`,
      userinfo: `${issuer}/userinfo`,
    }),
    ...withGroups,
  },
  dex: {
    issuer: /^https:/,
    example: "https://dex.example.org",
    endpoints: (issuer) => ({
      authorization: `${issuer}/auth`,
      token: `${issuer}/token`,
      userinfo: `${issuer}/userinfo`,
    }),
    ...withGroups,
  },
};

/** An issuer without the slash that some of them have at the end of their name. */
export function withoutSlash(issuer: string): string {
  return issuer.replace(/\/$/, "");
}
