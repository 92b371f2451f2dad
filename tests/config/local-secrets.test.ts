import assert from "node:assert/strict";
import { parse as parseYaml } from "yaml";
import { joinLocal, type Local } from "../../config/local.ts";
import type { Config } from "../../config/model.ts";
import { parse } from "../../config/parse.ts";
import { configFromText } from "../../config/read-files.ts";
import { missingSecrets } from "../../config/secrets/missing.ts";
import { readFixtures } from "./fixture.ts";

const stack = "production";
const local: Local = { context: "msa-local", uid: "" };

/** A committed stack that logs in at a registry and at repositories, and has all its secrets. */
const committed = readFixtures("valid").find(({ name }) => name === "secrets-set");
assert.ok(committed);
const { projectText, stackText } = committed;

function textOf(over: Partial<Local> = {}, previousText?: string): string {
  const previous = previousText === undefined ? {} : { previousText };
  return joinLocal({ stackText, projectText, local: { ...local, ...over }, ...previous });
}

function configOf(text: string): Config {
  return parse(configFromText({ projectText, stackText: text, stack }));
}

function written(text: string, key: string): unknown {
  return (parseYaml(text) as { config: Record<string, unknown> }).config[key];
}

/** The joined file after secrets were set in a local run. */
const later = `${textOf()}  msa:secrets:
    notifications/slack/token: { secure: "v1:local:a" }
    services/orders/gone/key: { secure: "v1:local:b" }
  msa:secretRevisions:
    notifications/slack/token: { revision: 1, set: "2026-11-23" }
    services/orders/gone/key: { revision: 4 }
encryptionsalt: v1:salt
`;

describe("the secrets of a local run", () => {
  it("are none of the committed ones, which it could not decrypt", () => {
    const text = textOf();
    assert.deepEqual(
      [written(text, "msa:secrets"), written(text, "msa:secretRevisions")],
      [undefined, undefined],
    );
    assert.doesNotMatch(text, /v1:a:b/);
    assert.equal(
      configOf(text).secrets.some(({ isSet }) => isSet),
      false,
    );
  });

  it("are all optional, so that it comes up without any", () => {
    const config = configOf(textOf());
    assert.deepEqual(missingSecrets(config), []);
    assert.deepEqual(
      config.services.flatMap(({ secrets }) => secrets.map(({ secretName }) => secretName)),
      ["orders-database", "orders-mail"],
    );
  });

  it("need no login at a registry or a repository that it does not use", () => {
    const config = configOf(textOf());
    assert.deepEqual([config.registryLogin, config.repositories], [undefined, []]);
    assert.deepEqual(
      config.secrets
        .map(({ name }) => name)
        .filter((name) => /^(registry|repositories)\//.test(name)),
      [],
    );
  });

  it("outlive the next join as they were set, with the salt that encrypts them", () => {
    const text = textOf({}, later);
    assert.deepEqual(written(text, "msa:secrets"), {
      "notifications/slack/token": { secure: "v1:local:a" },
    });
    assert.deepEqual(written(text, "msa:secretRevisions"), {
      "notifications/slack/token": { revision: 1, set: "2026-11-23" },
    });
    assert.match(text, /^encryptionsalt: v1:salt$/m);
    const { secrets } = configOf(text);
    assert.deepEqual(
      secrets.filter(({ isSet }) => isSet).map(({ name, setOn }) => [name, setOn]),
      [["notifications/slack/token", "2026-11-23"]],
    );
    assert.equal(textOf({}, text), text);
  });

  it("are kept when the file has a problem, which parse will tell", () => {
    const broken = stackText.replace("branch: main", "branch: HEAD");
    const text = joinLocal({ stackText: broken, projectText, local, previousText: later });
    assert.deepEqual(Object.keys(written(text, "msa:secrets") as object), [
      "notifications/slack/token",
      "services/orders/gone/key",
    ]);
  });

  it("are not asked for by a demo, which tells nobody anything", () => {
    const demo = { image: "ghcr.io/acme/sample:6.7.0" };
    const config = configOf(textOf({ demo }));
    assert.deepEqual(
      config.secrets.filter(({ name }) => name.startsWith("notifications/")),
      [],
    );
    assert.deepEqual(
      config.off.map(({ what }) => what),
      ["Secret database of orders", "Secret mail of orders"],
    );
  });

  it("leave a stack alone that has none", () => {
    const bare = readFixtures("valid").find(({ name }) => name === "base");
    assert.ok(bare);
    const text = joinLocal({ stackText: bare.stackText, projectText: bare.projectText, local });
    assert.doesNotMatch(text, /catalogue|registryLogin|repositories|secret/i);
  });
});
