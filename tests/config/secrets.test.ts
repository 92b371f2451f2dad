import assert from "node:assert/strict";
import fc from "fast-check";
import { ConfigError } from "../../config/config-error.ts";
import type { ConfigInput } from "../../config/input.ts";
import { parse } from "../../config/parse.ts";
import { configFromText } from "../../config/read-files.ts";
import { missingSecrets } from "../../config/secrets/missing.ts";
import { baseText } from "./fixture.ts";
import { NamedFixtures } from "./named-fixtures.ts";

const fixtures = new NamedFixtures("secrets-");
const canary = "QXcanary9Z";
const base = configFromText({
  projectText: `${baseText("Pulumi.yaml")}  registryLogin: { value: { username: robot } }\n`,
  stackText: baseText("Pulumi.production.yaml"),
  stack: "production",
});

/** All that is said of a configuration, right or wrong. */
function outcome(input: ConfigInput): string {
  try {
    return JSON.stringify(parse(input));
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
}

describe("the secrets of a stack", () => {
  const { secrets, services, registryLogin, repositories, off } = fixtures.read("set");

  it("are derived from everything that needs one, by name", () => {
    assert.deepEqual(
      secrets.map(({ name, form, isRequired }) => [name, form, isRequired]),
      [
        ["notifications/slack/token", "slack-token", false],
        ["oidc/client-secret", "text", false],
        ["registry/password", "text", true],
        ["repositories/charts/password", "text", true],
        ["repositories/infrastructure/ssh-key", "private-key", true],
        ["services/orders/database/password", "text", true],
        ["services/orders/database/username", "text", true],
        ["services/orders/mail/key", "text", false],
      ],
    );
    assert.deepEqual([secrets.every(({ isSet }) => isSet), off], [true, []]);
  });

  it("say what they are, who reads them, how often and when they were set", () => {
    assert.deepEqual(secrets[2], {
      name: "registry/password",
      purpose: "password of robot$msa+pull at registry.example.org:5000",
      usedBy: ["orders", "users", "platform"],
      form: "text",
      isRequired: true,
      isSet: true,
      revision: 2,
      setOn: "2026-11-23",
    });
    assert.deepEqual(
      secrets.slice(4, 6).map(({ purpose, revision }) => [purpose, revision]),
      [
        ["SSH key for git@git.example.org:infra/base.git", 0],
        ["password of database for orders", 3],
      ],
    );
  });

  it("are files of the services' pods, whose revision is the sum of theirs", () => {
    assert.deepEqual(services[0]?.secrets, [
      {
        name: "database",
        secretName: "orders-database",
        keys: ["username", "password"],
        mountPath: "/etc/secrets/database",
        isSet: true,
      },
      {
        name: "mail",
        secretName: "orders-mail",
        keys: ["key"],
        mountPath: "/run/mail",
        isSet: true,
      },
    ]);
    assert.deepEqual(
      services.map(({ name, secretsRevision }) => [name, secretsRevision]),
      [
        ["orders", 7],
        ["users", 0],
      ],
    );
  });

  it("log in at the registry's host and at repositories, by password or by key", () => {
    assert.deepEqual(registryLogin, {
      host: "registry.example.org:5000",
      username: "robot$msa+pull",
      secretName: "registry-login",
    });
    assert.deepEqual(repositories, [
      {
        name: "charts",
        type: "helm",
        url: "oci://charts.example.org/shop",
        username: "argo",
        login: "password",
      },
      {
        name: "infrastructure",
        type: "git",
        url: "git@git.example.org:infra/base.git",
        login: "ssh-key",
      },
    ]);
  });

  it("are of no use by halves: a Secret with one key missing is not made", () => {
    const config = fixtures.read("missing");
    assert.deepEqual(
      config.services.flatMap((service) => service.secrets.map(({ name, isSet }) => [name, isSet])),
      [
        ["database", false],
        ["mail", false],
        ["tax", false],
      ],
    );
    assert.deepEqual(
      missingSecrets(config).map(({ name }) => name),
      [
        "registry/password",
        "repositories/infrastructure/ssh-key",
        "services/orders/database/password",
      ],
    );
  });

  it("that are missing and not required switch off what reads them, and say how to turn it on", () => {
    assert.deepEqual(fixtures.read("missing").off.slice(0, 2), [
      {
        what: "Secret mail of users",
        why: "services/users/mail/key is not set",
        turnOn: "./msa secrets set production services/users/mail/key",
      },
      {
        what: "Secret tax of users",
        why: "services/users/tax/a and services/users/tax/b are not set",
        turnOn: "./msa secrets set production --all-missing",
      },
    ]);
  });

  it("are this stack's own on another's platform, and those of the platform the owner's", () => {
    const config = fixtures.read("of-tenant");
    assert.deepEqual(
      config.secrets.map(({ name, isSet }) => [name, isSet]),
      [["registry/password", true]],
    );
    assert.deepEqual(config.off, []);
  });

  it("are not asked for by logins that the stack file takes away", () => {
    const config = fixtures.read("login-off-here");
    assert.deepEqual([config.secrets, config.repositories], [[], []]);
    assert.equal("registryLogin" in config, false);
  });

  it("are in no message and no result, whatever shape their map has", () => {
    const value = fc.oneof(
      fc.constant(canary),
      fc.array(fc.constant(canary)),
      fc.dictionary(fc.string(), fc.constant(canary)),
    );
    const map = fc.oneof(value, fc.dictionary(fc.constantFrom("a", "registry/password"), value));
    fc.assert(
      fc.property(map, fc.boolean(), (written, isEncrypted) => {
        const values = { ...base.values, "msa:secrets": written };
        const secretKeys = isEncrypted ? ["msa:secrets"] : [];
        const { stack, file } = base;
        assert.equal(outcome({ stack, file, values, secretKeys }).includes(canary), false);
      }),
      { numRuns: 200 },
    );
  });

  it("have a result asserted for each of their fixtures", () => {
    assert.deepEqual(fixtures.unread(), []);
  });
});
