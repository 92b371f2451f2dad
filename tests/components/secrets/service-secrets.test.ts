import assert from "node:assert/strict";

import { serviceSecrets } from "../../../components/secrets/service-secrets.ts";
import type { ServiceSecret } from "../../../config/model.ts";
import { sampleConfig, sampleService } from "../../support/sample-config.ts";
import { madeSecrets } from "./made-secrets.ts";

const database: ServiceSecret = {
  name: "database",
  secretName: "order-service-database",
  keys: ["username", "password"],
  mountPath: "/etc/secrets/database",
  isSet: true,
};
const values = {
  "services/order-service/database/username": "orders",
  "services/order-service/database/password": "abc",
  "services/user-service/database/password": "of another",
};

describe("serviceSecrets", () => {
  const made = (secrets: readonly ServiceSecret[]) =>
    madeSecrets(sampleConfig({ services: [sampleService({ secrets })] }), values, serviceSecrets);

  it("puts each key under its own name beside the service, and says whose it is", async () => {
    const [secret, ...more] = await made([database]);

    assert.deepEqual(more, []);
    assert.equal(secret?.metadata.name, "order-service-database");
    assert.equal(secret.metadata.namespace, "microservices-dev");
    assert.equal(secret.metadata.labels["app"], "order-service");
    assert.equal(secret.type, undefined);
    assert.deepEqual(secret.values, { username: "orders", password: "abc" });
  });

  it("makes no Secret of which a key has no value", async () => {
    assert.deepEqual(await made([{ ...database, isSet: false }]), []);
  });
});
