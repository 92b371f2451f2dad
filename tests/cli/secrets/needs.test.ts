import assert from "node:assert/strict";

import { CliError } from "../../../cli/errors.ts";
import { commandToSet, needNamed, offHere, refuseMissing } from "../../../cli/secrets/needs.ts";
import type { SecretsPlace } from "../../../cli/secrets/place.ts";
import type { Target } from "../../../cli/target.ts";
import type { SecretNeed } from "../../../config/model.ts";
import { sampleConfig, samplePlatform } from "../../support/sample-config.ts";

function need(name: string, changes: Partial<SecretNeed> = {}): SecretNeed {
  const known = { purpose: `purpose of ${name}`, usedBy: ["x"], form: "text" } as const;
  return { name, ...known, isRequired: false, isSet: false, revision: 0, ...changes };
}

const target: Target = {
  environment: "staging",
  kind: "stack",
  context: "try",
  stackFile: "/x/Pulumi.staging.yaml",
};
const config = sampleConfig({
  environment: "staging",
  secrets: [
    need("notifications/slack/token"),
    need("registry/password", { isRequired: true }),
    need("repositories/charts/password", { isRequired: true, isSet: true }),
  ],
});
const place: SecretsPlace = { environment: "staging", target, config, option: "" };

const message = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof CliError);
    assert.equal(error.exitCode, 2);
    return error.message;
  }
  throw new Error("nothing was refused");
};

describe("needNamed", () => {
  it("finds what the configuration asks for", () => {
    assert.equal(needNamed(place, "registry/password").name, "registry/password");
  });

  const names =
    "It asks for:\n  notifications/slack/token\n  registry/password\n  repositories/charts/password";
  it("says what was probably meant, and what there is", () => {
    assert.equal(
      message(() => needNamed(place, "registry/pasword")),
      `secret: staging asks for no such secret (found "registry/pasword"). Did you mean "registry/password"? ${names}`,
    );
  });

  it("shows a name of another environment, which nobody takes for a value", () => {
    assert.equal(
      message(() => needNamed(place, "services/order-service/database/password")),
      `secret: staging asks for no such secret (found "services/order-service/database/password"). ${names}`,
    );
  });

  it("says whose a secret of the platform is", () => {
    const platform = samplePlatform({ isOwn: false, owner: "production" });
    const tenant = { ...place, config: { ...config, platform } };
    assert.equal(
      message(() => needNamed(tenant, "notifications/email/password")).split("\n")[0],
      'secret: staging asks for no such secret (found "notifications/email/password"). The platform is that of ' +
        "production, and so is this secret: ./msa secrets set production notifications/email/password. It asks for:",
    );
  });

  it("says why a local run asks for no login", () => {
    const run = { ...place, target: { ...target, kind: "local" as const } };
    assert.match(
      message(() => needNamed(run, "repositories/others/password")),
      / A run that is no deployment logs in nowhere, so it has no use for this one\. It asks for:\n/,
    );
  });

  for (const value of ["hunter2", "S3cret/Value", "-p4ss", "services/Hunter"]) {
    it(`does not show ${value}, which may be the value`, () => {
      assert.equal(
        message(() => needNamed(place, value)),
        `secret: staging asks for no such secret (found a name that is not shown). ${names}`,
      );
    });
  }

  it("says why a value behind the name is refused, and does not show it", () => {
    const said = message(() => needNamed(place, "registry/password=hunter2"));
    assert.match(said, /^value: must not be an argument, since the shell's history/);
    assert.ok(!said.includes("hunter2"));
  });
});

describe("refuseMissing", () => {
  it("names each required secret that is missing, with the command for this target", () => {
    assert.equal(
      message(() => {
        refuseMissing(target, config);
      }),
      [
        "staging cannot come up (1 secret is not set):",
        "  registry/password: is not set (purpose of registry/password). Set it: ./msa secrets set staging registry/password",
        "Nothing was written.",
      ].join("\n"),
    );
    const several = sampleConfig({
      secrets: [need("a", { isRequired: true }), need("b", { isRequired: true })],
    });
    const said = message(() => {
      refuseMissing({ ...target, kind: "context" }, several);
    });
    assert.match(said, /\(2 secrets are not set\)/);
    assert.match(said, /\.\/msa secrets set development b --context try\n/);
  });

  it("lets a target through whose required secrets are set, whatever else is missing", () => {
    const secrets = config.secrets.filter(({ isRequired, isSet }) => !isRequired || isSet);
    refuseMissing(target, { ...config, secrets });
  });
});

describe("offHere", () => {
  const off = [
    {
      what: "Slack",
      why: "no token",
      turnOn: "./msa secrets set staging notifications/slack/token",
    },
    { what: "Email", why: "no server", turnOn: "Write msa:notifications.email." },
  ];
  const turnOn = (kind: Target["kind"]) =>
    offHere({ ...config, off }, { ...target, kind }).map((each) => each.turnOn);

  it("gives the command for the target that was asked about", () => {
    const command = "./msa secrets set staging notifications/slack/token";
    assert.equal(turnOn("stack")[0], command);
    assert.equal(turnOn("local")[0], `${command} --local`);
    assert.equal(turnOn("context")[0], `${command} --context try`);
  });

  it("leaves everything else, and says which environment it is", () => {
    assert.deepEqual(offHere({ ...config, off }, { ...target, kind: "local" })[1], {
      environment: "staging",
      ...off[1],
    });
  });
});

describe("commandToSet", () => {
  it("is what sets the secret in the same place", () => {
    const name = "registry/password";
    assert.equal(commandToSet(place, name), "./msa secrets set staging registry/password");
    assert.equal(
      commandToSet({ ...place, option: "--local" }, name),
      "./msa secrets set staging registry/password --local",
    );
  });
});
