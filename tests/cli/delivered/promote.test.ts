import assert from "node:assert/strict";

import { promote, type PromoteOptions } from "../../../cli/commands/promote.ts";
import { writeVerified } from "../../../cli/delivered/verified.ts";
import { fakePorts, fakeSteps } from "./fake-steps.ts";
import { makeRepository, withVersion, type ProjectRepository } from "./project-repository.ts";

const services = ["notification-service", "order-service", "product-service", "user-service"];
const file = "Pulumi.production.yaml";

describe("a promotion", () => {
  let repository: ProjectRepository;
  beforeEach(() => {
    repository = makeRepository();
    repository.git("switch", "--quiet", "--create", "staging", "origin/staging");
  });
  afterEach(() => {
    repository.remove();
  });
  /** On the branch of staging: what is declared, and what of it was verified. */
  const staged = async (declared: Record<string, string>, verified = declared, chart = "1.1.0") => {
    for (const [service, version] of Object.entries(declared)) {
      if (version === "1.0.0") continue;
      repository.edit("Pulumi.staging.yaml", ...withVersion(service, "1.0.0", version));
    }
    const commit = repository.commit("Stage");
    const entries = Object.entries(verified).map(([service, version]) => {
      const entry = { version };
      return [service, { version, chart: `microservice ${chart}`, values: "v", entry }] as const;
    });
    const set = {
      environment: "staging" as const,
      time: "2026-02-01T10:00:00.000Z",
      commit,
      chart,
    };
    await writeVerified(repository, { ...set, services: Object.fromEntries(entries), checks: [] });
    repository.git("switch", "--quiet", "main");
  };
  const all = (versions: Record<string, string> = {}) => ({
    ...Object.fromEntries(services.map((service) => [service, "1.0.0"])),
    ...versions,
  });
  const run = (options: Partial<PromoteOptions> = {}, fake = fakeSteps(repository, [])) => {
    const ports = { ...fakePorts().ports, showPlan: () => undefined };
    const places = { from: "staging", to: "production", services: [] } as const;
    return promote({ ...places, ...options }, ports, repository, fake.steps);
  };

  it("writes the verified versions into the other stack file, and nothing else", async () => {
    await staged(all({ "user-service": "1.4.2", "order-service": "2.0.1" }));
    const before = repository.read(file);
    const { services: found, files, tag } = await run({ all: true });
    assert.deepEqual(
      found.map(({ service, was, willBe, action }) => [service, was, willBe, action]),
      [
        ["notification-service", "1.0.0", "1.0.0", "same"],
        ["order-service", "1.0.0", "2.0.1", "promote"],
        ["product-service", "1.0.0", "1.0.0", "same"],
        ["user-service", "1.0.0", "1.4.2", "promote"],
      ],
    );
    assert.deepEqual([files, tag], [[file], "verified/staging/1"]);
    assert.equal(
      repository.read(file),
      before
        .replace("user-service: { version: 1.0.0 }", "user-service: { version: 1.4.2 }")
        .replace("order-service: { version: 1.0.0 }", "order-service: { version: 2.0.1 }"),
    );
  });

  it("reads the source on its own branch, whatever this one's copy says", async () => {
    await staged(all({ "user-service": "1.4.2" }));
    assert.ok(repository.read("Pulumi.staging.yaml").includes("user-service: { version: 1.0.0 }"));
    const { services: found } = await run({ services: ["user-service"] });
    assert.deepEqual(
      found.map(({ willBe }) => willBe),
      ["1.4.2"],
    );
  });

  it("refuses everything when one service is not verified as declared, by name", async () => {
    await staged(
      all({ "user-service": "1.4.2", "order-service": "2.0.1" }),
      all({ "user-service": "1.4.2" }),
    );
    const before = repository.read(file);
    await assert.rejects(run({ all: true }), {
      exitCode: 2,
      message:
        "staging: 1 of 4 services are not verified as declared, so nothing was changed:\n" +
        "  order-service: declared 2.0.1, verified 1.0.0 (verified/staging/1)\n" +
        "Deploy and verify first: ./msa deploy staging order-service, or leave them out: --skip-unverified",
    });
    assert.equal(repository.read(file), before);
  });

  it("leaves the unverified out when asked", async () => {
    const verified = Object.fromEntries(
      Object.entries(all({ "user-service": "1.4.2" })).filter(([name]) => name !== "order-service"),
    );
    await staged(all({ "user-service": "1.4.2", "order-service": "2.0.1" }), verified);
    const { services: found } = await run({ all: true, skipUnverified: true });
    assert.deepEqual(
      found
        .filter(({ action }) => action !== "same")
        .map(({ service, action }) => [service, action]),
      [
        ["order-service", "unverified"],
        ["user-service", "promote"],
      ],
    );
    assert.ok(repository.read(file).includes("order-service: { version: 1.0.0 }"));
  });

  it("is committed to the target's branch from any other, and the working tree stays", async () => {
    await staged(all({ "user-service": "1.4.2" }));
    repository.git("switch", "--quiet", "--create", "elsewhere");
    const before = repository.read(file);
    const { committed, files } = await run({ all: true, commit: true });
    assert.deepEqual([committed?.branch, committed?.isNew, files], ["main", true, []]);
    assert.equal(repository.read(file), before);
    assert.deepEqual(repository.status(), []);
    assert.equal(
      repository.git("log", "-1", "--format=%s", "main"),
      "Promote user-service 1.4.2 from staging to production",
    );
  });

  it("is proposed as a branch with the set it is from", async () => {
    await staged(all({ "user-service": "1.4.2", "order-service": "2.0.1" }));
    const { pullRequest, files } = await run({ all: true, pr: true });
    assert.deepEqual([pullRequest?.action, pullRequest?.base, files], ["pushed", "main", []]);
    repository.git("fetch", "--quiet", "origin");
    assert.equal(
      repository.git("diff", "--name-only", "main", `origin/${pullRequest?.branch ?? ""}`),
      file,
    );
  });

  it("is brought to the cluster when asked", async () => {
    await staged(all({ "user-service": "1.4.2" }));
    const fake = fakeSteps(repository, ["update Application user-service"]);
    const { delivered } = await run({ all: true, apply: true }, fake);
    assert.deepEqual(fake.taken, ["plan", "apply", "wait", "verify"]);
    assert.deepEqual(delivered?.verified, { tag: "verified/production/1" });
  });

  it("changes nothing when the target declares it already", async () => {
    await staged(all());
    const { files } = await run({ all: true });
    assert.deepEqual(files, []);
    assert.deepEqual(repository.status(), []);
  });

  it("says when the versions were verified with another chart", async () => {
    await staged(all({ "user-service": "1.4.2" }), undefined, "1.2.0");
    const { notes } = await run({ all: true });
    assert.deepEqual(notes, [
      "Verified with service chart 1.2.0 in staging; production uses 1.1.0.",
    ]);
  });
});
