import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import {
  type KubernetesObject,
  type KubernetesObjectApi,
  PatchStrategy,
} from "@kubernetes/client-node";

import { alertmanagerAt } from "../../../cli/notify/alertmanager.ts";
import { forwardPort } from "../../../cli/notify/port-forward.ts";
import { withAlertmanager } from "../../../cli/notify/reach.ts";
import {
  type Cluster,
  type ClusterSpec,
  type PartState,
  readCluster,
  startCluster,
} from "../../../toolchain/cluster/cluster.ts";
import { layoutOf } from "../../../toolchain/cluster/layout.ts";
import { type Ports, readPorts } from "../../../toolchain/cluster/ports.ts";
import { readStatus } from "../../../toolchain/cluster/status.ts";
import { sampleConfig } from "../../support/sample-config.ts";
import { configuration, headlessService, operated, secret } from "./alertmanager.ts";
import { clientOf, discard, kubeConfigOf, specOf, until } from "./test-cluster.ts";

const namespace = "monitoring";
const prometheus = { install: true, retention: "1d" } as const;
const pod = "alertmanager-prometheus-alertmanager-0";
const host = `${pod}.alertmanager-operated.${namespace}.svc:9093`;

/** A message that came out of Alertmanager. */
interface Message {
  readonly authorization: string | undefined;
  readonly title: string;
}

