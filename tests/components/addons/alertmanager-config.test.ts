import assert from "node:assert/strict";

import fc from "fast-check";

import { alertmanagerConfig } from "../../../components/addons/prometheus/alertmanager-config.ts";
import type {
  EnvironmentNotifications,
  NotificationChannels,
  NotificationEvent,
  Notifications,
} from "../../../config/model.ts";
import { environments } from "../../../config/model.ts";
import { notificationEvents } from "../../../config/notifications-model.ts";
import { committedConfigs } from "../../support/real-configs.ts";
import { sampleService } from "../../support/sample-config.ts";
import { AmtoolConfig } from "../notifications/amtool.ts";
import { sampleNotifications } from "../notifications/sample-notifications.ts";
import { at } from "./record-addons.ts";

const teams = ["commerce", "identity", "shop"] as const;
const services = ["order-service", "payment-service", "user-service"].map((name, index) =>
  sampleService({ name, team: teams[index] ?? "" }),
);

const channel = fc.constantFrom("#msa-support", "#msa-oncall", "#운영", "C0123ABCD");
const address = fc.constantFrom("admin@jclee.me", "on.call+msa@jclee.me", "team@example.org");
const events = fc.subarray([...notificationEvents]);
const channels: fc.Arbitrary<NotificationChannels> = fc.record(
  {
    slack: fc.record({ channel, events }),
    email: fc.record({ to: fc.uniqueArray(address, { minLength: 1 }), events }),
    teams: fc.record({ events }),
  },
  { requiredKeys: [] },
);
const byName = (names: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...names), channels, { maxKeys: names.length });
const onCall = fc.record(
  { slack: channel, email: fc.uniqueArray(address) },
  { requiredKeys: ["email"] },
);

function routing(
  environment: EnvironmentNotifications["environment"],
): fc.Arbitrary<EnvironmentNotifications> {
  const names = services.map(({ name }) => name);
  return fc
    .tuple(channels, fc.record({ onCall, byService: byName(names), byTeam: byName(teams) }))
    .map(([own, rest]) => ({ environment, ...own, ...rest }));
}

const notifications: fc.Arbitrary<Notifications> = fc.record({
  transports: fc.record(
    {
      slack: fc.constant({ apiUrl: "https://slack.com/api/chat.postMessage" }),
      email: fc.record(
        {
          ...{ host: fc.constant("smtp.jclee.me"), port: fc.constantFrom(25, 465, 587) },
          from: fc.constant("msa@jclee.me"),
          username: fc.constant("msa@jclee.me"),
          tls: fc.constantFrom("starttls", "implicit"),
        },
        { requiredKeys: ["host", "port", "from", "tls"] },
      ),
      teams: fc.subarray([...teams]),
    },
    { requiredKeys: ["teams"] },
  ),
  environments: fc.tuple(...environments.map(routing)),
});

interface Told {
  readonly event: NotificationEvent;
  readonly severity: "critical" | "warning";
  readonly environment: string;
  readonly service: string;
  readonly team: string;
}

/** Who should be told, said once more and in another way. */
function expected({ transports, environments }: Notifications, told: Told): readonly string[] {
  const own = environments.find(({ environment }) => environment === told.environment);
  assert.ok(own !== undefined);
  const pick = <K extends keyof NotificationChannels>(key: K): NotificationChannels[K] => {
    const one = own.byService[told.service]?.[key] ?? own.byTeam[told.team]?.[key] ?? own[key];
    return one?.events.includes(told.event) === true ? one : undefined;
  };
  const paged = told.severity === "critical" ? own.onCall : { email: [] };
  const places = [
    ...[pick("slack")?.channel, paged.slack].map((channel) =>
      channel === undefined || transports.slack === undefined ? [] : [`slack ${channel}`],
    ),
    ...[...(pick("email")?.to ?? []), ...paged.email].map((each) =>
      transports.email === undefined ? [] : [`email ${each}`],
    ),
    ...transports.teams.map((team) =>
      team === told.team && pick("teams") !== undefined ? [`teams ${team}`] : [],
    ),
  ];
  return [...new Set(places.flat())].sort();
}

