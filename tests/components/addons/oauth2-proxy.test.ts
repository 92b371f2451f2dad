import assert from "node:assert/strict";

import { Oauth2Proxy } from "../../../components/addons/oauth2-proxy.ts";
import type { HelmValues } from "../../../components/helm-values.ts";
import { only, typesAndNames } from "../../support/record-component.ts";
import {
  at,
  installingConfig,
  recordAddons,
  sampleOidc,
  valuesOfRelease,
} from "./record-addons.ts";

describe("Oauth2Proxy", () => {
  let values: HelmValues;
  const images = { mirror: "mirror.example.com", pullSecrets: ["harbor"] };
  const config = installingConfig("medium", { images, oidc: sampleOidc });

  before(async () => {
    values = await valuesOfRelease(config, "oauth2-proxy");
  });

  it("is a release and the Secret that sessions are encrypted with", async () => {
    assert.deepEqual(typesAndNames(await recordAddons(config, [Oauth2Proxy])), [
      "kubernetes:core/v1:Secret oauth2-proxy-cookie",
      "kubernetes:helm.sh/v3:Release oauth2-proxy",
      "msa:addons:HelmAddon oauth2-proxy",
      "msa:addons:Oauth2Proxy oauth2-proxy",
      "msa:secrets:GeneratedSecret oauth2-proxy-cookie",
    ]);
  });

  it("reads both secrets where they are, and the chart makes none", async () => {
    const { inputs } = only(await recordAddons(config, [Oauth2Proxy]), "Secret");
    const secret = (name: unknown, key: string) => ({ secretKeyRef: { name, key } });
    assert.equal(values["proxyVarsAsSecrets"], false);
    assert.deepEqual(values["extraEnv"], [
      { name: "OAUTH2_PROXY_CLIENT_ID", value: "msa" },
      { name: "OAUTH2_PROXY_CLIENT_SECRET", valueFrom: secret("oidc", "client-secret") },
      {
        name: "OAUTH2_PROXY_COOKIE_SECRET",
        valueFrom: secret(at(inputs, "metadata", "name"), "cookie-secret"),
      },
    ]);
  });

  it("says yes with 200, the only answer that Envoy takes for one", () => {
    assert.deepEqual(at(values, "config", "upstreams"), ["static://200"]);
  });

  it("sends who is not logged in straight to the issuer", () => {
    const options = values["extraArgs"];
    assert.equal(at(options, "provider"), "oidc");
    assert.equal(at(options, "oidc-issuer-url"), "https://login.example.com");
    assert.equal(at(options, "skip-provider-button"), "true");
    assert.equal(at(options, "reverse-proxy"), "true");
  });

  it("has a session for each host, which no other host of the domain sees or sets", () => {
    assert.equal(at(values, "config", "cookieName"), "__Host-msa_login");
    assert.equal(at(values, "extraArgs", "cookie-secure"), "true");
    assert.equal(at(values, "extraArgs", "cookie-domain"), undefined);
    assert.equal(at(values, "extraArgs", "whitelist-domain"), undefined);
  });

  it("runs twice on a medium platform, and keeps one in a drain", () => {
    assert.equal(values["replicaCount"], 2);
    assert.deepEqual(values["podDisruptionBudget"], { enabled: true, minAvailable: 1 });
  });

  it("pulls its image through the mirror, with the pull secrets", () => {
    assert.deepEqual(values["global"], {
      imageRegistry: "mirror.example.com",
      imagePullSecrets: [{ name: "harbor" }],
    });
  });
});
