import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { chartFolder, minimal, refusal } from "./chart.ts";
import type { Values } from "./chart.ts";

const redis = { enabled: true, host: "redis.test", namespace: "redis", prefix: "user:" };
const quantity = "does not match pattern";

/** What is wrong in one thing, and what the chart says: where it is, and the beginning of what is wrong. */
const refused: readonly (readonly [string, Values, string])[] = [
  [
    "an image without a tag",
    { image: { repository: "a" } },
    "- at '/image/tag': '' does not match",
  ],
  [
    "an image without a repository",
    { image: { tag: "1" } },
    "- at '/image/repository': '' does not",
  ],
  [
    "a digest that is cut off",
    { image: { ...minimal.image, digest: "sha256:abc" } },
    "- at '/image/digest': 'sha256:abc' does not match",
  ],
  ["replicas as text", { replicas: "3x" }, "- at '/replicas': got string, want integer"],
  ["half a replica", { replicas: 2.5 }, "- at '/replicas': got number, want integer"],
  ["fewer than no replicas", { replicas: -1 }, "- at '/replicas': minimum: got -1, want 0"],
  [
    "a CPU in bytes",
    { resources: { requests: { cpu: "100mb" } } },
    `- at '/resources/requests/cpu': '100mb' ${quantity}`,
  ],
  [
    "memory in thousandths",
    { resources: { limits: { memory: "512m" } } },
    `- at '/resources/limits/memory': '512m' ${quantity}`,
  ],
  [
    "a port above all ports",
    { containerPort: 70000 },
    "- at '/containerPort': maximum: got 70,000",
  ],
  [
    "a probe path without a slash",
    { probes: { readiness: { path: "readyz" } } },
    "- at '/probes/readiness/path': 'readyz' does not match",
  ],
  [
    "a duration without a unit",
    { mesh: { timeout: "15" } },
    "- at '/mesh/timeout': '15' does not match",
  ],
  [
    "a host in capitals",
    { mesh: { host: "User.jclee.me" } },
    "- at '/mesh/host': 'User.jclee.me' does not match",
  ],
  [
    "a gateway without a namespace",
    { mesh: { gateway: "public" } },
    "- at '/mesh/gateway': 'public' does not match",
  ],
  [
    "a vertical mode of another API",
    { verticalAutoscaling: { mode: "Auto" } },
    "- at '/verticalAutoscaling/mode': value must be one of",
  ],
  ["a number as a variable", { env: { PORT: 80 } }, "- at '/env/PORT': got number, want string"],
  [
    "a root user",
    { security: { runAsUser: 0 } },
    "- at '/security/runAsUser': minimum: got 0, want 1",
  ],
  [
    "a folder of the host",
    { extraVolumes: [{ name: "logs", hostPath: { path: "/var/log" } }] },
    "- at '/extraVolumes/0': additional properties 'hostPath' not allowed",
  ],
  [
    "a secret that is used nowhere",
    { secrets: [{ name: "a" }] },
    "- at '/secrets/0': 'anyOf' failed",
  ],
  [
    "a label that the selector needs",
    { podLabels: { app: "other" } },
    "- at '': invalid propertyName 'app'",
  ],
  [
    "a way into Redis that is only claimed",
    { podLabels: { "msa-gitops/redis-client": "true" } },
    "- at '': invalid propertyName 'msa-gitops/redis-client'",
  ],
  [
    "a cache without a unit",
    { cache: { memory: { size: "64" } } },
    "- at '/cache/memory/size': '64' does not match",
  ],
  [
    "entries that nobody ever keeps",
    { cache: { redis: { ttlSeconds: 0 } } },
    "- at '/cache/redis/ttlSeconds': minimum: got 0, want 1",
  ],
  [
    "a prefix that puts all keys on one node",
    { cache: { redis: { prefix: "{orders}" } } },
    "- at '/cache/redis/prefix': '{orders}' does not match",
  ],
  [
    "a password in place of the Secret's key",
    { cache: { redis: { secret: { key: "p@ss word" } } } },
    "- at '/cache/redis/secret/key': 'p@ss word' does not match",
  ],
  ...["assets", "/", "/as*ets", "/assets?v=1", "/%61ssets"].map(
    (found) =>
      [
        `${found} as a static path`,
        { mesh: { static: { paths: [found] } } },
        `- at '/mesh/static/paths/0': '${found}' does not match`,
      ] as const,
  ),
  [
    "files kept for more than a year",
    { mesh: { static: { maxAgeSeconds: 31_536_001 } } },
    "- at '/mesh/static/maxAgeSeconds': maximum: got 3.15",
  ],
  ...["*", "null", "https://cdn.jclee.me/", "https://*.jclee.me", "cdn.jclee.me"].map(
    (found) =>
      [
        `${found} as an origin`,
        { mesh: { cors: { allowedOrigins: [found] } } },
        `- at '/mesh/cors/allowedOrigins/0': '${found}' does not match`,
      ] as const,
  ),
  [
    "a method that no browser asks for",
    { mesh: { cors: { allowedMethods: ["TRACE"] } } },
    "- at '/mesh/cors/allowedMethods/0': value must be one of",
  ],
  ["a value that is taken away", { team: null }, "- at '': missing property 'team'"],
];

