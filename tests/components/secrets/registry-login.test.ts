import assert from "node:assert/strict";

import {
  imagesWithLogin,
  platformRegistryLogins,
  serviceRegistryLogin,
} from "../../../components/secrets/registry-login.ts";
import type { RegistryLogin } from "../../../config/model.ts";
import { sampleAddons, sampleConfig } from "../../support/sample-config.ts";
import { madeSecrets } from "./made-secrets.ts";

const registryLogin: RegistryLogin = {
  host: "registry.example.com",
  username: "robot$msa+pull",
  secretName: "registry-login",
};
const values = { "registry/password": 'p$a{b}"c\\' };
const addons = sampleAddons({
  argoCd: { install: true, namespace: "argocd" },
  grafana: { install: true, namespace: "monitoring" },
  metricsServer: { install: true, namespace: "kube-system" },
});

describe("serviceRegistryLogin", () => {
  it("gives the kubelet host, robot and password as they are, signs of shells and JSON included", async () => {
    const [login, ...more] = await madeSecrets(
      sampleConfig({ registryLogin }),
      values,
      serviceRegistryLogin,
    );

    assert.deepEqual(more, []);
    assert.equal(login?.type, "kubernetes.io/dockerconfigjson");
    assert.deepEqual(
      [login.metadata.namespace, login.metadata.name],
      ["microservices-dev", "registry-login"],
    );
    const { ".dockerconfigjson": config = "", ...rest } = login.values;
    assert.deepEqual(rest, {});
    assert.deepEqual(JSON.parse(config), {
      auths: {
        "registry.example.com": {
          username: "robot$msa+pull",
          password: 'p$a{b}"c\\',
          auth: Buffer.from('robot$msa+pull:p$a{b}"c\\').toString("base64"),
        },
      },
    });
  });

  it("is not made where nobody has to log in", async () => {
    assert.deepEqual(await madeSecrets(sampleConfig(), values, serviceRegistryLogin), []);
  });
});

describe("platformRegistryLogins", () => {
  const namespaces = async (mirror?: string) =>
    (
      await madeSecrets(
        sampleConfig({
          addons,
          registryLogin,
          images: { pullSecrets: [], ...(mirror !== undefined && { mirror }) },
        }),
        values,
        platformRegistryLogins,
      )
    ).map(({ logicalName, metadata }) => [logicalName, metadata.namespace, metadata.name]);

  it("is in each namespace that is installed into, where the mirror is on the same host", async () => {
    assert.deepEqual(await namespaces("registry.example.com/proxy"), [
      ["registry-login-argocd", "argocd", "registry-login"],
      ["registry-login-kube-system", "kube-system", "registry-login"],
      ["registry-login-monitoring", "monitoring", "registry-login"],
    ]);
  });

  it("is nowhere without a mirror, and with one on another host or port", async () => {
    assert.deepEqual(await namespaces(), []);
    assert.deepEqual(await namespaces("mirror.example.com"), []);
    assert.deepEqual(await namespaces("registry.example.com:5000"), []);
  });
});

describe("imagesWithLogin", () => {
  const pulledWith = (mirror: string, pullSecrets: readonly string[]) =>
    imagesWithLogin(sampleConfig({ registryLogin, images: { mirror, pullSecrets } })).pullSecrets;

  it("has the platform's pods pull with the login, once, where the mirror is on the same host", () => {
    assert.deepEqual(pulledWith("registry.example.com/proxy", ["own"]), ["own", "registry-login"]);
    assert.deepEqual(pulledWith("registry.example.com", ["registry-login"]), ["registry-login"]);
  });

  it("leaves them alone where the mirror is elsewhere, or nobody logs in", () => {
    const images = { mirror: "registry.example.com", pullSecrets: ["own"] };

    assert.deepEqual(pulledWith("mirror.example.com", ["own"]), ["own"]);
    assert.deepEqual(imagesWithLogin(sampleConfig({ images })), images);
  });
});
