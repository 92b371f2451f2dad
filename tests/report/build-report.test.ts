import assert from "node:assert/strict";

import { buildReport, isUnchanged } from "../../report/build-report.ts";
import { compared, deployment, finding, object, onlyItem, owner, side } from "./sample-sides.ts";

describe("the report", () => {
  it("is empty when the same is declared in another order", () => {
    const env = [
      { name: "A", value: "1" },
      { name: "B", value: "2" },
    ];
    const pod = (list: unknown[]) =>
      object("Pod", "cart", { spec: { containers: [{ name: "c", env: list }] } });
    const [a, b] = [pod(env), object("Service", "cart")];
    const found = compared(side(owner([a, b])), side(owner([b, pod([...env].reverse())])));

    assert.deepEqual([found.owners, found.unknown], [[], []]);
    assert.ok(isUnchanged(found));
  });

  it("names an order that matters", () => {
    const rules = (names: string[]) =>
      object("VirtualService", "cart", { spec: { http: names.map((name) => ({ name })) } });
    const { fields } = onlyItem([rules(["a", "b"])], [rules(["b", "a"])]);

    assert.deepEqual(fields, [
      { field: 'spec.http["(order)"]', before: ["a", "b"], after: ["b", "a"] },
    ]);
  });

  it("shows nothing of a Secret, a variable named like one, a private key or a URL with a password", () => {
    const hidden = { hidden: true };
    const secret = (password: string) => object("Secret", "cart", { data: { password } });
    const { fields } = onlyItem([secret("b2xk")], [secret("bmV3")]);
    assert.deepEqual(fields, [{ field: "data.password", before: hidden, after: hidden }]);

    const config = (key: string, value: string) =>
      object("ConfigMap", "cart", { data: { [key]: value } });
    for (const [key, value] of [
      ["DB_PASSWORD", "hunter2"],
      ["url", "postgres://cart:hunter2@db/cart"],
      ["tls.pem", "-----BEGIN RSA PRIVATE KEY-----\nhunter2"],
    ] as const) {
      const item = onlyItem([config("plain", "1")], [config(key, value)]);
      assert.ok(!JSON.stringify(item).includes("hunter2"), key);
    }
    const pod = (value: string) => {
      const containers = [{ name: "c", env: [{ name: "API_TOKEN", value }] }];
      return object("Pod", "cart", { spec: { containers } });
    };
    const item = onlyItem([pod("hunter1")], [pod("hunter2")]);
    assert.deepEqual(item.fields, [
      { field: "spec.containers[c].env[API_TOKEN].value", before: hidden, after: hidden },
    ]);
    assert.ok(!JSON.stringify(onlyItem([], [pod("hunter2")])).includes("hunter2"));
  });

  it("counts apart what only follows from other changes, and never calls it no change", () => {
    const labelled = (version: string) =>
      object("ConfigMap", "cart", {
        metadata: {
          name: "cart",
          annotations: { "checksum/config": version },
          labels: { "helm.sh/chart": version },
        },
      });
    const found = compared(side(owner([labelled("1")])), side(owner([labelled("2")])));

    assert.deepEqual(found.counts, { added: 0, changed: 0, removed: 0, dangerous: 0, noise: 1 });
    assert.equal(isUnchanged(found), false);
  });

  for (const [what, before, after, danger] of [
    [
      "an immutable field",
      deployment("cart", "c:1", { selector: { a: "1" } }),
      deployment("cart", "c:1", { selector: { a: "2" } }),
      "spec.selector.a: immutable: the API server refuses it, so the sync fails until the object is deleted",
    ],
    [
      "no pods",
      deployment("cart", "c:1"),
      deployment("cart", "c:1", { replicas: 0 }),
      "spec.replicas: no pods run any more",
    ],
    [
      "a volume",
      object("PersistentVolumeClaim", "cart"),
      undefined,
      "deleted: Argo CD prunes it at the next sync; the data on its volume may go with it",
    ],
    [
      "a version of a kind",
      object("CustomResourceDefinition", "c", {
        spec: { versions: [{ name: "v1" }, { name: "v2" }] },
      }),
      object("CustomResourceDefinition", "c", { spec: { versions: [{ name: "v2" }] } }),
      "version v1 of the kind is gone: objects written in it are refused",
    ],
  ] as const) {
    it(`marks as dangerous: ${what}`, () => {
      const item = onlyItem([before], after === undefined ? [] : [after]);

      assert.deepEqual(item.dangers, [danger]);
    });
  }

  it("marks an object that one owner gives up and another takes", () => {
    const moved = object("ConfigMap", "cart");
    const own = { kind: "Pulumi", name: "resources" } as const;
    const found = compared(
      side(owner([moved]), owner([], own)),
      side(owner([]), owner([moved], own)),
    );

    assert.deepEqual(
      found.owners.map(({ items }) => items[0]?.dangers.at(-1)),
      Array(2).fill(
        "moves from Application cart-staging to Pulumi resources: the old owner deletes it, also when the new one has it already",
      ),
    );
  });

  it("never says that nothing changes when something could not be rendered", () => {
    const unrendered = (fingerprint: string) =>
      side(owner([], { fingerprint, notRendered: "The chart cannot be had." }));
    const found = compared(unrendered("1"), unrendered("2"));

    assert.deepEqual(found.unknown, [
      "Application cart-staging: not rendered as it is before. The chart cannot be had.",
      "Application cart-staging: not rendered as it is after. The chart cannot be had.",
    ]);
    assert.equal(found.services[0]?.change, "unknown");
    assert.equal(isUnchanged(found), false);

    const same = compared(unrendered("1"), unrendered("1"));
    assert.deepEqual([same.unknown, same.uncounted], [[], ["Application cart-staging"]]);
    assert.ok(isUnchanged(same));
  });

  it("says what a service runs as, and sums the requests up to the HPA's maximum", () => {
    const hpa = (maxReplicas: number) =>
      object("HorizontalPodAutoscaler", "cart-hpa", {
        spec: { scaleTargetRef: { kind: "Deployment", name: "cart" }, minReplicas: 2, maxReplicas },
      });
    const found = compared(
      side(owner([deployment("cart", "r.io:5000/cart:1.0.0")])),
      side(owner([deployment("cart", "r.io:5000/cart:1.1.0"), hpa(5)])),
    );
    const requests = { millicores: 100, bytes: 134217728 };

    assert.deepEqual(found.services, [
      {
        service: "cart-staging",
        application: "cart-staging",
        change: "changed",
        items: 2,
        dangerous: 0,
        before: { version: "1.0.0", replicas: { min: 2, max: 2 }, requests },
        after: { version: "1.1.0", replicas: { min: 2, max: 5 }, requests },
      },
    ]);
    assert.deepEqual(found.demand.after?.max, { millicores: 500, bytes: 671088640 });
  });

  it("tells findings that a change brings from those it fixes and those that stand", () => {
    const rules = { before: ["a", "b"], after: ["b", "c"] };
    const judged = (findings: readonly string[]) => ({
      ...side(),
      verdict: { findings: findings.map(finding) },
    });
    const { environments } = buildReport({
      base: { name: "main" },
      head: { name: "working tree" },
      remarks: [],
      pairs: [{ before: judged(rules.before), after: judged(rules.after) }],
    });

    assert.deepEqual(environments[0]?.policy, {
      new: [finding("c")],
      fixed: [finding("a")],
      standing: [finding("b")],
    });
  });
});