describe("the process of Alertmanager on a local cluster", function () {
  this.timeout(120_000);
  let spec: ClusterSpec;
  let cluster: Cluster;
  let api: KubernetesObjectApi;
  let ports: Ports;
  let sink: Server;
  const messages: Message[] = [];

  before(async () => {
    sink = createServer((incoming, outgoing) => {
      let body = "";
      incoming.on("data", (chunk: Buffer) => (body += chunk.toString()));
      incoming.on("end", () => {
        const title = /about \w+/.exec(body)?.[0] ?? body;
        messages.push({ authorization: incoming.headers.authorization, title });
        outgoing.end();
      });
    }).listen(0, "127.0.0.1");
    spec = specOf("alerts");
    cluster = await startCluster(spec, () => undefined);
    api = clientOf(cluster);
    const known = await readPorts(layoutOf(spec.folder));
    assert.ok(known);
    ports = known;
    await api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    await api.create(headlessService(namespace));
  });

  after(async () => {
    await discard(spec);
    sink.close();
  });

  const configOf = (receiver: string): string => `
global: { resolve_timeout: 1h }
templates: [/etc/alertmanager/config/*.tmpl]
route: { receiver: ${receiver}, group_by: [alertname], group_wait: 0s }
receivers:
  - name: sink
    msteamsv2_configs:
      - webhook_url: http://127.0.0.1:${(sink.address() as AddressInfo).port}/
        title: '{{ template "test.text" . }}'
        http_config: { authorization: { credentials_file: /etc/alertmanager/secrets/channels/token } }
`;

  async function part(expected: (part: PartState) => boolean): Promise<PartState> {
    return await until(async () =>
      (await readCluster(spec.folder))?.parts.find(
        (one) => one.name === "alertmanager" && expected(one),
      ),
    );
  }

  async function patch(object: KubernetesObject): Promise<void> {
    const merge = PatchStrategy.MergePatch;
    await api.patch(object, undefined, undefined, undefined, undefined, merge);
  }

  const mounted = (name: string): string => join(spec.folder, "alertmanager", "mounts", name);

  /** Posts alerts to a name of the cluster, as a process with HTTP_PROXY does. */
  async function post(to: string, alertname: string): Promise<{ code: number; text: string }> {
    return await new Promise((resolve, reject) => {
      const call = request(
        {
          host: "127.0.0.1",
          port: ports["service-proxy"],
          path: `http://${to}/api/v2/alerts`,
          method: "POST",
          headers: { "content-type": "application/json" },
        },
        (answer) => {
          let text = "";
          answer.on("data", (chunk: Buffer) => (text += chunk.toString()));
          answer.on("end", () => {
            resolve({ code: answer.statusCode ?? 0, text });
          });
        },
      );
      call.on("error", reject);
      call.end(JSON.stringify([{ labels: { alertname } }]));
    });
  }

  const message = async (title: string): Promise<Message> =>
    await until(() => Promise.resolve(messages.find((one) => one.title === title)));

  it("does not run while a Secret that its pod mounts is missing, and the status names it", async () => {
    await api.create(configuration(namespace, configOf("sink")));
    await api.create(operated(namespace));

    const failed = await until(async () =>
      (await readStatus(layoutOf(spec.folder)))?.steps.find(({ state }) => state === "failed"),
    );
    assert.equal(
      failed.error,
      `alertmanager: Secret ${namespace}/channels: not there, and pod ${pod} mounts it. Its process starts when it is.`,
    );
    assert.equal(failed.pid, undefined);
  });

  it("cannot be reached by the names of its pod and Service before it runs", async () => {
    const { code, text } = await post(host, "early");

    assert.equal(code, 502);
    assert.match(text, /ECONNREFUSED/);
  });

  it("runs for its pod once everything is there, with the Secrets for the user alone", async () => {
    await api.create(secret("channels", namespace, { token: "one" }));

    assert.equal((await part(({ state }) => state === "healthy")).pod, `${namespace}/${pod}`);
    assert.equal(readFileSync(mounted("secrets/channels/token"), "utf8"), "one");
    assert.equal(statSync(mounted("secrets/channels/token")).mode & 0o777, 0o600);
    assert.equal(statSync(mounted("config/alertmanager.yaml")).mode & 0o777, 0o600);
  });

  it("is reached by the names of its pod, and uses the configuration, template and Secret it was given", async () => {
    assert.equal((await post(host, "First")).code, 200);

    assert.deepEqual(await message("about First"), {
      authorization: "Bearer one",
      title: "about First",
    });
  });

  it("is not reached by the name of another pod or Service", async () => {
    for (const [name, reason] of [
      [host.replace("-0.", "-1."), /no pod of its Service is Ready/],
      [`alertmanager.${namespace}.svc:9093`, /no such Service/],
      ["slack.example.com", /no name of a Service/],
    ] as const) {
      const { code, text } = await post(name, "lost");
      assert.equal(code, 502);
      assert.match(text, reason);
    }
  });

  it("answers on a forwarded port of its pod, as a real one would, call after call", async () => {
    const kube = kubeConfigOf(cluster);
    const forward = await forwardPort(kube, { namespace, pod, port: 9093 });
    try {
      for (const path of ["/-/ready", "/api/v2/status", "/-/ready"]) {
        const answer = await fetch(`http://127.0.0.1:${forward.port}${path}`);
        assert.equal(answer.status, 200);
        await answer.text();
      }
    } finally {
      forward.close();
    }
    await assert.rejects(fetch(`http://127.0.0.1:${forward.port}/-/ready`));
  });

  it("is found by ./msa notify test as on a real cluster, and a log that cannot be read is no error", async () => {
    const { context, kubeconfig } = cluster;
    const target = { environment: "development", kind: "context", context, kubeconfig } as const;
    const { platform, addons } = sampleConfig();
    const reach = (place: string) =>
      withAlertmanager(
        { ...target, stackFile: "" },
        { platform, addons: { ...addons, prometheus: { ...prometheus, namespace: place } } },
        async ({ url, readLog }) => ({
          receivers: [...(await alertmanagerAt(url).counters()).keys()],
          log: await readLog(new Date().toISOString()),
        }),
      );

    assert.deepEqual(await reach(namespace), { receivers: ["sink"], log: "" });
    await assert.rejects(reach("default"), {
      message:
        "Alertmanager: none of its pods is Ready (found none). Bring the platform up: " +
        "make up ENV=development CONTEXT=msa-alerts, and see why it is not: ./msa status development --context msa-alerts.",
    });
  });

  it("ends a forwarded connection without a byte when there is no such pod", async () => {
    const forward = await forwardPort(kubeConfigOf(cluster), {
      namespace,
      pod: "none",
      port: 9093,
    });
    await assert.rejects(fetch(`http://127.0.0.1:${forward.port}/-/ready`));
    forward.close();
  });

  it("uses a Secret that was changed, without a new process", async () => {
    const { pid } = await part(({ state }) => state === "healthy");
    await patch(secret("channels", namespace, { token: "two" }));
    await until(() =>
      Promise.resolve(
        readFileSync(mounted("secrets/channels/token"), "utf8") === "two" ? true : undefined,
      ),
    );
    await post(host, "Second");

    assert.equal((await message("about Second")).authorization, "Bearer two");
    assert.equal((await part(({ state }) => state === "healthy")).pid, pid);
  });

  it("goes on with what it had when a changed configuration is wrong, and the log says why", async () => {
    await patch(configuration(namespace, configOf("nobody")));
    const log = join(spec.folder, "logs", "supervisor.log");
    await until(() =>
      Promise.resolve(/undefined receiver "nobody"/.test(readFileSync(log, "utf8")) || undefined),
    );
    await post(host, "Third");

    assert.equal((await message("about Third")).authorization, "Bearer two");
  });

  it("ends with its pods and leaves no Secret in a file", async () => {
    await patch(operated(namespace, 0));
    await until(async () =>
      (await readCluster(spec.folder))?.parts.some(({ name }) => name === "alertmanager") === true
        ? undefined
        : true,
    );

    assert.equal(existsSync(mounted("")), false);
    assert.match((await post(host, "late")).text, /no pod of its Service is Ready/);
  });
});
