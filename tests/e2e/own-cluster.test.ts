import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { byPerson, eventsIn, writesIn } from "../support/audit-log.ts";
import { makeCheckout, type Checkout } from "../support/checkout.ts";
import { localCluster, type LocalCluster } from "../support/local-cluster.ts";
import { processesWith } from "../support/processes.ts";

const namespace = "microservices-staging";

/**
 * The local cluster of one checkout plays a person's own cluster for another environment of it. Its
 * nodes are simulated and no Service answers, so a proxy stands in for the Service that serves the
 * demo's chart: it answers with what the ConfigMap of that Service's pods holds.
 */
describe("make up CONTEXT=…, on a cluster of the person's own", function () {
  this.timeout(300_000);
  let checkout: Checkout;
  let own: LocalCluster;
  let proxy: Server;
  const asked: string[] = [];

  before(async () => {
    checkout = makeCheckout();
    proxy = createServer((request, response) => {
      asked.push(request.url ?? "");
      void served(own, request.url ?? "").then((body) => {
        response.writeHead(body === undefined ? 404 : 200);
        response.end(body);
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const { port } = proxy.address() as AddressInfo;
    const { code, stderr } = await checkout.msa(["up", "development"], {
      HTTP_PROXY: `http://127.0.0.1:${port}`,
    });
    assert.equal(code, 0, stderr);
    own = localCluster(checkout.folder, "development");
  });

  after(async () => {
    proxy.close();
    await checkout.remove();
    assert.deepEqual(processesWith(checkout.folder), []);
  });

  const up = (...flags: string[]) =>
    checkout.msa(["up", "staging", "--context", own.context, ...flags], {
      KUBECONFIG: own.kubeconfig,
    });

  it("names each chart and image that cannot be reached, offers the demo, and writes nothing", async () => {
    const before = eventsIn(own.auditLog);
    const { code, stderr } = await up();
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^ {2}chart microservice 1\.1\.0: cannot be reached \(https:\/\/charts\.jclee\.me\/index\.yaml: .+\)$/m,
    );
    assert.equal(
      stderr.match(/^ {2}image registry\.jclee\.me\/msa\/\S+:1\.0\.0: cannot be reached /gm)
        ?.length,
      4,
    );
    assert.match(stderr, /^ {2}make up ENV=staging CONTEXT=msa-development DEMO=1$/m);
    assert.deepEqual(writesIn(own.auditLog, before).filter(byPerson), []);
  });

  it("comes up with --demo: the chart from the cluster, a public image", async () => {
    const { code, stdout, stderr } = await up("--demo", "--json");
    assert.equal(code, 0, stderr);
    const { services } = JSON.parse(stdout) as {
      services: { sync: string; health: string; version: string }[];
    };
    assert.deepEqual(
      services.map(({ sync, health, version }) => [sync, health, version]),
      Array.from({ length: 4 }, () => ["Synced", "Healthy", "6.9.2"]),
    );
    assert.ok(
      asked.includes("http://msa-charts.msa-demo.svc:8080/microservice-1.1.0.tgz"),
      asked.join(" "),
    );
    const { spec } = await own.apps.readNamespacedDeployment({ name: "user-service", namespace });
    assert.equal(spec?.template.spec?.containers[0]?.image, "ghcr.io/stefanprodan/podinfo:6.9.2");
    assert.equal(checkout.gitStatus(), "");
  });

  it("answers status there too, and is removed by destroy", async () => {
    const env = { KUBECONFIG: own.kubeconfig };
    const status = await checkout.msa(["status", "staging", "--context", own.context], env);
    assert.equal(status.code, 0, status.stderr);
    const destroyed = await checkout.msa(
      ["destroy", "staging", "--context", own.context, "--yes"],
      env,
    );
    assert.equal(destroyed.code, 0, destroyed.stdout + destroyed.stderr);
    const { items } = await own.core.listNamespace();
    assert.ok(!items.some(({ metadata }) => metadata?.name === namespace));
    assert.ok(items.some(({ metadata }) => metadata?.name === "microservices-dev"));
  });

  it("names the contexts there are when the one asked for is not among them", async () => {
    const { code, stderr } = await checkout.msa(["up", "staging", "--context", "nowhere"], {
      KUBECONFIG: own.kubeconfig,
    });
    assert.equal(code, 2);
    assert.equal(
      stderr.trim(),
      'kubeconfig: no such context (found "nowhere"). Contexts there are msa-development.',
    );
    assert.ok(!processesWith(join(checkout.folder, ".msa", "contexts")).length);
  });
});

/** The file of the demo's chart repository that a URL names; undefined when there is none. */
async function served(cluster: LocalCluster, url: string): Promise<Buffer | undefined> {
  const map = await cluster.core
    .readNamespacedConfigMap({ name: "msa-charts", namespace: "msa-demo" })
    .catch(() => undefined);
  const content = map?.binaryData?.[new URL(url).pathname.slice(1)];
  return content === undefined ? undefined : Buffer.from(content, "base64");
}
