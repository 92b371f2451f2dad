import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { refuseForeign } from "../../../components/ownership.ts";
import {
  RedisCredentials,
  usesRedis,
  type RedisCredentialsArgs,
} from "../../../components/secrets/redis-credentials.ts";
import { SecretValues } from "../../../components/secrets/secret-values.ts";
import { only, recordComponent } from "../../support/record-component.ts";
import { sampleAddons, sampleConfig, sampleService } from "../../support/sample-config.ts";

const config = sampleConfig();

interface Found {
  readonly read: readonly string[];
  /** What the Secret beside the services holds. */
  readonly written: unknown;
}

/** Makes the credentials on mocks that, unlike a recording, tell what is secret and what is read. */
async function made(args: () => RedisCredentialsArgs, live = {}): Promise<Found> {
  const read: string[] = [];
  let written: unknown;
  const { resources, error } = await recordComponent(async () => {
    await pulumi.runtime.setMocks(
      {
        newResource: ({ id = "", name, inputs }) => {
          if (id !== "") {
            read.push(id);
            return { id, state: live };
          }
          // A secret reaches the mocks in Pulumi's wrapping.
          written = (inputs as { stringData?: { value: unknown } }).stringData?.value;
          return { id: `${name}-id`, state: inputs as object };
        },
        call: () => ({}),
      },
      "msa",
      "development",
    );
    const hook = refuseForeign({ stack: "development", context: "none", adopt: [] });
    const secrets = new SecretValues();
    new RedisCredentials("redis", args(), { config, refuseForeign: hook, secrets });
  });
  assert.equal(error, undefined);
  assert.deepEqual(only(resources, "Secret").inputs["stringData"], { secret: true });
  assert.deepEqual(only(resources, "Secret").options.hooks, { beforeCreate: ["refuse-foreign"] });
  const { name, namespace } = only(resources, "Secret").inputs["metadata"] as Record<
    string,
    unknown
  >;
  assert.deepEqual([namespace, name], ["microservices-dev", "redis-credentials"]);
  return { read, written };
}

const expected = { host: "redis-leader.redis.svc.cluster.local", port: "6379", password: "abc" };

describe("RedisCredentials", () => {
  it("puts what a client needs beside the services, as a secret", async () => {
    assert.deepEqual(await made(() => ({ password: pulumi.output("abc") })), {
      read: [],
      written: expected,
    });
  });

  it("reads the password from the namespace of Redis where another stack made it", async () => {
    const live = { data: { password: Buffer.from("abc").toString("base64") } };

    assert.deepEqual(await made(() => ({}), live), {
      read: ["redis/redis-password"],
      written: expected,
    });
  });
});

describe("usesRedis", () => {
  const cached = sampleService({ cache: { redis: { prefix: "order:", ttlSeconds: 60 } } });

  it("is true only with a Redis and a service that keeps something in it", () => {
    const addons = sampleAddons();
    delete (addons as { redis?: object }).redis;
    const memory = sampleService({ cache: { memory: { size: "64Mi", ttlSeconds: 60 } } });

    assert.equal(usesRedis(sampleConfig({ services: [sampleService(), cached] })), true);
    assert.equal(usesRedis(sampleConfig({ services: [sampleService()] })), false);
    assert.equal(usesRedis(sampleConfig({ services: [memory] })), false);
    assert.equal(usesRedis(sampleConfig({ services: [cached], addons })), false);
  });
});
