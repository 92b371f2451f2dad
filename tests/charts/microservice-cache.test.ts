import assert from "node:assert/strict";
import type { V1Deployment, V1NetworkPolicy, V1PodTemplateSpec } from "@kubernetes/client-node";
import { mayConnect } from "../support/network-reach.ts";
import type { PlacedPolicy, Pod } from "../support/network-reach.ts";
import { example, minimal, namespace, only, render } from "./chart.ts";
import type { Values } from "./chart.ts";

const redis = {
  enabled: true,
  host: "redis-leader.redis.svc.cluster.local",
  namespace: "redis",
  prefix: "user-service:",
};
const excludedPorts = "traffic.sidecar.istio.io/excludeOutboundPorts";
const clientLabel = "msa-gitops/redis-client";

async function podOf(values: Values): Promise<V1PodTemplateSpec> {
  const { spec } = only<V1Deployment>(await render({ ...minimal, ...values }), "Deployment");
  assert.ok(spec);
  return spec.template;
}

async function variables(values: Values) {
  return (await podOf(values)).spec?.containers[0]?.env;
}

/** A rendered service as the network sees it: its pod, and the policy that binds it. */
async function placed(values: Values): Promise<{ pod: Pod; policy: PlacedPolicy }> {
  const objects = await render({ ...minimal, ...values });
  const { metadata } = only<V1Deployment>(objects, "Deployment").spec?.template ?? {};
  const { spec } = only<V1NetworkPolicy>(objects, "NetworkPolicy");
  return {
    pod: { namespace, labels: metadata?.labels ?? {} },
    policy: { namespace, spec: spec as PlacedPolicy["spec"] },
  };
}

/** What the platform writes beside Redis: clients are known by their label, nodes talk to each other. */
const besideRedis: PlacedPolicy = {
  namespace: "redis",
  spec: {
    podSelector: {},
    policyTypes: ["Ingress"],
    ingress: [
      {
        from: [
          {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
            podSelector: { matchLabels: { [clientLabel]: "true" } },
          },
        ],
        ports: [{ port: 6379, protocol: "TCP" }],
      },
    ],
  },
};

