import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { text } from "node:stream/consumers";

import { parse } from "yaml";

import { demoRepository } from "../../../cli/demo/objects.ts";
import { serveChart } from "../../../cli/demo/serve-chart.ts";
import { restrictedViolations, type PodSpec } from "../../charts/pod-security.ts";
import { kubeTo, refusal, startServer, type FakeServer } from "../fake-server.ts";

interface Written {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly binaryData?: Readonly<Record<string, string>>;
  readonly spec?: unknown;
}

/** API server that knows the demo's kinds and takes every object. */
function taking(bodies: Promise<string>[]) {
  const kinds = { v1: ["Namespace", "ConfigMap", "Service"], "apps/v1": ["Deployment"] };
  return (path: string, request: Parameters<typeof text>[0] & { method?: string }) => {
    if (request.method === "GET") {
      const group = path.replace(/^\/apis?\//, "") as keyof typeof kinds;
      const resources = kinds[group].map((kind) => ({
        kind,
        name: `${kind.toLowerCase()}s`,
        namespaced: kind !== "Namespace",
      }));
      return { body: { kind: "APIResourceList", groupVersion: group, resources } };
    }
    bodies.push(text(request));
    return { body: {} };
  };
}

describe("serveChart", () => {
  let server: FakeServer;
  let written: Written[];
  let repository: string;
  before(async () => {
    const bodies: Promise<string>[] = [];
    server = await startServer(taking(bodies));
    repository = await serveChart(kubeTo(server.url));
    written = (await Promise.all(bodies)).map((body) => JSON.parse(body) as Written);
  });
  after(() => server.stop());

  const one = (kind: string) => {
    const found = written.find((object) => object.kind === kind);
    assert.ok(found !== undefined);
    return found;
  };

  it("applies four objects on the server's side, as msa-demo, so that it can be repeated", () => {
    const options = "?fieldManager=msa-demo&force=true";
    const inNamespace = "namespaces/msa-demo";
    assert.deepEqual(
      server.requests.filter((request) => !request.startsWith("GET ")),
      [
        `PATCH /api/v1/${inNamespace}${options}`,
        `PATCH /api/v1/${inNamespace}/configmaps/msa-charts${options}`,
        `PATCH /apis/apps/v1/${inNamespace}/deployments/msa-charts${options}`,
        `PATCH /api/v1/${inNamespace}/services/msa-charts${options}`,
      ],
    );
  });

  it("returns the address that the Service has inside the cluster", () => {
    const { metadata, spec } = one("Service");
    const [port] = (spec as { ports: { port: number }[] }).ports;
    assert.equal(
      repository,
      `http://${metadata.name}.${String(metadata.namespace)}.svc:${String(port?.port)}`,
    );
    assert.equal(repository, demoRepository);
  });

  it("puts an index and the packaged chart it points to into the ConfigMap", () => {
    const { binaryData = {} } = one("ConfigMap");
    assert.deepEqual(Object.keys(binaryData).sort(), ["index.yaml", "microservice-1.1.0.tgz"]);
    const file = (name: string) => Buffer.from(binaryData[name] ?? "", "base64");
    const index = parse(file("index.yaml").toString()) as {
      entries: Record<string, { urls: string[]; version: string }[]>;
    };
    const [entry] = index.entries["microservice"] ?? [];
    assert.equal(entry?.version, "1.1.0");
    assert.deepEqual(entry.urls, [`${demoRepository}/microservice-1.1.0.tgz`]);
    assert.ok(gunzipSync(file("microservice-1.1.0.tgz")).includes("microservice/Chart.yaml"));
  });

  it("runs a pod that the restricted Pod Security Standard admits", () => {
    const { template } = one("Deployment").spec as {
      template: { spec: PodSpec & { automountServiceAccountToken: boolean } };
    };
    assert.deepEqual(restrictedViolations(template.spec), []);
    assert.equal(template.spec.automountServiceAccountToken, false);
    assert.deepEqual(template.spec.volumes, [
      { name: "charts", configMap: { name: "msa-charts" } },
    ]);
  });

  it("says which right is missing when the cluster takes nothing", async () => {
    const refusing = await startServer(() => refusal(403, "namespaces is forbidden"));
    try {
      await assert.rejects(serveChart(kubeTo(refusing.url)), {
        message:
          "--demo: the chart server cannot be put on the cluster (HTTP 403: namespaces is forbidden). " +
          "You need the right to write in namespace msa-demo there.",
      });
    } finally {
      await refusing.stop();
    }
  });
});
