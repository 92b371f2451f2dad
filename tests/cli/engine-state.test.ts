import assert from "node:assert/strict";

import { engineState } from "../../cli/engine-state.ts";

const type = "kubernetes:helm.sh/v3:Release";
const release = (name: string) => ({ type, inputs: { name, namespace: "shop" } });
const webRecord = {
  apiVersion: "v1",
  kind: "Secret",
  namespace: "shop",
  name: "sh.helm.release.v1.web.v1",
};

describe("engineState", () => {
  it("knows the releases of the state and nothing else", () => {
    const namespace = { type: "kubernetes:core/v1:Namespace", inputs: { metadata: {} } };
    assert.deepEqual(engineState({ resources: [namespace, release("web")] }), {
      releases: new Set(["shop/web"]),
      interrupted: new Set(),
      isInterrupted: false,
      open: [],
      objects: [webRecord],
    });
  });

  it("knows the objects it has made, and not those it only reads", () => {
    const made = (name: string, changes: object = {}) => ({
      type: "kubernetes:core/v1:ConfigMap",
      outputs: { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "shop" } },
      ...changes,
    });
    const provider = { type: "pulumi:providers:kubernetes", outputs: {} };
    const { objects } = engineState({
      resources: [made("a"), made("b", { external: true }), provider],
    });
    assert.deepEqual(objects, [
      { apiVersion: "v1", kind: "ConfigMap", name: "a", namespace: "shop" },
    ]);
  });

  it("knows what a killed run was creating, unless it was created since", () => {
    const open = (kind: string, name: string) => ({ type: kind, resource: release(name) });
    const urn = `urn:pulumi:staging::msa::msa:addons:HelmAddon$${type}::web`;
    const deployment = {
      resources: [release("web")],
      pending_operations: [
        { type: "creating", resource: { ...release("web"), urn } },
        open("creating", "mesh"),
        open("updating", "other"),
        { type: "creating", resource: { type: "kubernetes:core/v1:Namespace", inputs: {} } },
      ],
    };
    assert.deepEqual(engineState(deployment), {
      releases: new Set(["shop/web"]),
      interrupted: new Set(["shop/mesh"]),
      isInterrupted: true,
      open: ["creating Release web", "creating Release", "updating Release", "creating Namespace"],
      objects: [webRecord],
    });
  });

  it("is empty of a stack that was never brought up", () => {
    for (const deployment of [undefined, null, {}]) {
      assert.deepEqual(engineState(deployment), {
        releases: new Set(),
        interrupted: new Set(),
        isInterrupted: false,
        open: [],
        objects: [],
      });
    }
  });
});
