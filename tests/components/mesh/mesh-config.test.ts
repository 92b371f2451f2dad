import assert from "node:assert/strict";

import { meshConfig } from "../../../components/mesh/mesh-config.ts";
import type { Issuer } from "../../../config/model.ts";
import { sampleAddons } from "../../support/sample-config.ts";
import { meshConfigOf, ownIstio, without } from "./mesh-samples.ts";

const login = { install: true, namespace: "management" };

function signedBy(issuer: Issuer) {
  return sampleAddons({ certManager: { install: true, namespace: "cert-manager", issuer } });
}

function ingressOf(issuer: Issuer): unknown[] {
  const config = meshConfig(ownIstio, signedBy(issuer));
  return [config["ingressControllerMode"], config["ingressSelector"], config["ingressService"]];
}

describe("meshConfig", () => {
  it("sends traces to Jaeger and asks oauth2-proxy, wherever the two run", () => {
    const addons = sampleAddons({
      jaeger: { install: true, namespace: "traces" },
      oauth2Proxy: { install: true, namespace: "login" },
    });

    assert.deepEqual(meshConfig(ownIstio, addons)["extensionProviders"], [
      {
        name: "jaeger",
        opentelemetry: { service: "jaeger.traces.svc.cluster.local", port: 4317 },
      },
      {
        name: "oauth2-proxy",
        envoyExtAuthzHttp: {
          service: "oauth2-proxy.login.svc.cluster.local",
          port: 80,
          timeout: "5s",
          failOpen: false,
          includeRequestHeadersInCheck: [
            "accept",
            "cookie",
            "x-forwarded-for",
            "x-forwarded-proto",
          ],
          headersToUpstreamOnAllow: ["x-auth-request-email", "x-auth-request-user"],
          headersToDownstreamOnAllow: ["set-cookie"],
          headersToDownstreamOnDeny: ["cache-control", "content-type", "set-cookie"],
        },
      },
    ]);
  });

  it("names no provider that is not there", () => {
    const { addons } = without("jaeger", meshConfigOf());

    assert.equal("extensionProviders" in meshConfig(ownIstio, addons), false);
  });

  it("shows oauth2-proxy no header that a caller may write and Envoy leaves as it is", () => {
    const providers = meshConfig(ownIstio, sampleAddons({ oauth2Proxy: login }))[
      "extensionProviders"
    ] as { name: string; envoyExtAuthzHttp: { includeRequestHeadersInCheck: string[] } }[];
    const asked = providers.find(({ name }) => name === "oauth2-proxy");
    const shown = asked?.envoyExtAuthzHttp.includeRequestHeadersInCheck ?? [];

    assert.equal(shown.length, 4);
    for (const header of shown) {
      assert.doesNotMatch(header, /\*|^x-forwarded-(host|uri)$|^x-auth-request/);
    }
  });

  it("believes as many proxies in front of the gateway as the configuration says", () => {
    assert.deepEqual(
      meshConfig({ ...ownIstio, trustedProxies: 2 }, sampleAddons())["defaultConfig"],
      { gatewayTopology: { numTrustedProxies: 2 } },
    );
  });

  it("answers Ingress objects, with the gateway's own pods, only where HTTP-01 may need it", () => {
    const acme = {
      kind: "acme",
      server: "https://acme.example.com",
      email: "a@example.com",
    } as const;
    const answered = ["STRICT", "ingress", "istio-ingress"];
    const off = ["OFF", undefined, undefined];

    assert.deepEqual(ingressOf(acme), answered);
    assert.deepEqual(ingressOf({ kind: "existing", name: "letsencrypt" }), answered);
    assert.deepEqual(ingressOf({ ...acme, dns01: { cloudflare: {} } }), off);
    assert.deepEqual(ingressOf({ kind: "selfSigned" }), off);
    assert.deepEqual(ingressOf({ kind: "ca", secretName: "company-ca" }), off);
  });
});
