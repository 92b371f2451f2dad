import assert from "node:assert/strict";

import { generatedSecrets } from "../../../cli/secrets/generated.ts";
import { environments, type Config } from "../../../config/model.ts";
import type { Recording } from "../../../recorder/recording.ts";
import { committedConfigs } from "../../support/real-configs.ts";
import { ownObjects, recordedEnvironment } from "../../support/recorded-environments.ts";
import { sampleAddons, sampleConfig, sampleService } from "../../support/sample-config.ts";

const namesOf = (config: Config) => generatedSecrets(config).map(({ name }) => name);

/** `<namespace>/<name>` of every Secret that a GeneratedSecret makes. */
function made(recording: Recording): string[] {
  const names = recording.resources
    .filter(({ type }) => type === "msa:secrets:GeneratedSecret")
    .map(({ name }) => name);
  const secrets = recording.resources.filter(
    ({ type, name }) => type === "kubernetes:core/v1:Secret" && names.includes(name),
  );
  return ownObjects({ ...recording, resources: secrets })
    .map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`)
    .sort();
}

describe("generatedSecrets", function () {
  this.timeout(60_000);

  for (const environment of environments) {
    it(`names the Secrets that the program of ${environment} makes up, and no other`, async () => {
      const { recording } = await recordedEnvironment(environment);
      const config = committedConfigs().find((each) => each.environment === environment);
      assert.ok(config !== undefined);
      const listed = generatedSecrets(config).map(({ secret }) => secret);
      assert.deepEqual(listed.sort(), made(recording));
      assert.ok(listed.length >= 3);
    });
  }

  it("names the login's only where the login is installed", () => {
    const install = { install: true, namespace: "x" };
    assert.deepEqual(namesOf(sampleConfig()), []);
    const addons = sampleAddons({ argoCd: install, oauth2Proxy: install });
    assert.deepEqual(namesOf(sampleConfig({ addons })), ["argo-cd/redis", "oauth2-proxy/cookie"]);
  });

  it("names the services that use Redis", () => {
    const redis = { install: true, namespace: "redis", host: "redis", port: 6379 };
    const services = [
      sampleService({ name: "a", cache: { redis: { prefix: "a:", ttlSeconds: 1 } } }),
      sampleService({ name: "b" }),
    ];
    const config = sampleConfig({ addons: sampleAddons({ redis }), services });
    assert.deepEqual(generatedSecrets(config)[0]?.usedBy, ["Redis", "a"]);
  });
});
