import assert from "node:assert/strict";

import { sampleAlerts, type SampleAlert } from "../../../cli/notify/samples.ts";
import {
  type EnvironmentNotifications,
  type NotificationChannels,
  notificationEvents,
} from "../../../config/notifications-model.ts";
import { sampleConfig, sampleService } from "../../support/sample-config.ts";

const options = {
  episode: "2026-11-23T12:00:00.000Z",
  until: "2026-11-23T12:01:00.000Z",
} as const;

const services = [
  sampleService({ name: "user-service", team: "identity" }),
  sampleService({ name: "order-service", team: "commerce" }),
  sampleService({ name: "cart-service", team: "commerce" }),
];

function configOf(exceptions: Partial<EnvironmentNotifications> = {}) {
  const environment = {
    environment: "development",
    onCall: { email: [] },
    byTeam: {},
    byService: {},
    ...exceptions,
  } as const;
  return sampleConfig({
    services,
    notifications: { transports: { teams: [] }, environments: [environment] },
  });
}

const other: NotificationChannels = { slack: { channel: "#other", events: [] } };

function subjects(alerts: readonly SampleAlert[]): string[] {
  return [...new Set(alerts.map(({ labels }) => `${labels["channel"]} ${labels["service"]}`))];
}

describe("the samples of messages", () => {
  it("are one of each event, for one channel, and all of one episode", () => {
    const alerts = sampleAlerts(configOf(), { ...options, channels: ["slack"] });

    assert.deepEqual(
      alerts.map(({ labels }) => labels["event"]),
      notificationEvents,
    );
    for (const { labels, startsAt, endsAt } of alerts) {
      assert.equal(labels["channel"], "slack");
      assert.equal(labels["episode"], options.episode);
      assert.deepEqual([startsAt, endsAt], [options.episode, options.until]);
    }
  });

  it("say in their first words that they are a test", () => {
    for (const { annotations } of sampleAlerts(configOf(), { ...options, channels: ["email"] })) {
      assert.match(annotations["summary"] ?? "", /^TEST, nothing has happened: /);
    }
  });

  it("have the labels that real events have", () => {
    const [failed, , , limit] = sampleAlerts(configOf(), { ...options, channels: ["slack"] });

    assert.deepEqual(failed?.labels, {
      alertname: "SyncFailed",
      severity: "warning",
      event: "sync-failed",
      environment: "development",
      namespace: `test of ${options.episode}`,
      service: "user-service",
      team: "identity",
      application: "user-service-development",
      episode: options.episode,
      channel: "slack",
    });
    assert.equal(limit?.labels["resource"], "memory");
  });

  it("are of one service where all are routed alike", () => {
    assert.deepEqual(
      subjects(sampleAlerts(configOf(), { ...options, channels: ["slack", "email"] })),
      ["slack user-service", "email user-service"],
    );
  });

  it("are of each team for Teams, which has a channel of its own", () => {
    assert.deepEqual(subjects(sampleAlerts(configOf(), { ...options, channels: ["teams"] })), [
      "teams user-service",
      "teams order-service",
    ]);
  });

  it("are of each team and service that is routed in its own way", () => {
    const config = configOf({
      byTeam: { commerce: other },
      byService: { "cart-service": other },
    });
    assert.deepEqual(subjects(sampleAlerts(config, { ...options, channels: ["slack"] })), [
      "slack user-service",
      "slack order-service",
      "slack cart-service",
    ]);
  });
});
