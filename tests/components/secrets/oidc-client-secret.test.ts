import assert from "node:assert/strict";

import { oidcClientSecrets } from "../../../components/secrets/oidc-client-secret.ts";
import type { Config } from "../../../config/model.ts";
import { sampleAddons, sampleConfig, sampleOidc } from "../../support/sample-config.ts";
import { madeSecrets, sampleNeed } from "./made-secrets.ts";

const oidc = { ...sampleOidc, clientSecretName: "login" };
const addons = sampleAddons({
  argoCd: { install: true, namespace: "argocd" },
  grafana: { install: true, namespace: "monitoring" },
  oauth2Proxy: { install: true, namespace: "management" },
});
const secrets = [sampleNeed("oidc/client-secret")];

describe("oidcClientSecrets", () => {
  const made = (overrides: Partial<Config> = {}) =>
    madeSecrets(
      sampleConfig({ addons, oidc, secrets, ...overrides }),
      { "oidc/client-secret": "c$ret" },
      oidcClientSecrets,
    );
  const places = async (overrides: Partial<Config>) =>
    (await made(overrides)).map(({ metadata }) => metadata.namespace);

  it("is beside each tool that logs people in, where Argo CD would resolve it", async () => {
    const partOf = "app.kubernetes.io/part-of";
    assert.deepEqual(
      (await made()).map(({ logicalName, metadata: { name, namespace, labels }, values }) => [
        ...[logicalName, namespace, name, labels[partOf]],
        values,
      ]),
      [
        ["oidc-client-argocd", "argocd", "login", "argocd", { "client-secret": "c$ret" }],
        ["oidc-client-management", "management", "login", "msa", { "client-secret": "c$ret" }],
        ["oidc-client-monitoring", "monitoring", "login", "msa", { "client-secret": "c$ret" }],
      ],
    );
  });

  it("is once in a namespace that two tools share, and not beside those of somebody else", async () => {
    const shared = sampleAddons({
      grafana: { install: true, namespace: "management" },
      oauth2Proxy: { install: true, namespace: "management" },
    });

    assert.deepEqual(await places({ addons: shared }), ["management"]);
    assert.deepEqual(await places({ addons: sampleAddons() }), []);
  });

  it("leaves the Secret to others while its value is not set", async () => {
    const unset = [sampleNeed("oidc/client-secret", { isSet: false })];

    assert.deepEqual(await places({ secrets: unset }), []);
    assert.deepEqual(await places({ secrets: [] }), []);
  });

  it("is not made without a login", async () => {
    const config = sampleConfig({ addons, secrets });

    assert.deepEqual(await madeSecrets(config, {}, oidcClientSecrets), []);
  });
});