describe("Alertmanager's configuration", function () {
  this.timeout(120_000);

  async function using<T>(config: AmtoolConfig, use: (config: AmtoolConfig) => Promise<T>) {
    try {
      return await use(config);
    } finally {
      config.close();
    }
  }

  it("is taken by the real Alertmanager for each environment of the repository", async () => {
    for (const config of committedConfigs()) {
      const faults = await using(new AmtoolConfig(config), (each) => each.faults());
      assert.equal(faults, "", config.environment);
    }
  });

  it("is taken, and routes as it says, whatever is configured", async () => {
    const told = fc.record<Told>({
      event: fc.constantFrom(...notificationEvents),
      severity: fc.constantFrom("critical", "warning"),
      environment: fc.constantFrom(...environments),
      service: fc.constantFrom(...services.map(({ name }) => name)),
      team: fc.constant(""),
    });
    const several = fc.array(told, { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(notifications, several, async (all, alerts) => {
        await using(new AmtoolConfig({ notifications: all, services }), async (config) => {
          assert.equal(await config.faults(), "");
          for (const alert of alerts) {
            const team = services.find(({ name }) => name === alert.service)?.team ?? "";
            const labels = { ...alert, team };
            const receivers = await config.receivers(labels);
            assert.deepEqual([...receivers].sort(), expected(all, labels));
          }
        });
      }),
      { numRuns: 30 },
    );
  });

  it("holds no credential: each is a file of the mounted Secret", () => {
    const text = JSON.stringify(
      alertmanagerConfig({ notifications: sampleNotifications(), services }),
    );
    assert.deepEqual(
      [...text.matchAll(/"([a-z_]*file)":"([^"]+)"/g)].map(([, key, file]) => `${key} ${file}`),
      [
        "credentials_file /etc/alertmanager/secrets/alertmanager-channels/slack-token",
        "credentials_file /etc/alertmanager/secrets/alertmanager-channels/slack-token",
        "auth_password_file /etc/alertmanager/secrets/alertmanager-channels/email-password",
        "webhook_url_file /etc/alertmanager/secrets/alertmanager-channels/teams-commerce",
        "webhook_url_file /etc/alertmanager/secrets/alertmanager-channels/teams-identity",
      ],
    );
  });

  it("tells nobody when nothing is configured, and keeps the Watchdog apart", () => {
    const config = alertmanagerConfig({
      notifications: { transports: { teams: [] }, environments: [] },
      services,
    });
    assert.deepEqual(config["receivers"], [{ name: "null" }]);
    assert.equal(at(config, "route", "receiver"), "null");
    assert.deepEqual(at(config, "route", "routes"), [
      { receiver: "null", matchers: ['alertname = "Watchdog"'] },
    ]);
  });

  it("remembers an event for longer than an hour, in which it is tried again", () => {
    const config = alertmanagerConfig({ notifications: sampleNotifications(), services });
    assert.deepEqual(config["global"], { resolve_timeout: "6h" });
    const routes = at(config, "route", "routes") as readonly Record<string, unknown>[];
    assert.deepEqual(
      routes.slice(1).map((route) => [route["group_interval"], route["repeat_interval"]]),
      [
        ["1m", "24h"],
        ["5m", "24h"],
      ],
    );
  });

  it("demands TLS of the mail server, in the way it is told", () => {
    const { email } = sampleNotifications().transports;
    assert.ok(email !== undefined);
    const ways = (["starttls", "implicit"] as const).map((tls) => {
      const transports = { email: { ...email, tls }, teams: [] };
      const config = alertmanagerConfig({
        notifications: sampleNotifications({ transports }),
        services,
      });
      const [, receiver] = config["receivers"] as readonly Record<string, unknown>[];
      const [mail] = receiver?.["email_configs"] as readonly Record<string, unknown>[];
      return [mail?.["require_tls"], mail?.["force_implicit_tls"], mail?.["smarthost"]];
    });
    assert.deepEqual(ways, [
      [true, false, "smtp.jclee.me:587"],
      [true, true, "smtp.jclee.me:587"],
    ]);
  });
});
