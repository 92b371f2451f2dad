import assert from "node:assert/strict";

import { EnvironmentGateway } from "../components/mesh/environment-gateway.ts";
import { ManagementRoutes } from "../components/mesh/management-routes.ts";
import { joinTools } from "../config/join-tools.ts";
import type { Addon, Addons, Config, ManagementTool } from "../config/model.ts";
import type { RecordedResource } from "../recorder/recording.ts";
import { meshConfigOf, ownIstio, recordMesh, sampleTool } from "./components/mesh/mesh-samples.ts";
import { sampleAddons, samplePlatform } from "./support/sample-config.ts";
import { strings } from "./support/strings.ts";

type State = "off" | "there" | "installed";

function addonIn(state: State, namespace: string): Addon | undefined {
  return state === "off" ? undefined : { install: state === "installed", namespace };
}

/** Every choice of five tools (there, or installed), oauth2-proxy, the gateway and whose platform it is. */
function* choices(): Generator<Config> {
  for (let number = 0; number < 2 ** 7; number += 1) {
    const bit = (place: number) => Math.floor(number / 2 ** place) % 2 === 1;
    for (const oauth2Proxy of ["off", "there", "installed"] as const) {
      yield chosen({
        tool: (place) => (bit(place) ? "installed" : "there"),
        oauth2Proxy,
        makesGateway: bit(5),
        isOwn: bit(6),
      });
    }
  }
}

interface Choice {
  readonly tool: (place: number) => State;
  readonly oauth2Proxy: State;
  readonly makesGateway: boolean;
  readonly isOwn: boolean;
}

function chosen({ tool, oauth2Proxy, makesGateway, isOwn }: Choice): Config {
  const optional = {
    grafana: addonIn(tool(0), "monitoring"),
    jaeger: addonIn(tool(1), "tracing"),
    dashboard: addonIn(tool(2), "management"),
    prometheus: addonIn(tool(3), "monitoring"),
    oauth2Proxy: addonIn(oauth2Proxy, "login"),
  };
  const used = Object.entries(optional).flatMap(([name, addon]) =>
    addon === undefined ? [] : [[name, { ...addon, retention: "15d" }] as const],
  );
  const { argoCd, harbor, chartMuseum } = sampleAddons();
  const addons: Addons = {
    harbor,
    chartMuseum,
    argoCd: { ...argoCd, install: tool(4) === "installed" },
    istio: { ...ownIstio, makesGateway },
    ...Object.fromEntries(used),
  };
  const config = meshConfigOf({
    platform: samplePlatform({ isOwn, ...(!isOwn && { owner: "production" }) }),
    tools: joinTools(addons, { hostSuffix: "-dev", domain: "example.com" }),
  });
  return { ...config, addons };
}

/** Hosts of tools that anything made names, in whatever field. */
function namedHosts(resources: readonly RecordedResource[], tools: readonly ManagementTool[]) {
  const texts = resources.flatMap(({ inputs }) => strings(inputs));
  return tools
    .map(({ host }) => host)
    .filter((host) => texts.some((text) => text.split(/[/:]/).includes(host)));
}

function guardedHosts(resources: readonly RecordedResource[]): readonly string[] {
  return resources
    .filter(
      ({ inputs }) => (inputs["spec"] as { action?: string } | undefined)?.action === "CUSTOM",
    )
    .flatMap(({ inputs }) => strings(inputs));
}

describe("what the gateway shows of the platform's tools", function () {
  this.timeout(120_000);

  it("is, in every configuration, only what asks for a login", async () => {
    let routed = 0;
    for (const config of choices()) {
      const resources = await recordMesh(config, EnvironmentGateway, ManagementRoutes);
      const guarded = guardedHosts(resources);
      const named = namedHosts(resources, config.tools);
      const expected = config.tools.filter(
        (tool) => tool.routed && tool.login !== "none" && config.platform.isOwn,
      );
      assert.deepEqual(
        named,
        expected.map(({ host }) => host),
      );
      for (const { host, login } of expected) {
        assert.equal(guarded.includes(host), login === "oauth2-proxy", host);
        assert.equal(guarded.includes(`${host}:*`), login === "oauth2-proxy", host);
      }
      routed += expected.length;
    }
    // 32 choices of tools, of which each is in 16: two with a login of their own, three guarded twice of thrice.
    assert.equal(routed, 16 * (2 * 3 + 3 * 2));
  });

  it("never has a tool without a login, even if the configuration says that it is routed", async () => {
    const open = { ...sampleTool("prometheus", "none"), routed: true };
    const unguarded = sampleTool("jaeger", "oauth2-proxy");
    const config = meshConfigOf({ tools: [open, unguarded] });

    const resources = await recordMesh(config, EnvironmentGateway, ManagementRoutes);

    assert.equal(config.addons.oauth2Proxy, undefined);
    assert.deepEqual(namedHosts(resources, config.tools), []);
  });
});
