import assert from "node:assert/strict";
import { notificationEvents } from "../../config/notifications-model.ts";
import { NamedFixtures } from "./named-fixtures.ts";

const fixtures = new NamedFixtures("notifications-");
const all = [...notificationEvents];
const important = ["sync-failed", "health-degraded", "resource-limit-exceeded"];

describe("notifications", () => {
  const everything = fixtures.read("everything").notifications;
  const [production] = everything.environments;

  it("go to each channel with the events that are important there", () => {
    assert.deepEqual(
      [production?.slack, production?.email, production?.teams, production?.onCall],
      [
        { channel: "#support", events: ["sync-failed", "health-degraded"] },
        { to: ["a@example.org", "b@example.org"], events: important },
        { events: all },
        { slack: "C0123ABCDEF", email: ["night@example.org"] },
      ],
    );
  });

  it("take what a team leaves out from the environment, and what a service does from its team", () => {
    assert.deepEqual(production?.byTeam, {
      commerce: {
        slack: { channel: "#commerce", events: ["sync-failed", "health-degraded"] },
        email: { to: ["a@example.org", "b@example.org"], events: ["sync-failed"] },
      },
      identity: { teams: { events: [] } },
    });
    assert.deepEqual(production.byService, {
      orders: {
        slack: { channel: "#commerce", events: ["resource-limit-exceeded"] },
        teams: { events: ["deployment-complete"] },
      },
      users: { email: { to: ["users@example.org"], events: important } },
    });
  });

  it("leave by the ways whose credentials are set, and need none for a team that is told nothing", () => {
    assert.deepEqual(everything.transports, {
      slack: { apiUrl: "http://127.0.0.1:8080/slack" },
      email: {
        host: "smtp.example.org",
        port: 465,
        from: "msa@example.org",
        username: "msa",
        tls: "implicit",
      },
      teams: ["commerce"],
    });
    assert.deepEqual(
      fixtures.read("everything").secrets.map(({ name }) => name),
      ["notifications/email/password", "notifications/slack/token", "notifications/teams/commerce"],
    );
  });

  it("demand STARTTLS on any port but 465, or when told to, and a login only for a user", () => {
    const open = fixtures.read("without-login");
    assert.deepEqual(open.notifications.transports.email, {
      host: "10.0.0.5",
      port: 25,
      from: "msa@example.org",
      tls: "starttls",
    });
    assert.deepEqual(open.secrets, []);
    const { email } = fixtures.read("starttls-on-odd-port").notifications.transports;
    assert.deepEqual([email?.port, email?.tls], [465, "starttls"]);
  });

  it("can be for one team alone", () => {
    const { notifications, secrets } = fixtures.read("by-team-alone");
    assert.deepEqual(notifications.environments[0]?.byTeam, {
      commerce: {
        slack: { channel: "#commerce", events: all },
        teams: { events: ["sync-failed"] },
      },
    });
    assert.deepEqual(
      secrets.map(({ name }) => name),
      ["notifications/slack/token", "notifications/teams/commerce"],
    );
  });

  it("of every environment on a platform are sent by its owner, with one set of credentials", () => {
    const { notifications, secrets } = fixtures.read("of-owner");
    assert.deepEqual(
      notifications.environments.map(({ environment, slack, byTeam }) => [
        environment,
        slack?.channel,
        byTeam,
      ]),
      [
        // What is wrong in a tenant's own file is no reason for the owner to fail.
        ["development", undefined, {}],
        ["production", "#support", {}],
        ["staging", "#staging", { commerce: { teams: { events: ["sync-failed"] } } }],
      ],
    );
    assert.deepEqual(
      secrets.map(({ name, isSet }) => [name, isSet]),
      [
        ["notifications/slack/token", false],
        ["notifications/teams/commerce", true],
      ],
    );
  });

  it("are the owner's for its tenant, who is told what is off there", () => {
    const { notifications, secrets, off } = fixtures.read("of-tenant");
    assert.deepEqual(notifications.transports, {
      slack: { apiUrl: "https://slack.com/api/chat.postMessage" },
      teams: [],
    });
    assert.deepEqual(secrets, []);
    assert.deepEqual(off[0], {
      what: "Notifications to Teams of commerce and identity",
      why: "notifications/teams/commerce and notifications/teams/identity are not set",
      turnOn: "./msa secrets set staging --all-missing",
    });
  });
});

describe("notifications that are off", () => {
  const offOf = (name: string) => fixtures.read(name).off.map(({ what, why }) => `${what}: ${why}`);
  const login =
    "Login of msa-developers, msa-admins and jclee-admins: oidc is not set, which says who is in a group";

  it("say so for each channel whose credential is not set", () => {
    assert.deepEqual(fixtures.read("not-set").notifications.transports, { teams: [] });
    assert.deepEqual(offOf("not-set"), [
      "Notifications to Slack: notifications/slack/token is not set",
      "Notifications to e-mail: notifications/email/password is not set",
      "Notifications to Teams of commerce and identity: notifications/teams/commerce and notifications/teams/identity are not set",
    ]);
  });

  it("say so when nobody is told anything", () => {
    const { off } = fixtures.read("nobody-told");
    assert.deepEqual(off[0], {
      what: "Notifications",
      why: "none is configured",
      turnOn:
        'add `notifications: { value: { slack: { channel: "#msa-support" } } }` to Pulumi.yaml',
    });
  });

  it("are all off without Alertmanager, by which they leave", () => {
    assert.deepEqual(offOf("without-prometheus"), [
      "Notifications: they leave through Alertmanager, and addons.prometheus.enabled is false",
      login,
    ]);
    assert.deepEqual(fixtures.read("without-prometheus").notifications.transports, { teams: [] });
  });

  it("are off for what Argo CD tells, when it is another's", () => {
    assert.deepEqual(offOf("without-argo-cd"), [
      "Notifications of Sync Failed, Health Degraded and Deployment Complete: Argo CD is not this platform's own",
    ]);
  });

  it("subscribe no Application, a tenant's neither, to what nobody of the platform listens to", () => {
    const tells = (name: string) => fixtures.read(name).platform.tellsEvents;
    assert.equal(tells("of-tenant"), true);
    assert.equal(tells("of-tenant-without-alertmanager"), false);
    assert.equal(tells("without-prometheus"), false);
    assert.equal(tells("without-argo-cd"), false);
    assert.deepEqual(
      offOf("of-tenant-without-alertmanager")[0],
      "Notifications: they leave through Alertmanager, and Prometheus is not this platform's own",
    );
  });

  it("have a result asserted for each of their fixtures", () => {
    assert.deepEqual(fixtures.unread(), []);
  });
});
