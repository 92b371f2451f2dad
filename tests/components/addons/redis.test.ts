import assert from "node:assert/strict";

import { RedisCluster } from "../../../components/addons/redis.ts";
import type { HelmValues } from "../../../components/helm-values.ts";
import { only, typesAndNames } from "../../support/record-component.ts";
import { at, installingConfig, recordAddons, valuesOfRelease } from "./record-addons.ts";

const images = { mirror: "mirror.example.com", pullSecrets: ["harbor"] };

describe("RedisCluster", () => {
  let small: HelmValues;
  let large: HelmValues;

  before(async () => {
    const config = installingConfig("large", { images });
    small = await valuesOfRelease(installingConfig("small"), "redis");
    large = await valuesOfRelease(
      { ...config, platform: { ...config.platform, storageClass: "fast" } },
      "redis",
    );
  });

  it("is an operator, the cluster it runs, and the password of its nodes", async () => {
    const resources = await recordAddons(installingConfig(), [RedisCluster]);
    assert.deepEqual(typesAndNames(resources), [
      "kubernetes:core/v1:Secret redis-auth",
      "kubernetes:helm.sh/v3:Release redis",
      "kubernetes:helm.sh/v3:Release redis-operator",
      "kubernetes:monitoring.coreos.com/v1:PodMonitor redis-operator-monitor",
      "msa:addons:HelmAddon redis",
      "msa:addons:HelmAddon redis-operator",
      "msa:addons:RedisCluster redis",
      "msa:secrets:GeneratedSecret redis-auth",
    ]);
    const { inputs } = only(resources, "Secret");
    assert.deepEqual(at(small, "redisCluster", "redisSecret"), {
      secretName: at(inputs, "metadata", "name"),
      secretKey: "password",
    });
  });

  it("goes before its operator, which alone can take its finalizer away", async () => {
    const resources = await recordAddons(installingConfig(), [RedisCluster]);
    const cluster = resources.find(
      ({ type, name }) => type === "msa:addons:HelmAddon" && name === "redis",
    );
    assert.deepEqual(
      cluster?.options.dependsOn?.map((urn) => urn.split("::").at(-1)),
      ["redis-operator", "redis-auth"],
    );
  });

  it("has as many leaders as shards, and a follower for each", () => {
    for (const values of [small, large]) {
      assert.equal(at(values, "redisCluster", "clusterSize"), 3);
      assert.equal(at(values, "redisCluster", "leader", "replicas"), 3);
      assert.equal(at(values, "redisCluster", "follower", "replicas"), 3);
    }
  });

  it("loses one pod of each kind at most in a drain, and spreads them over nodes", () => {
    for (const role of ["leader", "follower"]) {
      const budget = { enabled: true, maxUnavailable: 1 };
      assert.deepEqual(at(small, "redisCluster", role, "pdb"), budget);
      const [constraint] = at(
        small,
        "redisCluster",
        role,
        "topologySpreadConstraints",
      ) as HelmValues[];
      assert.deepEqual(at(constraint, "labelSelector"), { matchLabels: { cluster: "redis" } });
    }
  });

  it("stays out of the mesh, where clients could not follow from node to node", () => {
    assert.deepEqual(small["labels"], { "sidecar.istio.io/inject": "false" });
  });

  it("drops what was used least when three quarters of its memory are full", () => {
    assert.deepEqual(small["externalConfig"], {
      enabled: true,
      data: "maxmemory 201326592\nmaxmemory-policy allkeys-lru\n",
    });
  });

  it("keeps nothing on a small platform, not even a volume for its map of nodes", () => {
    assert.equal(at(small, "redisCluster", "persistenceEnabled"), false);
    assert.deepEqual(small["storageSpec"], { nodeConfVolume: false });
  });

  it("keeps its data and its map of nodes on volumes otherwise", () => {
    const claim = (storage: string) => ({
      spec: {
        storageClassName: "fast",
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage } },
      },
    });
    assert.equal(at(large, "redisCluster", "persistenceEnabled"), true);
    assert.deepEqual(large["storageSpec"], {
      volumeClaimTemplate: claim("5Gi"),
      nodeConfVolume: true,
      nodeConfVolumeClaimTemplate: claim("1Gi"),
    });
  });

  it("pulls its three images through the mirror, with the pull secrets", async () => {
    const config = installingConfig("large", { images });
    const operator = await valuesOfRelease(config, "redis-operator");
    assert.deepEqual(
      [
        at(large, "redisCluster", "image"),
        at(large, "redisExporter", "image"),
        at(operator, "redisOperator", "imageName"),
      ],
      [
        "mirror.example.com/opstree/redis",
        "mirror.example.com/opstree/redis-exporter",
        "mirror.example.com/opstree/redis-operator",
      ],
    );
    assert.deepEqual(at(large, "redisCluster", "imagePullSecrets"), [{ name: "harbor" }]);
    assert.deepEqual(at(operator, "redisOperator", "imagePullSecrets"), [{ name: "harbor" }]);
  });

  it("is operated in its own namespace alone", async () => {
    const operator = await valuesOfRelease(installingConfig(), "redis-operator");
    assert.equal(at(operator, "redisOperator", "watchNamespace"), "redis");
  });
});
