import assert from "node:assert/strict";

import { channelKey, channelSecret } from "../../../components/secrets/channel-secret.ts";
import type { Config } from "../../../config/model.ts";
import { sampleAddons, sampleConfig } from "../../support/sample-config.ts";
import { madeSecrets, sampleNeed } from "./made-secrets.ts";

const values = {
  "notifications/slack/token": "xoxb-1",
  "notifications/email/password": "mail$",
  "notifications/teams/identity": "https://one.example.com/a?sig=b",
  "registry/password": "none of theirs",
};
const addons = sampleAddons({
  prometheus: { install: true, namespace: "monitoring", retention: "15d" },
});

describe("channelSecret", () => {
  const made = (overrides: Partial<Config>) =>
    madeSecrets(sampleConfig({ addons, ...overrides }), values, channelSecret);

  it("holds each credential that is set under the name of its file", async () => {
    const secrets = [
      ...Object.keys(values).map((name) => sampleNeed(name)),
      sampleNeed("notifications/teams/commerce", { isSet: false }),
    ];

    const [secret, ...more] = await made({ secrets });

    assert.deepEqual(more, []);
    assert.deepEqual(
      [secret?.metadata.namespace, secret?.metadata.name],
      ["monitoring", "alertmanager-channels"],
    );
    assert.deepEqual(secret?.values, {
      "slack-token": "xoxb-1",
      "email-password": "mail$",
      "teams-identity": "https://one.example.com/a?sig=b",
    });
  });

  it("is there with nothing in it while nothing is set, since a pod mounts it", async () => {
    assert.deepEqual(
      (await made({ secrets: [] })).map((each) => each.values),
      [{}],
    );
  });

  it("is not made where somebody else's Alertmanager is used", async () => {
    assert.deepEqual(await made({ addons: sampleAddons() }), []);
  });
});

describe("channelKey", () => {
  it("is a name that a file can have", () => {
    assert.equal(channelKey("notifications/email/password"), "email-password");
    assert.equal(channelKey("notifications/teams/data-platform"), "teams-data-platform");
  });
});
