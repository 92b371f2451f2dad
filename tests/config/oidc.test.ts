import assert from "node:assert/strict";
import type { Config } from "../../config/model.ts";
import type { OidcProvider } from "../../config/oidc-providers.ts";
import { parse } from "../../config/parse.ts";
import { configFromText } from "../../config/read-files.ts";
import { baseText } from "./fixture.ts";

const base = configFromText({
  projectText: baseText("Pulumi.yaml"),
  stackText: baseText("Pulumi.production.yaml"),
  stack: "production",
});

function withOidc(oidc: object, more: Readonly<Record<string, unknown>> = {}): Config {
  const values = { ...base.values, "msa:oidc": { clientId: "msa", ...oidc }, ...more };
  return parse({ ...base, values });
}

const endpoints = {
  authorization: "https://a.example.org/1",
  token: "https://a.example.org/2",
  userinfo: "https://a.example.org/3",
};

describe("an OpenID Connect issuer", () => {
  const cases: readonly (readonly [OidcProvider, string, readonly string[], boolean])[] = [
    [
      "keycloak",
      "https://id.example.org/realms/msa",
      [
        "https://id.example.org/realms/msa/protocol/openid-connect/auth",
        "https://id.example.org/realms/msa/protocol/openid-connect/token",
        "https://id.example.org/realms/msa/protocol/openid-connect/userinfo",
      ],
      true,
    ],
    [
      "google",
      "https://accounts.google.com",
      [
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://openidconnect.googleapis.com/v1/userinfo",
      ],
      false,
    ],
    [
      "entra",
      "https://login.microsoftonline.com/t/v2.0",
      [
        "https://login.microsoftonline.com/t/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/t/oauth2/v2.0/token",
        "https://graph.microsoft.com/oidc/userinfo",
      ],
      false,
    ],
    [
      "okta",
      "https://x.okta.com",
      [
        "https://x.okta.com/oauth2/v1/authorize",
        "https://x.okta.com/oauth2/v1/token",
        "https://x.okta.com/oauth2/v1/userinfo",
      ],
      true,
    ],
    [
      "okta",
      "https://x.okta.com/oauth2/default",
      [
        "https://x.okta.com/oauth2/default/v1/authorize",
        "https://x.okta.com/oauth2/default/v1/token",
        "https://x.okta.com/oauth2/default/v1/userinfo",
      ],
      true,
    ],
    [
      "auth0",
      "https://x.eu.auth0.com/",
      [
        "https://x.eu.auth0.com/authorize",
        "https://x.eu.auth0.com/oauth/token",
        "https://x.eu.auth0.com/userinfo",
      ],
      true,
    ],
    [
      "dex",
      "https://dex.example.org/dex",
      [
        "https://dex.example.org/dex/auth",
        "https://dex.example.org/dex/token",
        "https://dex.example.org/dex/userinfo",
      ],
      true,
    ],
  ];
  for (const [provider, issuer, [authorization, token, userinfo], hasScope] of cases) {
    it(`of ${provider} at ${issuer} has its documented addresses, and ${hasScope ? "the" : "no"} scope groups`, () => {
      const { oidc } = withOidc({ issuer, provider });
      assert.deepEqual(oidc?.endpoints, { authorization, token, userinfo });
      assert.equal(oidc.scopes.includes("groups"), hasScope);
      assert.equal(oidc.issuer, issuer);
    });
  }

  it("of nobody we know is taken at its word, and its scopes as they are", () => {
    const issuer = "https://login.example.org";
    const { oidc } = withOidc({ issuer, endpoints, scopes: ["openid", "roles"] });
    assert.deepEqual(oidc?.endpoints, endpoints);
    assert.deepEqual(oidc.scopes, ["openid", "roles"]);
  });

  it("may have its addresses among Grafana's own values, all three of them", () => {
    const given = {
      auth_url: endpoints.authorization,
      token_url: endpoints.token,
      api_url: endpoints.userinfo,
    };
    const read = (oauth: object) =>
      withOidc(
        { issuer: "https://login.example.org" },
        {
          "msa:platform": {
            values: { grafana: { "grafana.ini": { "auth.generic_oauth": oauth } } },
          },
        },
      ).oidc?.endpoints;
    assert.deepEqual(read(given), endpoints);
    assert.equal(read({ ...given, api_url: undefined }), undefined);
  });

  it("leaves Grafana with its own login while its addresses are not known, and says so", () => {
    const { off } = withOidc({ issuer: "https://login.example.org" });
    assert.deepEqual(off.at(-1), {
      what: "Login to Grafana by OpenID Connect",
      why: "it reads no discovery document, and the issuer's addresses are not known; its own login is on",
      turnOn:
        "add provider (keycloak, google, entra, okta, auth0, dex) or endpoints to msa:oidc in Pulumi.production.yaml",
    });
  });

  it("that tells no groups gives nobody a right, and says so", () => {
    const { off } = withOidc({ issuer: "https://accounts.google.com", provider: "google" });
    assert.match(
      `${off.at(-1)?.what ?? ""}: ${off.at(-1)?.why ?? ""}`,
      /^Login of .*msa-admins.*: accounts\.google\.com says of nobody which groups they are in$/,
    );
  });

  it("has nothing off where all is known", () => {
    const { off } = withOidc({ issuer: "https://dex.example.org", provider: "dex" });
    assert.deepEqual(
      off.filter(({ what }) => what.startsWith("Login")),
      [],
    );
  });
});
