import assert from "node:assert/strict";

import { isLoginUsable } from "../../../components/addons/argo-cd/login.ts";
import type { Config } from "../../../config/model.ts";
import { at, installingConfig, sampleOidc, valuesOfRelease } from "./record-addons.ts";

const clientSecret = {
  name: "oidc/client-secret",
  purpose: "secret of the client msa",
  usedBy: ["Argo CD"],
  form: "text",
  isRequired: false,
  isSet: true,
  revision: 1,
} as const;

/** A login that is set up to its end; a test takes away what it is about. */
function withLogin(overrides: Partial<Config> = {}): Config {
  return installingConfig("small", { oidc: sampleOidc, secrets: [clientSecret], ...overrides });
}

/** What Grafana has to be told of an issuer. */
const endpoints = {
  authorization: "https://login.example.com/auth",
  token: "https://login.example.com/token",
  userinfo: "https://login.example.com/userinfo",
};

function withEndpoints(overrides: Partial<Config> = {}): Config {
  return withLogin({ oidc: { ...sampleOidc, endpoints }, ...overrides });
}

describe("the login to Argo CD", () => {
  const settings = async (config: Config) =>
    at(await valuesOfRelease(config, "argo-cd"), "configs", "cm");

  it("is OIDC alone once that is known to work", async () => {
    const cm = await settings(withLogin());
    assert.equal(at(cm, "admin.enabled"), false);
    assert.equal(
      at(cm, "oidc.config"),
      [
        'name: "login.example.com"',
        'issuer: "https://login.example.com"',
        'clientID: "msa"',
        'clientSecret: "$oidc:client-secret"',
        'requestedScopes: ["openid", "profile", "email", "groups"]',
        "requestedIDTokenClaims: { groups: { essential: true } }",
        "",
      ].join("\n"),
    );
  });

  it("keeps the account admin while the client's secret may not be there", async () => {
    const cm = await settings(withLogin({ secrets: [{ ...clientSecret, isSet: false }] }));
    assert.equal(at(cm, "admin.enabled"), true);
    assert.match(String(at(cm, "oidc.config")), /^name: /);
  });

  it("keeps it where the issuer says of nobody which groups they are in, and asks for none", async () => {
    const scopes = ["openid", "profile", "email"];
    const oidc = { ...sampleOidc, scopes, tellsGroups: false };
    const cm = await settings(withLogin({ oidc }));
    assert.equal(at(cm, "admin.enabled"), true);
    assert.match(
      String(at(cm, "oidc.config")),
      /^requestedScopes: \["openid", "profile", "email"\]\n$/m,
    );
    assert.doesNotMatch(String(at(cm, "oidc.config")), /requestedIDTokenClaims/);
  });

  it("keeps it while nobody else would be an administrator", () => {
    const { access } = withLogin();
    assert.equal(isLoginUsable(withLogin({ access: { ...access, clusterAdmins: [] } })), false);
  });

  it("is not OIDC without an address to come back to", async () => {
    const tools = withLogin().tools.map((tool) => ({ ...tool, routed: false }));
    const cm = await settings(withLogin({ tools }));
    assert.equal(at(cm, "oidc.config"), undefined);
    assert.equal(at(cm, "admin.enabled"), true);
  });

  it("opens the shell only when it is asked for, by setting and by right", async () => {
    const { access } = withLogin();
    const values = await valuesOfRelease(
      withLogin({ access: { ...access, exec: true } }),
      "argo-cd",
    );
    assert.equal(at(values, "configs", "cm", "exec.enabled"), true);
    assert.equal(at(values, "configs", "rbac", "policy.csv"), "g, jclee-admins, role:admin\n");
  });
});

describe("the login to Grafana", () => {
  const values = (config: Config) => valuesOfRelease(config, "grafana");

  it("is OIDC beside the administrator's account, with roles by group and nobody else let in", async () => {
    const grafana = await values(withEndpoints());
    assert.deepEqual(at(grafana, "grafana.ini", "auth.generic_oauth"), {
      auth_url: "https://login.example.com/auth",
      token_url: "https://login.example.com/token",
      api_url: "https://login.example.com/userinfo",
      enabled: true,
      name: "login.example.com",
      client_id: "msa",
      client_secret: "$__file{/etc/secrets/oidc/client-secret}",
      scopes: "openid profile email groups",
      use_pkce: true,
      allow_sign_up: true,
      groups_attribute_path: "groups",
      role_attribute_path:
        "contains(groups[*], 'jclee-admins') && 'Admin' || " +
        "contains(groups[*], 'msa-admins') && 'Admin' || " +
        "contains(groups[*], 'msa-developers') && 'Viewer'",
      role_attribute_strict: true,
      allow_assign_grafana_admin: false,
    });
    assert.deepEqual(at(grafana, "extraSecretMounts"), [
      {
        name: "oidc",
        secretName: "oidc",
        mountPath: "/etc/secrets/oidc",
        defaultMode: 0o440,
        readOnly: true,
      },
    ]);
  });

  it("is off while the addresses of the issuer are not known", async () => {
    const grafana = await values(withLogin());
    assert.equal(at(grafana, "grafana.ini", "auth.generic_oauth", "enabled"), undefined);
    assert.equal(at(grafana, "extraSecretMounts"), undefined);
  });

  it("is off while the client's secret may not be there, since no pod starts without what it mounts", async () => {
    const grafana = await values(withEndpoints({ secrets: [] }));
    assert.equal(at(grafana, "extraSecretMounts"), undefined);
  });

  it("takes a group for a text, whatever is in its name", async () => {
    const { access } = withLogin();
    const grafana = await values(
      withEndpoints({
        access: { ...access, clusterAdmins: [], admins: [], developers: ["o'hara\\x"] },
      }),
    );
    assert.equal(
      at(grafana, "grafana.ini", "auth.generic_oauth", "role_attribute_path"),
      "contains(groups[*], 'o\\'hara\\\\x') && 'Viewer'",
    );
  });
});

describe("a client's secret that is set anew", () => {
  it("starts the pods again that read it once, and none where it was never set", async () => {
    const annotation = { "msa-gitops/secrets-revision": "1" };
    const never = withEndpoints({ secrets: [{ ...clientSecret, revision: 0 }] });
    for (const release of ["grafana", "oauth2-proxy"] as const) {
      const values = await valuesOfRelease(withEndpoints(), release);
      assert.deepEqual(values["podAnnotations"], annotation, release);
      assert.equal((await valuesOfRelease(never, release))["podAnnotations"], undefined, release);
    }
  });
});
