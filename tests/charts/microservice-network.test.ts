import assert from "node:assert/strict";
import type { KubernetesObject } from "../../manifests/object.ts";
import { example, examples, minimal, namespace, only, render } from "./chart.ts";

interface Peer {
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly namespaceSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly ipBlock?: { readonly cidr: string };
}
interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port: number; readonly protocol: string }[];
}
interface Policy {
  readonly spec: {
    readonly policyTypes: readonly string[];
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}
interface Authorization {
  readonly spec: {
    readonly action: string;
    readonly rules?: readonly {
      readonly from: readonly { readonly source: { readonly principals: readonly string[] } }[];
      readonly to: readonly { readonly operation: Readonly<Record<string, readonly string[]>> }[];
    }[];
  };
}

const ofNamespace = (name: string) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
});
const ofService = (name: string) => ({ podSelector: { matchLabels: { app: name } } });
const tcp = (port: number) => [{ port, protocol: "TCP" }];

/** Who may reach the service's port, as `<namespace>/<service>` or `<namespace>/*`, by the NetworkPolicy. */
function allowedByNetwork(objects: readonly KubernetesObject[], port: number): readonly string[] {
  const rules = only<Policy>(objects, "NetworkPolicy").spec.ingress ?? [];
  return rules
    .filter((rule) => rule.ports?.some((item) => item.port === port))
    .flatMap((rule) => rule.from ?? [])
    .map(({ namespaceSelector, podSelector }) => {
      const other = namespaceSelector?.matchLabels["kubernetes.io/metadata.name"];
      return `${other ?? namespace}/${podSelector?.matchLabels["app"] ?? "*"}`;
    })
    .sort();
}

/** The same by the AuthorizationPolicy; the gateway is any pod of its namespace to the network. */
function allowedByMesh(objects: readonly KubernetesObject[]): readonly string[] {
  const rules = only<Authorization>(objects, "AuthorizationPolicy").spec.rules ?? [];
  return rules
    .flatMap(({ from }) => from.flatMap(({ source }) => source.principals))
    .map((principal) => principal.split("/"))
    .map(([, , of, , account]) => `${String(of)}/${of === namespace ? String(account) : "*"}`)
    .sort();
}

describe("charts/microservice: who may call whom", () => {
  it("lets in the callers, the gateway and Prometheus, each to its port only", async () => {
    const { spec } = only<Policy>(await render(example("staging")), "NetworkPolicy");

    assert.deepEqual(spec.policyTypes, ["Ingress", "Egress"]);
    assert.deepEqual(spec.ingress, [
      {
        from: [
          ofService("order-service"),
          ofService("notification-service"),
          ofNamespace("istio-ingress"),
        ],
        ports: tcp(8080),
      },
      {
        from: [
          {
            ...ofNamespace("monitoring"),
            podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
          },
        ],
        ports: tcp(15020),
      },
    ]);
  });

  it("lets Prometheus reach the metrics port itself where there is no sidecar", async () => {
    const { spec } = only<Policy>(await render(example("no-mesh")), "NetworkPolicy");

    assert.deepEqual(spec.ingress?.[1]?.ports, tcp(9090));
  });

  it("lets the service out to the services it calls and to nothing else", async () => {
    const { spec } = only<Policy>(await render(example("staging")), "NetworkPolicy");

    assert.deepEqual(spec.egress, [{ to: [ofService("notification-service")] }]);
  });

  it("lets a service that nobody calls out to its database and queue, and nobody in", async () => {
    const objects = await render(example("worker"));

    assert.deepEqual(only<Policy>(objects, "NetworkPolicy").spec, {
      podSelector: {
        matchLabels: {
          app: "user-service",
          "app.kubernetes.io/name": "user-service",
          "app.kubernetes.io/instance": "user-service",
        },
      },
      policyTypes: ["Ingress", "Egress"],
      egress: [
        { to: [{ ipBlock: { cidr: "10.20.0.0/24" } }], ports: tcp(5432) },
        {
          to: [
            {
              ...ofNamespace("queue"),
              podSelector: { matchLabels: { "app.kubernetes.io/name": "nats" } },
            },
          ],
          ports: [
            { port: 4222, protocol: "TCP" },
            { port: 4222, protocol: "UDP" },
          ],
        },
      ],
    });
    const { spec } = only<Authorization>(objects, "AuthorizationPolicy");
    assert.deepEqual([spec.action, spec.rules], ["ALLOW", undefined]);
  });

  it("names callers and gateway by identity in the mesh, and keeps the metrics from them", async () => {
    const { spec } = only<Authorization>(
      await render(example("production")),
      "AuthorizationPolicy",
    );

    assert.deepEqual(spec.rules, [
      {
        from: [
          {
            source: {
              principals: [
                "cluster.local/ns/microservices/sa/order-service",
                "cluster.local/ns/microservices/sa/notification-service",
                "cluster.local/ns/istio-ingress/sa/istio-ingress",
              ],
            },
          },
        ],
        to: [{ operation: { ports: ["8080"], notPaths: ["/metrics", "/metrics/*"] } }],
      },
    ]);
  });

  for (const name of examples) {
    it(`says the same in both policies of example ${name}`, async () => {
      const objects = await render(example(name));
      if (!objects.some(({ kind }) => kind === "AuthorizationPolicy")) return;
      const port = name === "all-on" ? 3000 : 8080;

      assert.deepEqual(allowedByMesh(objects), allowedByNetwork(objects, port));
    });
  }

  it("makes no NetworkPolicy for a service that does without", async () => {
    const objects = await render({ ...minimal, network: { policy: false } });

    assert.deepEqual(
      objects.filter(({ kind }) => kind === "NetworkPolicy"),
      [],
    );
  });
});
