import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { makeCheckout, type Checkout } from "../../support/checkout.ts";
import { kubeconfigTo, refusal, startServer, type FakeServer } from "../fake-server.ts";

const first = "/api/v1/namespaces/argocd/secrets/argocd-initial-admin-secret";

describe("./msa open", function () {
  this.timeout(60_000);
  let checkout: Checkout;
  let api: FakeServer;
  before(async () => {
    checkout = makeCheckout();
    const password = Buffer.from("s3cret-first").toString("base64");
    api = await startServer((path) =>
      path === first ? { body: { kind: "Secret", data: { password } } } : refusal(404, "not found"),
    );
    checkout.write("home/kubeconfig", kubeconfigTo(api.url));
    mkdirSync(join(checkout.folder, ".msa/contexts/fake/production"), { recursive: true });
    checkout.write(
      ".msa/contexts/fake/production/Pulumi.production.yaml",
      checkout.read("Pulumi.production.yaml"),
    );
  });
  after(async () => {
    await api.stop();
    await checkout.remove();
  });

  const open = (tool: string, ...flags: string[]) =>
    checkout.msa(["open", tool, "production", "--context", "fake", ...flags], {
      KUBECONFIG: join(checkout.folder, "home/kubeconfig"),
    });

  it("prints the address of a tool that the gateway leads to", async () => {
    assert.deepEqual(await open("argo"), {
      code: 0,
      stdout: "https://argo.jclee.me\n",
      stderr: "",
    });
  });

  it("prints the way to any other, and where it is then", async () => {
    const { stdout } = await open("jaeger");
    assert.equal(
      stdout,
      "kubectl --context fake -n tracing port-forward svc/jaeger 8082:16686\n" +
        "then http://localhost:8082\n",
    );
  });

  it("shows the first login to Argo CD when it is asked for, and only then", async () => {
    const { stdout } = await open("argo", "--login");
    assert.equal(stdout, "https://argo.jclee.me\nuser: admin\npassword: s3cret-first\n");
    const { account } = JSON.parse((await open("argo", "--login", "--json")).stdout) as {
      account: unknown;
    };
    assert.deepEqual(account, { user: "admin", password: "s3cret-first" });
  });

  it("names the tools there are when it knows no such tool", async () => {
    const { code, stderr } = await open("argocd");
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^tool: there is no tool "argocd".* Tools are argo, grafana, jaeger, k8s, prometheus\.$/m,
    );
  });

  it("says so when the platform does not have the tool", async () => {
    const file = ".msa/contexts/fake/production/Pulumi.production.yaml";
    const good = checkout.read(file);
    checkout.edit(file, /^ {2}msa:addons:$/m, "  msa:addons:\n    jaeger: { enabled: false }");
    const { code, stderr } = await open("jaeger");
    checkout.write(file, good);
    assert.equal(code, 2);
    assert.equal(
      stderr.trim(),
      "jaeger: is not installed by production, whose platform production uses (found argo, grafana, " +
        "k8s, prometheus). Install it: msa:addons in Pulumi.production.yaml.",
    );
  });
});
