import assert from "node:assert/strict";

import { refuseForeign } from "../../../components/ownership.ts";
import { GeneratedSecret } from "../../../components/secrets/generated-secret.ts";
import type { RecordedResource } from "../../../recorder/recording.ts";
import { only, recordComponent } from "../../support/record-component.ts";

/** A Secret with both kinds of keys, and what `value` says of them. */
async function made(): Promise<{ resource: RecordedResource; values: Record<string, string> }> {
  const values: Record<string, string> = {};
  const { resources, error } = await recordComponent(() => {
    const secret = new GeneratedSecret("grafana-admin", {
      name: "grafana-admin",
      namespace: "monitoring",
      stack: "development",
      keys: { "admin-user": { value: "admin" }, "admin-password": { length: 40 } },
      refuseForeign: refuseForeign({ stack: "development", context: "none", adopt: [] }),
    });
    assert.equal(secret.secretName, "grafana-admin");
    for (const key of ["admin-user", "admin-password", "absent"]) {
      secret.value(key).apply((text) => {
        values[key] = text;
      });
    }
  });
  assert.equal(error, undefined);
  return { resource: only(resources, "Secret"), values };
}

describe("GeneratedSecret", () => {
  it("is recorded with a placeholder for its values", async () => {
    const { resource } = await made();

    assert.deepEqual(resource.inputs["data"], { secret: true });
    assert.deepEqual(resource.inputs["metadata"], {
      name: "grafana-admin",
      namespace: "monitoring",
      labels: {
        "app.kubernetes.io/managed-by": "pulumi",
        "app.kubernetes.io/name": "grafana-admin",
        "app.kubernetes.io/part-of": "msa",
        "msa-gitops/stack": "development",
      },
      annotations: { "pulumi.com/patchFieldManager": "msa-development" },
    });
  });

  it("never changes after it is made, and takes over nobody's", async () => {
    const { options } = (await made()).resource;

    assert.deepEqual(options.ignoreChanges, ["data"]);
    assert.deepEqual(options.hooks, { beforeCreate: ["refuse-foreign"] });
  });

  it("makes up letters and digits of the length asked for, others each time", async () => {
    const [first, second] = [(await made()).values, (await made()).values];

    assert.match(first["admin-password"] ?? "", /^[A-Za-z0-9]{40}$/);
    assert.notEqual(first["admin-password"], second["admin-password"]);
    assert.equal(first["admin-user"], "admin");
    assert.equal(first["absent"], "");
  });
});
