import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { NotifiedPlatform } from "../support/notifications/notified-platform.ts";
import { received, type Received } from "../support/notifications/received.ts";

/** How long channels are away, in milliseconds. */
const outage = 3 * 60_000;
/** What was promised: so long a message may take where the channel works, in milliseconds. */
const promised = 30_000;

const tooMuch = { resources: { requests: { cpu: "9" } } };
const services = {
  "user-service": "identity",
  "product-service": "catalogue",
  "order-service": "commerce",
} as const;
const titleOf = (service: string) => `[DEVELOPMENT] Sync failed: ${service}`;

/** The channels that are away, and in which way. */
const outages = [
  { slack: "hanging", mail: "down" },
  { slack: "down", mail: "hanging" },
] as const;

describe("channels that are away for three minutes", function () {
  this.timeout(15 * 60_000);

  for (const { slack, mail } of outages) {
    it(`lose nothing and hold up no other: Slack ${slack}, mail ${mail}`, async () => {
      const platform = await NotifiedPlatform.make();
      try {
        await platform.setSecrets({
          "notifications/slack/token": "xoxb-0123456789-abcdefghij",
          "notifications/email/password": "correct horse",
          ...platform.workflows,
        });
        const { code, stderr } = await platform.msa("up", "development");
        assert.equal(code, 0, stderr);
        for (const service of Object.keys(services))
          await platform.arrived(`[DEVELOPMENT] Deployment complete: ${service}`, 2);
        platform.forget();

        await platform.sinks.slack.become(slack);
        await platform.sinks.mail.become(mail);
        const since = Date.now();
        // Spread over the outage: an event that comes late in it waits behind the earlier ones.
        for (const [index, [service, team]] of Object.entries(services).entries()) {
          const begun = Date.now();
          await platform.changeValues(service, tooMuch);
          const [first] = await platform.arrived(titleOf(service), 1);
          assert.equal(first?.place, `teams ${team}`);
          assert.ok(first.at - begun < promised, `${service}: after ${first.at - begun} ms`);
          await sleep(Math.max(0, since + ((index + 1) * outage) / 3 - Date.now()));
        }
        assert.deepEqual(placesOf(received(platform.sinks)), expectedAt("teams"));
        await platform.sinks.slack.become("up");
        await platform.sinks.mail.become("up");

        for (const service of Object.keys(services)) await platform.arrived(titleOf(service), 3);
        // Were anything sent again, it would be with the next attempt of its group, a minute later.
        await sleep(90_000);
        assert.deepEqual(
          placesOf(received(platform.sinks)),
          [...expectedAt("teams"), ...expectedAt("slack"), ...expectedAt("email")].sort(),
        );
      } finally {
        await platform.remove();
      }
    });
  }
});

function placesOf(messages: readonly Received[]): string[] {
  return messages.map(({ place, title }) => `${place} | ${title}`).sort();
}

function expectedAt(channel: "slack" | "email" | "teams"): string[] {
  return Object.entries(services)
    .map(([service, team]) => {
      const place = { slack: "#shop", email: "admin@example.org", teams: team }[channel];
      return `${channel} ${place} | ${titleOf(service)}`;
    })
    .sort();
}
