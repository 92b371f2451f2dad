import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { findEngine, sendThrough } from "../../../cli/notify/argo-engine.ts";
import { sampleApplications } from "../../../cli/notify/sample-applications.ts";
import type { SampleAlert } from "../../../cli/notify/samples.ts";
import { notificationValues } from "../../../components/notifications/argo-notifications.ts";
import { installingConfig } from "../../components/addons/record-addons.ts";
import { notificationsConfigMap } from "../../components/notifications/argo-admin.ts";
import { kubeTo, refusal, startServer, type Answer, type FakeServer } from "../fake-server.ts";

const config = installingConfig("large");
const configMap = notificationsConfigMap(notificationValues(config));
const episode = "2026-11-23T12:00:00.000Z";
const until = "2026-11-23T12:01:00.000Z";

describe("Argo CD's own notifications engine", function () {
  this.timeout(60_000);
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());

  async function engineOf(answer: Answer) {
    server = await startServer(() => answer);
    return findEngine(kubeTo(server.url), "argocd");
  }

  /** An Alertmanager that takes everything, or nothing. */
  async function alertmanager(status: number, taken: SampleAlert[]): Promise<Server> {
    const listening = createServer((request, response) => {
      void text(request).then((body) => {
        taken.push(...(JSON.parse(body) as SampleAlert[]));
        response.writeHead(status).end();
      });
    }).listen(0, "127.0.0.1");
    await once(listening, "listening");
    return listening;
  }

  async function sentTo(status: number): Promise<readonly SampleAlert[]> {
    const engine = await engineOf({ body: configMap });
    assert.ok("command" in engine);
    const taken: SampleAlert[] = [];
    const listening = await alertmanager(status, taken);
    try {
      const samples = sampleApplications(config, { channels: ["slack"], episode, until });
      const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
      await sendThrough(engine, samples, url);
    } finally {
      listening.closeAllConnections();
      listening.close();
    }
    return taken.sort((one, other) => (label(one, "event") < label(other, "event") ? -1 : 1));
  }
  const label = ({ labels }: SampleAlert, name: string) => labels[name] ?? "";

  it("posts each of its messages to the Alertmanager that is reached, and only there", async () => {
    const taken = await sentTo(200);
    assert.deepEqual(
      taken.map((each) => [label(each, "event"), label(each, "channel"), label(each, "episode")]),
      ["deployment-complete", "health-degraded", "sync-failed"].map((event) => [
        event,
        "slack",
        episode,
      ]),
    );
    for (const { annotations, startsAt, endsAt } of taken) {
      assert.match(annotations["summary"] ?? "", /^TEST, nothing has happened: /);
      assert.deepEqual([startsAt, endsAt], [episode, until]);
    }
    assert.match(taken[2]?.annotations["error"] ?? "", /one or more objects failed to apply/);
  });

  it("fails with its own words when that refuses a message", async () => {
    await assert.rejects(
      sentTo(400),
      /argocd: template [a-z-]+ could not be sent \(failed to notify/,
    );
  });

  it("is not there where the templates are another's, or may not be read", async () => {
    const named = "ConfigMap argocd/argocd-notifications-cm";
    assert.deepEqual(await engineOf(refusal(404, "not found")), {
      missing: `${named} has none of this platform's templates`,
    });
    await server?.stop();
    assert.deepEqual(await engineOf(refusal(403, "forbidden")), {
      missing: `this account may not read ${named}`,
    });
  });
});
