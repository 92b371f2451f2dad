import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { SecretForm } from "../../../config/secrets-model.ts";
import { secretFault } from "../../../config/secrets/secret-fault.ts";

const forms = ["text", "private-key", "slack-token", "teams-workflow-url"] as const;

/** The first words of what is wrong, up to what was found. */
function found(form: SecretForm, value: string): string | undefined {
  return /\(found ([^)]*)\)/.exec(secretFault(form, value) ?? "")?.[1];
}

describe("the value of a secret", () => {
  it("is wrong when it is empty or stands in for one, whatever its form", () => {
    for (const form of forms) {
      for (const value of ["", " ", "\n", "\t\r\n"]) {
        assert.equal(found(form, value), "nothing", JSON.stringify([form, value]));
      }
      for (const value of ["changeme", "CHANGE_ME", "todo", "xxxx", "<token>", "[secret]", "..."]) {
        assert.equal(found(form, value), "a word that stands in for it", value);
      }
      assert.equal(found(form, " a"), "one", "a space before");
      assert.equal(found(form, "a\n\n"), "one", "an empty line after");
      assert.equal(found(form, "a".repeat(70_000)), "70000", "too long");
    }
  });

  it("is never in what is said about it", () => {
    const token = fc.string({ minLength: 12, unit: "grapheme-ascii" }).map((text) => `Q7${text}Z`);
    fc.assert(
      fc.property(fc.constantFrom(...forms), token, (form, value) => {
        assert.equal(secretFault(form, value)?.includes(value.slice(0, 8)) ?? false, false);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a password", () => {
  it("is any line of text, with one line break at its end", () => {
    for (const value of ["hunter2", "robot$msa+pull:a b", "비밀번호", '"{}', "a\n", "a\r\n"]) {
      assert.equal(secretFault("text", value), undefined, value);
    }
  });

  it("has no line break, control character or broken text inside", () => {
    for (const value of ["a\nb", "a\u0000b", "a\ufffdb", "a\ud800"]) {
      assert.equal(found("text", value), "a line break or a control character");
    }
  });
});

describe("a bot token of Slack", () => {
  it("begins as one", () => {
    assert.equal(secretFault("slack-token", "xoxb-1234567890-AbCdEfGh"), undefined);
    assert.equal(
      secretFault("slack-token", "xoxp-1234567890-AbCdEfGh"),
      "must be the token of a bot, which begins with xoxb- (found the token of a person or an app). " +
        'Copy the "Bot User OAuth Token" of the Slack app; it needs the scope chat:write.',
    );
    assert.equal(found("slack-token", "hunter2"), "something else");
    assert.equal(found("slack-token", "xapp-1-A"), "an app-level token");
    assert.match(
      found("slack-token", "https://hooks.slack.com/services/T/B/x") ?? "",
      /^an address/,
    );
    assert.match(found("slack-token", "xoxe.xoxb-1-abcdefghij") ?? "", /^one that expires/);
  });
});

describe("the address of a Teams Workflow", () => {
  const path = "/powerautomate/automations/direct/workflows/x/triggers/manual/paths/invoke?sig=y";

  it("is at a host of Power Automate, in any cloud", () => {
    for (const value of [
      `https://default0.1f.environment.api.powerplatform.com:443${path}`,
      "https://api.powerautomate.com/webhook/x",
      "https://prod-01.flow.microsoft.com/x",
      "https://example.webhook.office.com/workflows/x",
      `https://environment.api.gov.powerplatform.microsoft.us${path}`,
      `http://127.0.0.1:8080${path}`,
    ]) {
      assert.equal(secretFault("teams-workflow-url", value), undefined, value);
    }
  });

  it("is no Office 365 connector, which are retired", () => {
    for (const value of [
      "https://example.webhook.office.com/webhookb2/x@y/IncomingWebhook/z",
      "https://outlook.office.com/webhook/x",
      "https://outlook.office365.com/webhook/x",
    ]) {
      assert.equal(
        secretFault("teams-workflow-url", value),
        "must be the address of a Teams Workflow (found an Office 365 connector, which Microsoft " +
          'retired on 2026-03-31; nothing arrives there). In Teams, choose "Workflows" at the channel, then ' +
          '"Send webhook alerts to a channel", and copy the address it shows.',
      );
    }
  });

  it("is no other address", () => {
    for (const [value, what] of [
      ["hunter2", "no URL"],
      ["http://api.powerautomate.com/x", "another scheme"],
      [
        "https://prod-1.westeurope.logic.azure.com/workflows/x",
        "one at logic.azure.com, which Microsoft has replaced by powerplatform.com",
      ],
      ["https://example.org/webhook", "another address"],
      ["https://api.powerautomate.com.example.org/x", "another address"],
      ["https://notflow.microsoft.com/x", "another address"],
    ] as const) {
      assert.equal(found("teams-workflow-url", value), what, value);
    }
  });
});

describe("an SSH key", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "msa-ssh-key-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** A key in OpenSSH's own form; undefined where there is no ssh-keygen. */
  function opensshKey(name: string, passphrase: string): string | undefined {
    const file = join(folder, name);
    try {
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-f", file]);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
    return readFileSync(file, "utf8");
  }

  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const pkcs8 = privateKey.export({ format: "pem", type: "pkcs8" }).toString();

  it("is a private key in PEM", () => {
    assert.equal(secretFault("private-key", pkcs8), undefined);
    const own = opensshKey("plain", "");
    if (own !== undefined) assert.equal(secretFault("private-key", own), undefined);
  });

  it("has no passphrase, which nobody is there to type", () => {
    const locked = privateKey
      .export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "x" })
      .toString();
    const old =
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----";
    for (const key of [locked, old, opensshKey("locked", "hunter2hunter2") ?? locked]) {
      assert.equal(found("private-key", key), "one with");
    }
  });

  it("is not something that only looks like one", () => {
    const spki = publicKey.export({ format: "pem", type: "spki" }).toString();
    for (const [key, what] of [
      [spki, "a public one"],
      ["ssh-ed25519 AAAA me@example.org", "a public one"],
      ["PuTTY-User-Key-File-3: ssh-ed25519", "one of PuTTY"],
      [pkcs8.replaceAll("\n", "\r\n"), "those of Windows"],
      [pkcs8.trim().replaceAll("\n", " "), "something else"],
      [pkcs8.trim().slice(0, -10), "something else"],
      ["hunter2", "something else"],
    ] as const) {
      assert.equal(found("private-key", key), what);
    }
  });
});
