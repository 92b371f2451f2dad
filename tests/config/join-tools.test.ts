import assert from "node:assert/strict";
import { joinTools } from "../../config/join-tools.ts";
import type { Addons } from "../../config/model.ts";
import { sampleAddons } from "../support/sample-config.ts";

const hosts = { hostSuffix: "-dev", domain: "example.org" };
const here = (namespace: string) => ({ install: true, namespace });
const istio = (makesGateway: boolean) => {
  const sample = sampleAddons().istio;
  assert.ok(sample);
  return { ...sample, makesGateway };
};

/** Every add-on that decides anything here, each in all its states. */
function combinations(): readonly Addons[] {
  const states = {
    istio: [undefined, istio(false), istio(true)],
    grafana: [undefined, { install: false, namespace: "a" }, here("a")],
    jaeger: [undefined, { install: false, namespace: "b" }, here("b")],
    dashboard: [undefined, { install: false, namespace: "c" }, here("c")],
    prometheus: [undefined, here("d")].map((each) => each && { ...each, retention: "15d" }),
    oauth2Proxy: [undefined, { install: false, namespace: "e" }, here("e")],
    argoCd: [{ install: false, namespace: "f" }, here("f")],
  };
  const { harbor, chartMuseum } = sampleAddons();
  return Object.entries(states).reduce<readonly object[]>(
    (all, [name, each]) =>
      all.flatMap((one) =>
        each.map((state) => (state === undefined ? one : { ...one, [name]: state })),
      ),
    [{ harbor, chartMuseum }],
  ) as readonly Addons[];
}

describe("the platform's tools for people", () => {
  const all = combinations();

  it("are never routed without a login, in any combination of add-ons", () => {
    assert.equal(all.length, 3 ** 5 * 2 * 2);
    for (const addons of all) {
      for (const tool of joinTools(addons, hosts)) {
        assert.ok(!tool.routed || tool.login !== "none", JSON.stringify({ addons, tool }));
        assert.ok(
          ["argo", "grafana"].includes(tool.name) || tool.login !== "own",
          JSON.stringify(tool),
        );
        assert.ok(
          addons.oauth2Proxy !== undefined || tool.login !== "oauth2-proxy",
          JSON.stringify(tool),
        );
      }
    }
  });

  it("are routed exactly where the platform makes the gateway and somebody asks for a login", () => {
    for (const addons of all) {
      const hasGateway = addons.istio?.makesGateway === true;
      for (const { routed, login } of joinTools(addons, hosts)) {
        assert.equal(routed, hasGateway && login !== "none");
      }
    }
  });

  it("are those that the platform installs", () => {
    const keys = {
      argo: "argoCd",
      grafana: "grafana",
      jaeger: "jaeger",
      k8s: "dashboard",
      prometheus: "prometheus",
    } as const;
    for (const addons of all) {
      const installed = Object.entries(keys).filter(([, key]) => addons[key]?.install === true);
      assert.deepEqual(
        joinTools(addons, hosts).map(({ name }) => name),
        installed.map(([name]) => name),
      );
    }
  });

  it("have a host of the environment, and a Service in the add-on's namespace", () => {
    const addons: Addons = {
      ...sampleAddons({ istio: istio(true), argoCd: here("cd"), dashboard: here("desk") }),
      oauth2Proxy: here("management"),
    };
    assert.deepEqual(joinTools(addons, hosts), [
      {
        name: "argo",
        host: "argo-dev.example.org",
        login: "own",
        routed: true,
        service: { name: "argocd-server", namespace: "cd", port: 80 },
      },
      {
        name: "k8s",
        host: "k8s-dev.example.org",
        login: "oauth2-proxy",
        routed: true,
        service: { name: "headlamp", namespace: "desk", port: 80 },
      },
    ]);
  });
});
