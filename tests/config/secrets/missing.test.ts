import assert from "node:assert/strict";
import { missingSecretsMessage } from "../../../config/secrets/missing.ts";
import { NamedFixtures } from "../named-fixtures.ts";

describe("the message about missing secrets", () => {
  const config = new NamedFixtures("secrets-").read("missing");

  it("has each required one with the command that sets it, and no other", () => {
    assert.equal(
      missingSecretsMessage(config),
      [
        "Pulumi.production.yaml has no value for 3 secrets. Set each of them:",
        "  registry/password: password of robot at registry.example.org",
        "    ./msa secrets set production registry/password",
        "  repositories/infrastructure/ssh-key: SSH key for ssh://git@git.example.org:2222/infra.git",
        "    ./msa secrets set production repositories/infrastructure/ssh-key",
        "  services/orders/database/password: password of database for orders",
        "    ./msa secrets set production services/orders/database/password",
      ].join("\n"),
    );
  });

  it("speaks of one in the singular", () => {
    const { environment, secrets } = config;
    assert.equal(
      missingSecretsMessage({
        environment,
        secrets: secrets.filter(({ name }) => name === "registry/password"),
      })?.split("\n")[0],
      "Pulumi.production.yaml has no value for a secret. Set it:",
    );
  });

  it("is none when all that is required is set", () => {
    const secrets = config.secrets.filter(({ isRequired, isSet }) => !isRequired || isSet);
    assert.equal(missingSecretsMessage({ environment: "production", secrets }), undefined);
  });
});
