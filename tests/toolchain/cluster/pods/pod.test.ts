import assert from "node:assert/strict";

import { chosenPod, type Pod, podSchema } from "../../../../toolchain/cluster/pods/pod.ts";

describe("the pod that a process stands for", () => {
  const early = podOf("early", { createdAt: "2026-01-01T00:00:00Z" });
  const late = podOf("late", { createdAt: "2026-01-01T00:00:01Z" });

  it("is none when none is Ready", () => {
    assert.equal(chosenPod([]), undefined);
    assert.equal(chosenPod([], early), undefined);
  });

  it("is the newest, whatever order they are told in", () => {
    assert.equal(chosenPod([early, late])?.name, "late");
    assert.equal(chosenPod([late, early])?.name, "late");
  });

  it("stays the same when a second replica of the same template is newer", () => {
    assert.equal(chosenPod([early, late], early)?.name, "early");
  });

  it("changes to the newer template of a rollout while the older still runs", () => {
    assert.equal(chosenPod([early, { ...late, template: "2" }], early)?.name, "late");
  });

  it("is another when the one of before is gone", () => {
    assert.equal(chosenPod([late], early)?.name, "late");
  });
});

describe("a pod as the API server tells it", () => {
  const labels = { "app.kubernetes.io/name": "argocd-repo-server", "pod-template-hash": "abc" };
  const conditions = [{ type: "Ready", status: "True" }];

  it("is read with its labels, the Secrets it mounts, the edition of its template and its readiness", () => {
    assert.deepEqual(podSchema.parse(told({ labels }, conditions)), {
      uid: "1",
      name: "one",
      namespace: "argocd",
      labels,
      secrets: ["channels"],
      template: "abc",
      createdAt: "2026-01-01T00:00:00Z",
      ready: true,
      resourceVersion: "7",
    });
  });

  it("has the edition of a StatefulSet's template in another label", () => {
    const marks = { "controller-revision-hash": "def" };
    assert.equal(podSchema.parse(told({ labels: marks }, conditions)).template, "def");
  });

  it("is not ready on its way out, nor without a status of its own", () => {
    const deletionTimestamp = "2026-01-01T00:00:09Z";
    assert.equal(podSchema.parse(told({ deletionTimestamp }, conditions)).ready, false);
    assert.equal(podSchema.parse(told({}, undefined)).ready, false);
    assert.equal(podSchema.parse(told({}, [{ type: "Ready", status: "False" }])).ready, false);
  });
});

function podOf(name: string, change: Partial<Pod>): Pod {
  return {
    uid: name,
    name,
    namespace: "argocd",
    labels: {},
    secrets: [],
    template: "1",
    createdAt: "2026-01-01T00:00:00Z",
    ready: true,
    resourceVersion: "1",
    ...change,
  };
}

function told(metadata: object, conditions: unknown): object {
  const known = { uid: "1", name: "one", namespace: "argocd", resourceVersion: "7" };
  return {
    metadata: { ...known, creationTimestamp: "2026-01-01T00:00:00Z", ...metadata },
    spec: { volumes: [{ secret: { secretName: "channels" } }, { emptyDir: {} }] },
    status: { conditions },
  };
}