describe("charts/microservice: what a service may keep", () => {
  it("says nothing of a cache to a service that has none", async () => {
    const { metadata, spec } = await podOf({});

    assert.equal(spec?.containers[0]?.env, undefined);
    assert.equal(metadata?.annotations, undefined);
    assert.equal(metadata?.labels?.[clientLabel], undefined);
  });

  it("hands over size and time of a cache in memory", async () => {
    const memory = { enabled: true, size: "48Mi", ttlSeconds: 31_536_000 };

    assert.deepEqual(await variables({ cache: { memory } }), [
      { name: "CACHE_MEMORY_SIZE", value: "48Mi" },
      { name: "CACHE_MEMORY_TTL_SECONDS", value: "31536000" },
    ]);
  });

  it("reads sizes in thousands and in 1024s: 512M fits into 512Mi", async () => {
    const memory = { enabled: true, size: "512M" };

    assert.equal((await variables({ cache: { memory } }))?.[0]?.value, "512M");
  });

  it("hands over where Redis is, and its password only by the name of a Secret", async () => {
    assert.deepEqual(await variables({ cache: { redis: { ...redis, ttlSeconds: 1_000_000 } } }), [
      { name: "REDIS_CLUSTER_NODES", value: "redis-leader.redis.svc.cluster.local:6379" },
      { name: "REDIS_PREFIX", value: "user-service:" },
      { name: "REDIS_TTL_SECONDS", value: "1000000" },
      {
        name: "REDIS_PASSWORD",
        valueFrom: { secretKeyRef: { name: "redis-credentials", key: "password" } },
      },
    ]);
  });

  it("names Redis before the service's own variables, which may refer to it", async () => {
    const own = { REDIS_URL: "rediss://:$(REDIS_PASSWORD)@$(REDIS_CLUSTER_NODES)" };

    const names = (await variables({ cache: { redis }, env: own }))?.map(({ name }) => name);

    assert.deepEqual(names?.slice(-2), ["REDIS_PASSWORD", "REDIS_URL"]);
  });

  it("lets a service that does not use the platform's Redis name another", async () => {
    assert.deepEqual(await variables({ env: { REDIS_PREFIX: "mine:" } }), [
      { name: "REDIS_PREFIX", value: "mine:" },
    ]);
  });

  for (const [what, own, expected] of [
    ["alone", {}, "6379"],
    ["after those that the service names", { [excludedPorts]: "5432, 3306" }, "5432,3306,6379"],
    ["once, when the service names it too", { [excludedPorts]: "6379,5432" }, "6379,5432"],
  ] as const) {
    it(`leads the port of Redis past the sidecar, ${what}`, async () => {
      const podAnnotations = { ...own, "example.com/note": "kept" };
      const values = { cache: { redis }, mesh: { enabled: true }, podAnnotations };

      assert.deepEqual((await podOf(values)).metadata?.annotations, {
        [excludedPorts]: expected,
        "example.com/note": "kept",
      });
    });
  }

  it("touches no sidecar where there is none, or where nothing goes to Redis", async () => {
    const own = { [excludedPorts]: "5432" };

    for (const values of [{ cache: { redis } }, { mesh: { enabled: true } }]) {
      const { metadata } = await podOf({ ...values, podAnnotations: own });
      assert.deepEqual(metadata?.annotations, own);
    }
  });

  it("takes port, Secret and key from the values", async () => {
    const secret = { name: "order-redis", key: "redis-password" };
    const { spec } = await podOf({ cache: { redis: { ...redis, port: 6380, secret } } });

    assert.deepEqual(
      spec?.containers[0]?.env
        ?.filter(({ name }) => /NODES|PASSWORD/.test(name))
        .map(({ value, valueFrom }) => value ?? valueFrom?.secretKeyRef),
      ["redis-leader.redis.svc.cluster.local:6380", secret],
    );
  });
});

describe("charts/microservice: the way to Redis", () => {
  const node: Pod = { namespace: "redis", labels: { app: "redis-leader" } };

  async function reached(values: Values): Promise<readonly string[]> {
    const { pod, policy } = await placed(values);
    const elsewhere: Pod = { namespace: "default", labels: node.labels };
    return [6379, 6380, 16379].flatMap((port) =>
      [node, elsewhere]
        .filter((to) => mayConnect([policy, besideRedis], { from: pod, to, port }))
        .map((to) => `${to.namespace}:${String(port)}`),
    );
  }

  it("is open to a service that declares it: the clients' port, not the one between nodes", async () => {
    assert.deepEqual(await reached(example("cached")), ["redis:6379"]);
  });

  it("is closed to a service that does not declare it", async () => {
    assert.deepEqual(await reached(example("staging")), []);
  });

  it("is closed at Redis too, to a service that opens only its own side", async () => {
    const egress = [{ namespace: "redis", ports: [{ port: 6379 }] }];

    assert.deepEqual(await reached({ network: { egress } }), []);
  });

  it("is a way out only: Redis cannot call the service", async () => {
    const { pod, policy } = await placed(example("cached"));

    assert.equal(mayConnect([policy], { from: node, to: pod, port: 8080 }), false);
  });

  it("follows the port and the namespace it is told", async () => {
    const { pod, policy } = await placed({
      cache: { redis: { ...redis, namespace: "cache", port: 6380 } },
    });
    const open = [node, { ...node, namespace: "cache" }].flatMap((to) =>
      [6379, 6380]
        .filter((port) => mayConnect([policy], { from: pod, to, port }))
        .map((port) => `${to.namespace}:${String(port)}`),
    );

    assert.deepEqual(open, ["cache:6380"]);
  });
});
