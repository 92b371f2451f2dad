import assert from "node:assert/strict";

import type { NotificationEvent } from "../../../config/model.ts";
import { sampleService } from "../../support/sample-config.ts";
import { AmtoolConfig, type Labels } from "./amtool.ts";
import { important, sampleNotifications, sampleRouting } from "./sample-notifications.ts";

const support = "slack #msa-support";
const onCall = "slack #msa-oncall";
const admin = "email admin@jclee.me";

interface Row {
  readonly event: NotificationEvent;
  readonly severity: "critical" | "warning" | "info";
  readonly environment?: string;
  readonly service?: string;
  readonly team?: string;
  readonly receivers: readonly string[];
}

/** Where nothing else is said: order-service of the team commerce, in production. */
const routed: readonly Row[] = [
  {
    event: "sync-failed",
    severity: "warning",
    receivers: [support, admin, "teams commerce"],
  },
  {
    event: "health-degraded",
    severity: "critical",
    receivers: [support, admin, onCall, "teams commerce"],
  },
  { event: "deployment-complete", severity: "info", receivers: [support, "teams commerce"] },
  {
    event: "resource-limit-exceeded",
    severity: "warning",
    receivers: [support, admin, "teams commerce"],
  },
  {
    event: "resource-limit-exceeded",
    severity: "critical",
    receivers: [support, admin, onCall, "teams commerce"],
  },
  // The other team has its own channel, and its own mail.
  {
    event: "sync-failed",
    severity: "warning",
    service: "user-service",
    team: "identity",
    receivers: [support, "email identity@jclee.me", "teams identity"],
  },
  // A team without a channel, and a quota, which has no team.
  { event: "sync-failed", severity: "warning", team: "shop", receivers: [support, admin] },
  {
    event: "resource-limit-exceeded",
    severity: "warning",
    service: "",
    team: "",
    receivers: [support, admin],
  },
  // Staging has a channel of its own, tells of deployments alone and pages nobody.
  {
    event: "deployment-complete",
    severity: "info",
    environment: "staging",
    receivers: ["slack #staging"],
  },
  { event: "health-degraded", severity: "critical", environment: "staging", receivers: [] },
  // An environment of another platform.
  { event: "health-degraded", severity: "critical", environment: "development", receivers: [] },
  // payment-service: its own Slack channel for failures; the mail of its team; Teams as everybody.
  {
    event: "sync-failed",
    severity: "warning",
    service: "payment-service",
    team: "identity",
    receivers: ["slack #payments", "email identity@jclee.me", "teams identity"],
  },
  {
    event: "deployment-complete",
    severity: "info",
    service: "payment-service",
    team: "identity",
    receivers: ["teams identity"],
  },
  {
    event: "health-degraded",
    severity: "critical",
    service: "payment-service",
    team: "identity",
    receivers: ["slack #payments", "email identity@jclee.me", onCall, "teams identity"],
  },
];

function labelsOf({ event, severity, environment, service, team }: Row) {
  return {
    event,
    severity,
    environment: environment ?? "production",
    service: service ?? "order-service",
    team: team ?? "commerce",
  };
}

describe("the routes of notifications, as the real Alertmanager takes them", function () {
  this.timeout(60_000);
  const configs: AmtoolConfig[] = [];
  const open = (...args: ConstructorParameters<typeof AmtoolConfig>) => {
    const config = new AmtoolConfig(...args);
    configs.push(config);
    return config;
  };
  after(() => {
    for (const config of configs) config.close();
  });

  const staging = sampleRouting({
    environment: "staging",
    slack: { channel: "#staging", events: ["deployment-complete"] },
    email: { to: ["admin@jclee.me"], events: [] },
    teams: { events: [] },
    onCall: { email: [] },
  });
  const production = sampleRouting({
    byTeam: { identity: { email: { to: ["identity@jclee.me"], events: important } } },
    byService: {
      "payment-service": {
        slack: { channel: "#payments", events: ["sync-failed", "health-degraded"] },
      },
    },
  });
  const services = [
    sampleService({ name: "payment-service", team: "identity" }),
    sampleService({ name: "order-service", team: "commerce" }),
  ];

  for (const row of routed) {
    const { event, environment, service, team } = labelsOf(row);
    const of = [environment, service, team].filter((word) => word !== "").join(", ");
    it(`${event} (${row.severity}) of ${of} goes to ${row.receivers.join(", ") || "nobody"}`, async () => {
      const notifications = sampleNotifications({ environments: [production, staging] });
      const config = open({ notifications, services });
      assert.deepEqual(
        [...(await config.receivers(labelsOf(row)))].sort(),
        [...row.receivers].sort(),
      );
    });
  }

  it("tell each place once, also when it is on call as well", async () => {
    const routing = sampleRouting({
      onCall: { slack: "#msa-support", email: ["admin@jclee.me", "pager@jclee.me"] },
      email: { to: ["admin@jclee.me"], events: ["sync-failed"] },
    });
    const config = open({
      notifications: sampleNotifications({ environments: [routing] }),
      services,
    });
    const labels = { environment: "production", service: "order-service", team: "commerce" };

    assert.deepEqual(
      await config.receivers({ ...labels, event: "health-degraded", severity: "critical" }),
      [support, admin, "email pager@jclee.me", "teams commerce"],
    );
    assert.deepEqual(
      await config.receivers({ ...labels, event: "sync-failed", severity: "critical" }),
      [support, admin, "email pager@jclee.me", "teams commerce"],
    );
    assert.deepEqual(
      await config.receivers({ ...labels, event: "deployment-complete", severity: "info" }),
      [support, "teams commerce"],
    );
  });

  it("leave out a channel without its credential, and keep the others", async () => {
    const transports = { teams: ["commerce"] };
    const config = open({ notifications: sampleNotifications({ transports }), services });
    assert.deepEqual(
      await config.receivers({
        ...{ event: "health-degraded", severity: "critical" },
        ...{ environment: "production", service: "order-service", team: "commerce" },
      }),
      ["teams commerce"],
    );
  });

  it("lead to nobody for what is no event, the Watchdog included", async () => {
    const config = open({ notifications: sampleNotifications(), services });
    const others: readonly Labels[] = [
      { alertname: "Watchdog" },
      { alertname: "ServiceDown", severity: "critical", environment: "production" },
    ];
    for (const labels of others) assert.deepEqual(await config.receivers(labels), []);
  });
});
