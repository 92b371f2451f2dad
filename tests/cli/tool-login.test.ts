import assert from "node:assert/strict";

import { toolLogin, type ToolLogin } from "../../cli/tool-login.ts";
import type { Config, ManagementToolName } from "../../config/model.ts";
import { sampleConfig, sampleOidc } from "../support/sample-config.ts";
import { kubeTo, refusal, startServer, type Answer } from "./fake-server.ts";

const oidc = sampleOidc;
const first = "/api/v1/namespaces/argocd/secrets/argocd-initial-admin-secret";
const settings = "/api/v1/namespaces/argocd/configmaps/argocd-cm";

function secret(key: string, value: string): Answer {
  return { body: { kind: "Secret", data: { [key]: Buffer.from(value).toString("base64") } } };
}

/** How to log in to a tool of a cluster that has only these objects. */
async function loginTo(
  name: ManagementToolName,
  objects: Readonly<Record<string, Answer>>,
  { isSimulated = false, ...overrides }: Partial<Config> & { isSimulated?: boolean } = {},
): Promise<ToolLogin> {
  const server = await startServer((path) => objects[path] ?? refusal(404, "not found"));
  try {
    const config = sampleConfig(overrides);
    return await toolLogin(name, { kube: kubeTo(server.url), config, isSimulated });
  } finally {
    await server.stop();
  }
}

describe("toolLogin", () => {
  it("shows the first password of Argo CD while its Secret is there", async () => {
    const objects = { [first]: secret("password", "s3cret-first") };
    assert.deepEqual(await loginTo("argo", objects), { user: "admin", password: "s3cret-first" });
  });

  it("shows none while the account is off, and says where people log in", async () => {
    const objects = {
      [first]: secret("password", "s3cret-first"),
      [settings]: { body: { kind: "ConfigMap", data: { "admin.enabled": "false" } } },
    };
    assert.deepEqual(await loginTo("argo", objects, { oidc }), {
      note: "The account admin is off. Log in through login.example.com.",
    });
  });

  it("says why there is no first password any more", async () => {
    assert.deepEqual(await loginTo("argo", {}), {
      note:
        "There is no first password (found no Secret argocd/argocd-initial-admin-secret): Argo CD's " +
        "server has not started yet, or the Secret was deleted after the password was changed. The user " +
        "is admin, with the password that was chosen; a forgotten one is set anew as Argo CD's FAQ says.",
    });
  });

  it("says why there never was one where pods are simulated", async () => {
    const login = await loginTo("argo", {}, { isSimulated: true });
    assert.match(
      "note" in login ? login.note : "",
      /: pods are only simulated here, so Argo CD's server has never started\./,
    );
  });

  it("says that the Secret may not be read, and what to do", async () => {
    const objects = { [first]: refusal(403, 'secrets "x" is forbidden') };
    await assert.rejects(loginTo("argo", objects), {
      message:
        "cluster: Secret argocd-initial-admin-secret in namespace argocd: no answer that can be used " +
        '(HTTP 403: secrets "x" is forbidden). ' +
        "Log in to the cluster, or ask for the right; then run the same command again.",
    });
  });

  it("shows the password of Grafana's administrator", async () => {
    const objects = {
      "/api/v1/namespaces/monitoring/secrets/grafana-admin": secret("admin-password", "g"),
    };
    assert.deepEqual(await loginTo("grafana", objects), { user: "admin", password: "g" });
  });

  it("says of the others who asks for a login", async () => {
    assert.deepEqual(await loginTo("jaeger", {}), { note: "jaeger asks for no login." });
    const addons = { ...sampleConfig().addons, oauth2Proxy: { install: true, namespace: "x" } };
    assert.deepEqual(await loginTo("k8s", {}, { addons, oidc }), {
      note: "k8s has no login of its own: oauth2-proxy asks login.example.com.",
    });
  });
});
