import assert from "node:assert/strict";

import { EnvironmentGateway } from "../../../components/mesh/environment-gateway.ts";
import type { Config } from "../../../config/model.ts";
import { sampleAddons, samplePlatform, sampleService } from "../../support/sample-config.ts";
import {
  meshConfigOf,
  objectNames,
  ownIstio,
  recordMesh,
  sampleTool,
  specOf,
  without,
} from "./mesh-samples.ts";

const services = ["order-service", "user-service"].map((name) => sampleService({ name }));
const tools = [sampleTool("argo", "own"), sampleTool("prometheus", "none")];
const serviceHosts = ["order-service-dev.example.com", "user-service-dev.example.com"];

function gatewayOf(overrides: Partial<Config> = {}) {
  return recordMesh(meshConfigOf({ services, tools, ...overrides }), EnvironmentGateway);
}

describe("EnvironmentGateway", () => {
  it("has one certificate, one way in and one redirect for the environment", async () => {
    assert.deepEqual(objectNames(await gatewayOf()), [
      "AuthorizationPolicy istio-ingress/msa-development-hosts",
      "Certificate istio-ingress/msa-development",
      "Gateway istio-ingress/msa-development",
      "Gateway istio-ingress/msa-development-redirect",
      "VirtualService istio-ingress/msa-development-redirect",
    ]);
  });

  it("serves exactly its hosts over TLS 1.2 or later, with routes only from where they belong", async () => {
    assert.deepEqual(specOf(await gatewayOf(), "Gateway", "msa-development"), {
      selector: { istio: "ingress" },
      servers: [
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts: [
            "microservices-dev/order-service-dev.example.com",
            "microservices-dev/user-service-dev.example.com",
            "istio-ingress/argo-dev.example.com",
          ],
          tls: {
            mode: "SIMPLE",
            credentialName: "msa-development-tls",
            minProtocolVersion: "TLSV1_2",
          },
        },
      ],
    });
  });

  it("has all of them in the certificate, whose key changes at each renewal", async () => {
    assert.deepEqual(specOf(await gatewayOf(), "Certificate", "msa-development"), {
      secretName: "msa-development-tls",
      dnsNames: [...serviceHosts, "argo-dev.example.com"],
      duration: "2160h",
      renewBeforePercentage: 33,
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
      usages: ["digital signature", "server auth"],
      issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "msa" },
    });
  });

  it("sends everything on port 80 to HTTPS, by a Gateway that no service has routes to", async () => {
    const resources = await gatewayOf();
    const hosts = [...serviceHosts, "argo-dev.example.com"];

    assert.deepEqual(specOf(resources, "Gateway", "msa-development-redirect"), {
      selector: { istio: "ingress" },
      servers: [
        {
          port: { number: 80, name: "http", protocol: "HTTP" },
          hosts: hosts.map((host) => `istio-ingress/${host}`),
        },
      ],
    });
    assert.deepEqual(specOf(resources, "VirtualService", "msa-development-redirect"), {
      hosts,
      gateways: ["istio-ingress/msa-development-redirect"],
      exportTo: ["."],
      http: [{ name: "redirect", redirect: { scheme: "https", redirectCode: 301 } }],
    });
  });

  it("lets requests pass the gateway's pods for these hosts, with a port or without", async () => {
    assert.deepEqual(specOf(await gatewayOf(), "AuthorizationPolicy", "msa-development-hosts"), {
      selector: { matchLabels: { istio: "ingress" } },
      action: "ALLOW",
      rules: [
        {
          to: [
            {
              operation: {
                hosts: [...serviceHosts, "argo-dev.example.com"].flatMap((host) => [
                  host,
                  `${host}:*`,
                ]),
              },
            },
          ],
        },
      ],
    });
  });

  it("serves no tool from a stack that uses another's platform", async () => {
    const platform = samplePlatform({ owner: "production", isOwn: false });

    const resources = await gatewayOf({ platform });

    assert.deepEqual(specOf(resources, "Certificate", "msa-development")["dnsNames"], serviceHosts);
  });

  it("leaves the certificate to somebody else without cert-manager", async () => {
    const config = without("certManager", meshConfigOf({ services, tools }));

    assert.equal(
      objectNames(await recordMesh(config, EnvironmentGateway)).some((name) =>
        name.startsWith("Certificate"),
      ),
      false,
    );
  });

  it("makes nothing with a Gateway that exists, and nothing without a host", async () => {
    const istio = { ...ownIstio, makesGateway: false };

    assert.deepEqual(objectNames(await gatewayOf({ addons: sampleAddons({ istio }) })), []);
    assert.deepEqual(objectNames(await gatewayOf({ services: [], tools: [] })), []);
  });
});
