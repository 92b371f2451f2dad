import assert from "node:assert/strict";
import { join } from "node:path";

import { writeVerified } from "../../cli/delivered/verified.ts";
import type { Environment } from "../../config/model.ts";
import { makeCheckout, type Checkout } from "../support/checkout.ts";

const versions = {
  "notification-service": "1.0.0",
  "order-service": "2.0.1",
  "product-service": "1.0.0",
  "user-service": "1.4.2",
};

describe("versions on their way through three environments", function () {
  this.timeout(120_000);
  let checkout: Checkout;
  const git = async (...args: string[]) => {
    const { code, stdout, stderr } = await checkout.run("git", args);
    assert.equal(code, 0, stderr);
    return stdout.trimEnd();
  };
  const promote = (...args: string[]) => checkout.msa(["promote", ...args]);
  const servicesAt = async (ref: string, environment: Environment) => {
    const text = await git("show", `${ref}:Pulumi.${environment}.yaml`);
    return Object.fromEntries(
      [...text.matchAll(/^ {4}([a-z-]+-service): \{ version: ([\d.]+) \}$/gm)].map(
        ([, name = "", version]) => [name, version],
      ),
    );
  };
  /** Declares the versions on development's branch. */
  const declared = async () => {
    await git("switch", "--quiet", "develop");
    for (const [service, version] of Object.entries(versions)) {
      if (version === "1.0.0") continue;
      const from = `${service}: { version: 1.0.0 }`;
      checkout.edit("Pulumi.development.yaml", from, `${service}: { version: ${version} }`);
    }
    await git("commit", "--quiet", "--all", "--message", "What development runs");
    await git("switch", "--quiet", "work");
  };
  /** Records the versions as verified together, as a deployment does. */
  const verified = async (environment: Environment, branch: string) => {
    const entries = Object.entries(versions).map(([service, version]) => {
      const facts = { version, chart: "microservice 1.1.0", values: "0", entry: { version } };
      return [service, facts] as const;
    });
    const services = Object.fromEntries(entries);
    const commit = await git("rev-parse", branch);
    const set = { environment, time: new Date().toISOString(), commit, chart: "1.1.0" };
    await writeVerified({ root: checkout.folder }, { ...set, services, checks: [] });
  };

  before(async () => {
    checkout = makeCheckout();
    await git("config", "user.name", "Ann");
    await git("config", "user.email", "ann@example.invalid");
    await git("switch", "--quiet", "--create", "work");
    for (const branch of ["main", "staging", "develop"]) await git("branch", "--force", branch);
    const origin = join(checkout.folder, "home", "origin.git");
    await git("init", "--quiet", "--bare", origin);
    await git("remote", "add", "origin", origin);
    await git("push", "--quiet", "origin", "main", "staging", "develop");
  });
  after(() => checkout.remove());

  it("go from development to staging's branch, whichever is checked out", async () => {
    await declared();
    await verified("development", "develop");
    const { code, stdout, stderr } = await promote(
      ...["--from", "development", "--to", "staging", "--all", "--commit", "--push", "--yes"],
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Committed to staging: [0-9a-f]{8}, pushed\.\n$/);
    assert.deepEqual(await servicesAt("staging", "staging"), versions);
    assert.equal(await git("diff", "--name-only", "main", "staging"), "Pulumi.staging.yaml");
    assert.equal(await git("rev-parse", "origin/staging"), await git("rev-parse", "staging"));
    assert.equal(checkout.gitStatus(), "");
  });

  it("stop before production while one of them is not verified in staging, named, with nothing changed", async () => {
    await git("switch", "--quiet", "staging");
    checkout.edit(
      "Pulumi.staging.yaml",
      "product-service: { version: 1.0.0 }",
      "product-service: { version: 1.1.0 }",
    );
    await git("commit", "--quiet", "--all", "--message", "A version that nobody verified");
    await git("switch", "--quiet", "work");
    await verified("staging", "staging");
    const before = await git("for-each-ref");
    const { code, stderr } = await promote(
      ...["--from", "staging", "--to", "production", "--all", "--commit", "--yes"],
    );
    assert.deepEqual(
      [code, stderr],
      [
        2,
        "staging: 1 of 4 services are not verified as declared, so nothing was changed:\n" +
          "  product-service: declared 1.1.0, verified 1.0.0 (verified/staging/1)\n" +
          "Deploy and verify first: ./msa deploy staging product-service, or leave them out: --skip-unverified\n",
      ],
    );
    assert.equal(await git("for-each-ref"), before);
    assert.equal(checkout.gitStatus(), "");
  });

  it("reach production without that one when asked, exactly as verified", async () => {
    const { code, stderr } = await promote(
      ...[
        "--from",
        "staging",
        "--to",
        "production",
        "--all",
        "--skip-unverified",
        "--commit",
        "--yes",
      ],
    );
    assert.equal(code, 0, stderr);
    assert.match(stderr, /product-service +│ 1\.0\.0 +│ – +│ no: left out/);
    assert.deepEqual(await servicesAt("main", "production"), versions);
    assert.equal(
      await git("log", "-1", "--format=%s", "main"),
      "Promote order-service 2.0.1 and user-service 1.4.2 from staging to production",
    );
    assert.equal(checkout.gitStatus(), "");
  });

  it("are proposed as a branch on origin with --pr", async () => {
    await git("branch", "--force", "main", "origin/main");
    const { code, stdout, stderr } = await promote(
      ...["user-service", "--from", "staging", "--to", "production", "--pr", "--yes", "--json"],
    );
    assert.equal(code, 0, stderr);
    const { pullRequest } = JSON.parse(stdout) as { pullRequest: { branch: string; base: string } };
    assert.equal(pullRequest.base, "main");
    await git("fetch", "--quiet", "origin");
    assert.deepEqual(await servicesAt(`origin/${pullRequest.branch}`, "production"), {
      ...versions,
      "order-service": "1.0.0",
    });
  });
});
