import assert from "node:assert/strict";

import { engineState } from "../../cli/engine-state.ts";

const type = "kubernetes:helm.sh/v3:Release";
const release = (name: string) => ({ type, inputs: { name, namespace: "shop" } });

describe("engineState", () => {
  it("knows the releases of the state and nothing else", () => {
    const namespace = { type: "kubernetes:core/v1:Namespace", inputs: { metadata: {} } };
    assert.deepEqual(engineState({ resources: [namespace, release("web")] }), {
      releases: new Set(["shop/web"]),
      interrupted: new Set(),
      isInterrupted: false,
    });
  });

  it("knows what a killed run was creating, unless it was created since", () => {
    const open = (kind: string, name: string) => ({ type: kind, resource: release(name) });
    const deployment = {
      resources: [release("web")],
      pending_operations: [
        open("creating", "web"),
        open("creating", "mesh"),
        open("updating", "other"),
        { type: "creating", resource: { type: "kubernetes:core/v1:Namespace", inputs: {} } },
      ],
    };
    assert.deepEqual(engineState(deployment), {
      releases: new Set(["shop/web"]),
      interrupted: new Set(["shop/mesh"]),
      isInterrupted: true,
    });
  });

  it("is empty of a stack that was never brought up", () => {
    for (const deployment of [undefined, null, {}]) {
      assert.deepEqual(engineState(deployment), {
        releases: new Set(),
        interrupted: new Set(),
        isInterrupted: false,
      });
    }
  });
});
