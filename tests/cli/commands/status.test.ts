import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import type { EnvironmentStatus } from "../../../cli/commands/status.ts";
import { makeCheckout, type Checkout } from "../../support/checkout.ts";
import { kubeconfigTo, listing, startServer, type FakeServer } from "../fake-server.ts";

describe("./msa status", function () {
  this.timeout(60_000);
  let checkout: Checkout;
  let api: FakeServer;
  before(async () => {
    checkout = makeCheckout();
    api = await startServer(listing({}));
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

  const status = (...args: string[]) =>
    checkout.msa(["status", "production", ...args, "--context", "fake"], {
      KUBECONFIG: join(checkout.folder, "home/kubeconfig"),
    });

  it("prints the services and how each tool is opened, as JSON", async () => {
    const { code, stdout } = await status("--json");
    const { services, tools } = JSON.parse(stdout) as EnvironmentStatus;
    assert.equal(code, 1);
    assert.deepEqual(
      services.map(({ service, health }) => [service, health]),
      ["notification", "order", "product", "user"].map((name) => [`${name}-service`, "Missing"]),
    );
    assert.deepEqual(
      tools.map(({ name, url, portForward }) => [name, url ?? portForward]),
      [
        ["argo", "https://argo.jclee.me"],
        ["grafana", "https://grafana.jclee.me"],
        ["jaeger", "kubectl --context fake -n tracing port-forward svc/jaeger 8082:16686"],
        ["k8s", "kubectl --context fake -n management port-forward svc/headlamp 8083:80"],
        [
          "prometheus",
          "kubectl --context fake -n monitoring port-forward svc/prometheus-prometheus 8084:9090",
        ],
      ],
    );
  });

  it("says what is off, and what turns it on for this very run", async () => {
    const { off } = JSON.parse((await status("--json")).stdout) as EnvironmentStatus;
    assert.deepEqual(
      off.find(({ what }) => what === "Notifications to Slack"),
      {
        environment: "production",
        what: "Notifications to Slack",
        why: "notifications/slack/token is not set",
        turnOn: "./msa secrets set production notifications/slack/token --context fake",
      },
    );
    assert.match(
      (await status()).stdout,
      /\n {2}Notifications to Slack \(notifications\/slack\/token is not set\)\n {4}\.\/msa secrets set /,
    );
    const { stdout } = await status("user-service", "--json");
    assert.deepEqual((JSON.parse(stdout) as EnvironmentStatus).off, []);
  });

  it("prints two tables, and only that of the services when one service is asked for", async () => {
    assert.match((await status()).stdout, /│ service [^]*│ tool {7}│ open it /);
    const { stdout } = await status("user-service");
    assert.match(stdout, /│ user-service │/);
    assert.doesNotMatch(stdout, /order-service|│ tool|Off/);
  });
});
