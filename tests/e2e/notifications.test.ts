import assert from "node:assert/strict";

import type { NotifyTestResult } from "../../cli/commands/notify-test.ts";
import { NotifiedPlatform, teams } from "../support/notifications/notified-platform.ts";
import { received, type Received } from "../support/notifications/received.ts";
import { processesWith } from "../support/processes.ts";

const places = {
  slack: "slack #shop",
  onCall: "slack #on-call",
  email: "email admin@example.org",
  commerce: "teams commerce",
};
const { slack, onCall, email, commerce } = places;

/** The team of each service in the catalogue. */
const teamOf = {
  "notification-service": "messaging",
  "order-service": "commerce",
  "product-service": "catalogue",
  "user-service": "identity",
};

const titleOf = (event: string, service = "order-service") => `[DEVELOPMENT] ${event}: ${service}`;
const deployed = titleOf("Deployment complete");
const failed = titleOf("Sync failed");
const degraded = titleOf("Health degraded");
const limit = `${titleOf("Resource limit exceeded")} (oom)`;

/** Where messages arrived, in the alphabet's order. */
function placesOf(messages: readonly Received[]): string[] {
  return messages.map(({ place }) => place).sort();
}

describe("messages about what happens in an environment", function () {
  this.timeout(240_000);
  let platform: NotifiedPlatform;

  before(async () => {
    platform = await NotifiedPlatform.make();
    await platform.setSecrets({
      "notifications/slack/token": "xoxb-0123456789-abcdefghij",
      "notifications/email/password": "correct horse",
    });
    const { code, stderr } = await platform.msa("up", "development");
    assert.equal(code, 0, stderr);
  });

  after(async () => {
    await platform.remove();
    assert.deepEqual(processesWith(platform.checkout.folder), []);
  });

  const tooMuch = { resources: { requests: { cpu: "9" } } };
  const good = { resources: { requests: { cpu: "100m" } }, image: { tag: "1.0.0" } };
  const neverReady = { image: { tag: "2.0.0-never-ready" } };

  /** Waits until as many have arrived as were expected, and looks where. */
  async function expectAt(title: string, ...expected: string[]): Promise<readonly Received[]> {
    const messages = await platform.arrived(title, expected.length);
    assert.deepEqual(placesOf(messages), expected.sort());
    return messages;
  }

  async function notifyTest(...args: string[]) {
    const { code, stdout, stderr } = await platform.msa("notify", "test", ...args);
    return { code, stdout, stderr };
  }

  it("are off for a channel without its credential, and a test of it says how to turn it on", async () => {
    const { code, stderr } = await notifyTest("development", "teams");

    assert.equal(code, 1);
    assert.match(stderr, /^teams: is off\. Notifications to Teams of /m);
    assert.match(stderr, /To turn it on: \.\/msa secrets set development .*--local/);
  });

  it("tell of the first deployment of every service, where deployments are told", async () => {
    for (const service of Object.keys(teamOf)) {
      await expectAt(titleOf("Deployment complete", service), slack);
    }
  });

  it("are told in a channel that was turned on, from the next apply on", async () => {
    await platform.setSecrets(platform.workflows);
    const { code, stderr } = await platform.msa("up", "development");
    assert.equal(code, 0, stderr);

    const tested = await notifyTest("development", "--json");
    assert.equal(tested.code, 0, tested.stdout + tested.stderr);
    const { receivers, ok, pastArgoCd } = JSON.parse(tested.stdout) as NotifyTestResult;
    assert.equal(ok, true);
    assert.equal(pastArgoCd, undefined);
    assert.deepEqual(
      receivers.map(({ receiver, delivered }) => [receiver, delivered]),
      [
        [onCall, 1],
        [slack, 4],
        [email, 3],
        ...teams.toSorted().map((team) => [`teams ${team}`, 4]),
      ],
    );
    for (const { text } of platform.messages(failed)) {
      assert.match(text, /TEST, nothing has happened: Argo CD could not apply what is declared/);
    }
  });

  it("can be tested in one channel alone, which no other notices", async () => {
    const before = received(platform.sinks).length;
    const { code, stdout } = await notifyTest("development", "slack", "--json");

    assert.equal(code, 0, stdout);
    const arrived = received(platform.sinks).slice(before);
    assert.deepEqual(placesOf(arrived), [onCall, slack, slack, slack, slack]);
  });

  it("fail a test with the other side's words when it refuses them", async () => {
    await platform.sinks.slack.become("refusing");
    const { code, stdout } = await notifyTest("development", "slack");
    await platform.sinks.slack.become("up");

    assert.equal(code, 1);
    assert.match(stdout, /slack #shop +│ 0 of 4 .*channel_not_found/s);
  });

  it("carry the credential of their channel, which is over TLS", () => {
    const [chat] = platform.sinks.slack.messages;
    assert.equal(chat?.authorization, "Bearer xoxb-0123456789-abcdefghij");
    assert.equal(platform.sinks.mail.mails[0]?.login, "msa@example.org correct horse");
  });

  describe("of what really happens", () => {
    const alarmed = [slack, onCall, email, commerce];
    let since: Date;

    before(() => {
      platform.forget();
      since = new Date();
    });

    /**
     * Where the service's two episodes are told. On a slow machine Argo CD may see one begin more than once:
     * it is told again if it had ended meanwhile, so at most as often as that, and alike everywhere.
     */
    async function placesOfEpisodes(messages: readonly Received[]): Promise<string[]> {
      const begun = await platform.degraded("order-service", since);
      const told = messages.filter(({ place }) => place === onCall).length;
      assert.ok(told >= 2 && told <= begun, `told ${told} times, begun ${begun} times`);
      return Array<string[]>(told).fill(alarmed).flat().sort();
    }

    it("tell of a sync that fails, once at every place, with the reason", async () => {
      await platform.changeValues("order-service", tooMuch);
      for (const { text } of await expectAt(failed, slack, email, commerce)) {
        assert.match(text, /order-service/);
        assert.match(text, /1\.0\.0/);
        assert.match(text, /must be less than or equal to cpu limit/);
        assert.match(text, /docs\/runbook#syncfailed/);
        assert.doesNotMatch(text, /<no value>|\{\{|TEST/);
      }
    });

    it("tell of a service that is degraded, also to who is on call", async () => {
      await platform.changeValues("order-service", { ...good, ...neverReady });
      for (const { text } of await expectAt(degraded, ...alarmed)) {
        assert.match(text, /order-service/);
        assert.match(text, /progress deadline/);
      }
    });

    it("tell of the version that works again", async () => {
      await platform.changeValues("order-service", good);
      await expectAt(deployed, slack, commerce);
    });

    it("tell of the next episode of the same kind anew", async () => {
      await platform.changeValues("order-service", neverReady);
      const messages = await platform.arrived(degraded, 2 * alarmed.length);
      assert.deepEqual(placesOf(messages), await placesOfEpisodes(messages));
    });

    it("tell of a limit once, however often Prometheus repeats it", async () => {
      const labels = {
        ...{ alertname: "ResourceLimitExceeded", event: "resource-limit-exceeded" },
        ...{ severity: "critical", resource: "oom", environment: "development" },
        ...{ namespace: "microservices-dev", service: "order-service", team: "commerce" },
        ...{ pod: "order-service-1", container: "order-service" },
      };
      const since = new Date();
      for (const value of ["first", "second"]) {
        const annotations = { summary: `Killed, said the ${value} time.`, version: "1.0.0" };
        await platform.alert(labels, annotations, since);
        await expectAt(limit, slack, onCall, email, commerce);
      }
    });

    it("wait for a channel that hangs and for one that is down, and reach the others meanwhile", async () => {
      const { slack: chat, mail } = platform.sinks;
      await chat.become("hanging");
      await mail.become("down");
      await platform.changeValues("user-service", tooMuch);
      const title = titleOf("Sync failed", "user-service");
      await expectAt(title, "teams identity");

      await chat.become("up");
      await mail.become("up");
      await expectAt(title, slack, email, "teams identity");
    });

    it("tell of an Application that cannot be compared, once, with Argo CD's own words", async () => {
      await platform.changeChartVersion("product-service", "99.0.0");
      const title = titleOf("Sync failed", "product-service");
      for (const { text } of await expectAt(title, slack, email, "teams catalogue")) {
        assert.match(text, /cannot tell what is declared/);
        assert.match(text, /99\.0\.0/);
      }
    });

    it("came once for each episode and no more, in all of this time", async () => {
      const all = received(platform.sinks);
      const alarms = all.filter(({ title }) => title === degraded);
      assert.deepEqual(placesOf(alarms), await placesOfEpisodes(alarms));
      const others = all.filter(({ title }) => title !== degraded);
      const once = others.map(({ place, title }) => `${place} | ${title}`);
      assert.deepEqual(once.toSorted(), [...new Set(once)].sort());
    });
  });
});
