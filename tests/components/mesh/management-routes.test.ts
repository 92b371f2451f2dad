import assert from "node:assert/strict";

import { ManagementRoutes } from "../../../components/mesh/management-routes.ts";
import type { Config } from "../../../config/model.ts";
import { sampleAddons, samplePlatform } from "../../support/sample-config.ts";
import {
  meshConfigOf,
  objectNames,
  ownIstio,
  recordMesh,
  sampleTool,
  specOf,
} from "./mesh-samples.ts";

const oauth2Proxy = { install: true, namespace: "login" };
const noStore = { response: { set: { "Cache-Control": "no-store" } } };

function routesOf(overrides: Partial<Config> = {}) {
  return recordMesh(
    meshConfigOf({
      tools: [sampleTool("argo", "own"), sampleTool("prometheus", "oauth2-proxy")],
      addons: sampleAddons({ istio: ownIstio, oauth2Proxy }),
      ...overrides,
    }),
    ManagementRoutes,
  );
}

describe("ManagementRoutes", () => {
  it("leads to a tool with a login of its own, and lets nobody keep its pages", async () => {
    assert.deepEqual(specOf(await routesOf(), "VirtualService", "management-argo"), {
      hosts: ["argo-dev.example.com"],
      gateways: ["istio-ingress/msa-development"],
      exportTo: ["."],
      http: [
        {
          name: "tool",
          route: [
            {
              destination: {
                host: "argo-web.argo-place.svc.cluster.local",
                port: { number: 9000 },
              },
            },
          ],
          headers: noStore,
        },
      ],
    });
  });

  it("leads the login's own paths of a guarded tool to oauth2-proxy, and the rest to the tool", async () => {
    const { http } = specOf(await routesOf(), "VirtualService", "management-prometheus");

    assert.deepEqual(http, [
      {
        name: "login",
        match: [{ uri: { prefix: "/oauth2/" } }],
        route: [
          {
            destination: { host: "oauth2-proxy.login.svc.cluster.local", port: { number: 80 } },
          },
        ],
        headers: noStore,
      },
      {
        name: "tool",
        route: [
          {
            destination: {
              host: "prometheus-web.prometheus-place.svc.cluster.local",
              port: { number: 9000 },
            },
          },
        ],
        headers: noStore,
      },
    ]);
  });

  it("asks oauth2-proxy about everything else on these hosts that can reach a tool", async () => {
    assert.deepEqual(specOf(await routesOf(), "AuthorizationPolicy", "management-login"), {
      selector: { matchLabels: { istio: "ingress" } },
      action: "CUSTOM",
      provider: { name: "oauth2-proxy" },
      rules: [
        {
          to: [
            {
              operation: {
                hosts: ["prometheus-dev.example.com", "prometheus-dev.example.com:*"],
                notPaths: ["/oauth2/*"],
                notPorts: ["80"],
              },
            },
          ],
        },
      ],
    });
  });

  it("makes the routes after the guard, so that no tool is open for a moment", async () => {
    const resources = await routesOf();
    const guard = resources.find(({ name }) => name === "managementroutes-login");
    const route = resources.find(({ name }) => name === "managementroutes-prometheus");

    assert.deepEqual(route?.options.dependsOn, [guard?.urn]);
  });

  it("makes no guard where every tool has a login of its own", async () => {
    const tools = [sampleTool("argo", "own"), sampleTool("grafana", "own")];

    assert.deepEqual(objectNames(await routesOf({ tools })), [
      "VirtualService istio-ingress/management-argo",
      "VirtualService istio-ingress/management-grafana",
    ]);
  });

  it("routes nothing for a stack that uses another's platform, or with a Gateway that exists", async () => {
    const platform = samplePlatform({ owner: "production", isOwn: false });
    const istio = { ...ownIstio, makesGateway: false };

    assert.deepEqual(objectNames(await routesOf({ platform })), []);
    assert.deepEqual(
      objectNames(await routesOf({ addons: sampleAddons({ istio, oauth2Proxy }) })),
      [],
    );
  });
});
