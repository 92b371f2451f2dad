import assert from "node:assert/strict";

import { type Alertmanager, alertmanagerAt } from "../../../cli/notify/alertmanager.ts";
import { type Channel, channels } from "../../../cli/notify/channels.ts";
import { awaitDelivery, type Delivery } from "../../../cli/notify/delivery.ts";
import { failureIn } from "../../../cli/notify/failure-log.ts";
import { type Sinks, startSinks } from "../../support/sinks/sinks.ts";
import { AlertmanagerProcess } from "./alertmanager-process.ts";

describe("what became of samples, by a real Alertmanager", function () {
  this.timeout(60_000);
  let sinks: Sinks;
  let process: AlertmanagerProcess;
  let alertmanager: Alertmanager;
  let tests = 0;

  before(async () => {
    sinks = await startSinks();
    process = new AlertmanagerProcess(config(sinks), sinks.authority);
    alertmanager = alertmanagerAt(await process.url());
  });

  after(async () => {
    await process.stop();
    await sinks.stop();
  });

  /** Sends one alert for each event of each channel, and waits for what becomes of them. */
  async function test(
    of: Readonly<Partial<Record<Channel, readonly string[]>>>,
    timeoutSeconds = 30,
  ): Promise<readonly Delivery[]> {
    tests += 1;
    const episode = `2026-01-01T00:00:0${tests}Z`;
    const before = await alertmanager.counters();
    const endsAt = new Date(Date.now() + 60_000).toISOString();
    const alerts = Object.entries(of).flatMap(([channel, events]) =>
      events.map((event) => ({
        labels: { alertname: event, event, channel, episode },
        annotations: {},
        startsAt: new Date().toISOString(),
        endsAt,
      })),
    );
    await alertmanager.send(alerts);
    return awaitDelivery(alertmanager, { channels, episode, before, timeoutSeconds });
  }

  it("is that each arrived, for every receiver that the routes lead to", async () => {
    const all = await test({ slack: ["sync-failed", "health-degraded"], teams: ["sync-failed"] });

    assert.deepEqual(all, [
      arrived("slack", "slack #other", ["health-degraded"]),
      arrived("slack", "slack #shop", ["health-degraded", "sync-failed"]),
      arrived("teams", "teams commerce", ["sync-failed"]),
    ]);
    assert.equal(sinks.slack.messages.length, 3);
    assert.equal(sinks.teams.messages.length, 1);
  });

  it("counts only this test's messages", async () => {
    assert.deepEqual(await test({ teams: ["sync-failed"] }), [
      arrived("teams", "teams commerce", ["sync-failed"]),
    ]);
  });

  it("is nothing for an event that is routed to nobody", async () => {
    assert.deepEqual(await test({ email: ["deployment-complete"] }), []);
  });

  it("is a refusal at once, with the other side's words", async () => {
    await sinks.slack.become("refusing");
    const since = new Date().toISOString();
    const [found] = await test({ slack: ["sync-failed"] });

    assert.deepEqual(found, {
      ...arrived("slack", "slack #shop", ["sync-failed"]),
      delivered: 0,
      failedAttempts: 1,
      reasons: ["clientError"],
    });
    assert.match(failureIn(process.log(), "slack #shop", since) ?? "", /channel_not_found/);
    assert.equal(failureIn(process.log(), "slack #other", since), undefined);
    await sinks.slack.become("up");
  });

  it("is that nothing has arrived yet when a channel is down, with the reason in the log", async () => {
    await sinks.mail.become("down");
    const since = new Date().toISOString();
    const [found] = await test({ email: ["sync-failed"] }, 2);

    assert.equal(found?.delivered, 0);
    assert.ok(found.failedAttempts > 0);
    assert.deepEqual(found.reasons, []);
    const said = failureIn(process.log(), "email a@example.org", since) ?? "";
    assert.match(said, /connection refused/);
    await sinks.mail.become("up");
  });

  it("is an error in words when Alertmanager does not answer, or refuses", async () => {
    await assert.rejects(alertmanagerAt("http://127.0.0.1:9").counters(), {
      name: "Error",
      message:
        /^Alertmanager: GET \/metrics: no answer that can be used \(.*\)\. Check that its pods run/,
    });
    const bad = { labels: {}, annotations: {}, startsAt: "2026-01-01T00:00:00Z", endsAt: "" };
    await assert.rejects(alertmanager.send([bad]), {
      message: /^Alertmanager: POST \/api\/v2\/alerts: refused \(HTTP 4\d\d: /,
    });
  });
});

function arrived(channel: Channel, receiver: string, events: readonly string[]): Delivery {
  return { channel, receiver, events, delivered: events.length, failedAttempts: 0, reasons: [] };
}

function config({ slack, teams, mail }: Sinks): object {
  const route = (receiver: string, ...matchers: string[]) => ({
    receiver,
    matchers,
    continue: true,
  });
  return {
    route: {
      receiver: "null",
      group_by: ["..."],
      group_wait: "0s",
      group_interval: "1m",
      routes: [
        route("slack #shop", "channel = slack"),
        route("slack #other", "channel = slack", "event = health-degraded"),
        route("teams commerce", "channel = teams"),
        route("email a@example.org", "channel = email", "event = sync-failed"),
      ],
    },
    receivers: [
      { name: "null" },
      ...["#shop", "#other"].map((channel) => ({
        name: `slack ${channel}`,
        slack_configs: [{ channel, api_url: `${slack.url}/` }],
      })),
      { name: "teams commerce", msteamsv2_configs: [{ webhook_url: `${teams.url}/commerce` }] },
      {
        name: "email a@example.org",
        email_configs: [
          { to: "a@example.org", from: "b@example.org", smarthost: `localhost:${mail.port}` },
        ],
      },
    ],
  };
}