/** What only the chart itself can see, with its whole message. */
const failures: readonly (readonly [string, Values, string])[] = [
  [
    "the tag latest",
    { image: { repository: "a", tag: "Latest" } },
    'image.tag: must name one version (found "Latest"). Nobody could say what runs, or go back to it; give the version.',
  ],
  [
    "bounds that are the wrong way round",
    { autoscaling: { enabled: true, minReplicas: 9 } },
    "autoscaling.minReplicas: must not be above maxReplicas (found 9 and 5). Lower it, or raise autoscaling.maxReplicas.",
  ],
  ...["initial", "auto"].map(
    (mode) =>
      [
        `a VPA in mode ${mode} beside an HPA`,
        { autoscaling: { enabled: true }, verticalAutoscaling: { enabled: true, mode } },
        `verticalAutoscaling.mode: must be "off" while autoscaling is enabled (found "${mode}"). Both would steer by CPU and memory and fight; set it to "off", or disable autoscaling.`,
      ] as const,
  ),
  [
    "a rollout that cannot move",
    { rollout: { maxSurge: "0%" } },
    "rollout.maxSurge: must not be 0 while maxUnavailable is 0 (found both 0). No pod could ever be replaced; raise one of them.",
  ],
  [
    "a sleep that outlasts the pod",
    { rollout: { preStopSleepSeconds: 45 } },
    "rollout.preStopSleepSeconds: must be below terminationGracePeriodSeconds (found 45 and 45). The pod would be killed while it sleeps; lower it.",
  ],
  [
    "alerts without a page that says what to do",
    { monitoring: { enabled: true } },
    "monitoring.rules.runbookUrl: must be set while the rules are enabled (found nothing). Give the page that tells what to do, or disable monitoring.rules.",
  ],
  [
    "a host that no gateway serves",
    { mesh: { enabled: true, host: "a.jclee.me" } },
    "mesh.gateway: must be set when mesh.host is (found nothing). Give the Gateway as <namespace>/<name>, or remove mesh.host.",
  ],
  [
    "a gateway without a host",
    { mesh: { enabled: true, gateway: "a/b" } },
    "mesh.host: must be set when mesh.gateway is (found nothing). Give the public host name, or remove mesh.gateway.",
  ],
  [
    "a host whose gateway runs nowhere",
    {
      mesh: { enabled: true, host: "a.jclee.me", gateway: "a/b" },
      network: { gatewayNamespace: "" },
    },
    "network.gatewayNamespace: must be set when mesh.host is (found nothing). Give the namespace in which the gateway's pods run.",
  ],
  [
    "a cache as big as the pod",
    {
      cache: { memory: { enabled: true, size: "1.5Gi" } },
      resources: { limits: { memory: "1536Mi" } },
    },
    "cache.memory.size: must be below resources.limits.memory (found 1.5Gi and 1536Mi). The pod would be killed before the cache is full; lower it, or raise the limit.",
  ],
  ...["host", "namespace", "prefix"].map(
    (missing) =>
      [
        `Redis without its ${missing}`,
        { cache: { redis: { ...redis, [missing]: "" } } },
        `cache.redis.${missing}: must be set when cache.redis is enabled (found nothing). Give it, or disable cache.redis.`,
      ] as const,
  ),
  [
    "a variable that says of Redis something else",
    { cache: { redis }, env: { REDIS_PREFIX: "mine:" } },
    'env.REDIS_PREFIX: must not be set, since cache sets it (found "mine:"). Remove it, or change it in cache.',
  ],
  [
    "retries that outlast the request",
    { mesh: { enabled: true, timeout: "14999ms" } },
    "mesh.retries: perTryTimeout for the first try and every retry must fit into mesh.timeout (found 2 retries of 5s in 14999ms). Lower attempts or perTryTimeout, or raise mesh.timeout.",
  ],
];

/** Every map of values.yaml with one letter too many in its last key, and the paths of those keys. */
function withTypos(value: Values, at: string, typos: string[]): Values {
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    isMap(item) && key !== "global" ? withTypos(item, `${at}/${key}`, typos) : item,
  ]);
  const last = Object.keys(value).at(-1);
  if (last === undefined) return {};
  typos.push(`- at '${at}': additional properties '${last}s' not allowed`);
  return { ...(Object.fromEntries(entries) as Values), [`${last}s`]: value[last] };
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

describe("charts/microservice: values it refuses", () => {
  it("accepts the values that every case below changes in one thing", async () => {
    assert.deepEqual(await refusal(minimal), ["nothing was refused"]);
  });

  for (const [what, change, expected] of refused) {
    it(`refuses ${what}`, async () => {
      const [first = ""] = await refusal({ ...minimal, ...change });

      assert.equal(first.slice(0, expected.length), expected);
    });
  }

  for (const [what, change, expected] of failures) {
    it(`refuses ${what} and says what to do`, async () => {
      assert.deepEqual(await refusal({ ...minimal, ...change }), [expected]);
    });
  }

  it("reports all that is wrong at once", async () => {
    const change = { autoscaling: { enabled: true, minReplicas: 9 }, rollout: { maxSurge: 0 } };

    assert.deepEqual(
      (await refusal({ ...minimal, ...change })).map((line) => line.split(":")[0]),
      ["autoscaling.minReplicas", "rollout.maxSurge"],
    );
  });

  it("refuses a misspelt key in every map it has", async () => {
    const defaults = parse(readFileSync(`${chartFolder}/values.yaml`, "utf8")) as Values;
    const typos: string[] = [];
    const values = withTypos({ ...defaults, ...minimal }, "", typos);

    const reported = (await refusal(values))
      .map((line) => line.trim())
      .filter((line) => line.includes("additional"));

    assert.equal(typos.length, 37);
    assert.deepEqual(reported.sort(), typos.sort());
  });
});
