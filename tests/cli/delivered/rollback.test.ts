import assert from "node:assert/strict";

import { rollback, type RollbackOptions } from "../../../cli/commands/rollback.ts";
import { writeVerified } from "../../../cli/delivered/verified.ts";
import type { CliError } from "../../../cli/errors.ts";
import { fakePorts, fakeSteps } from "./fake-steps.ts";
import { makeRepository, withVersion, type ProjectRepository } from "./project-repository.ts";

const file = "Pulumi.staging.yaml";
const service = "user-service";
const update = "update Application user-service";
const heldAt = (version: string, from: string) =>
  new RegExp(
    `user-service: \\{ version: ${version}, hold: \\{ reason: "?rolled back from ${from}"?, by: "?Ann"?, since: "[-0-9T:.]+Z" \\} \\}`,
  );

describe("a rollback", () => {
  let repository: ProjectRepository;
  beforeEach(async () => {
    repository = makeRepository();
    repository.git("switch", "--quiet", "--create", "staging", "origin/staging");
    await verify("1.0.0");
    to("1.0.0", "1.1.0");
    await verify("1.1.0");
    to("1.1.0", "1.2.0");
  });
  afterEach(() => {
    repository.remove();
  });
  const to = (from: string, version: string) => {
    repository.edit(file, ...withVersion(service, from, version));
    return repository.commit(version);
  };
  const verify = (version: string) =>
    writeVerified(repository, {
      environment: "staging",
      time: new Date().toISOString(),
      commit: repository.git("rev-parse", "HEAD"),
      chart: "1.1.0",
      services: { [service]: { version, chart: "c", values: "v", entry: { version } } },
      checks: [],
    });
  const run = (
    options: RollbackOptions = {},
    { steps } = fakeSteps(repository, [update]),
    answer = true,
  ) => rollback("staging", service, options, fakePorts(answer).ports, repository, steps);

  it("goes to the newest verified revision before what is declared, and holds the service there", async () => {
    const { revision } = await run();
    assert.deepEqual([revision.number, revision.version], [2, "1.1.0"]);
    assert.match(repository.read(file), heldAt("1.1.0", "1.2.0"));
  });

  it("stays there when it is run again", async () => {
    await run();
    const before = repository.read(file);
    const fake = fakeSteps(repository, []);
    const { revision } = await run({}, fake);
    assert.equal(revision.version, "1.1.0");
    assert.equal(repository.read(file), before);
    assert.deepEqual(fake.taken, ["plan", "apply", "wait", "verify"]);
  });

  it("goes further back when it is asked to, by number or commit", async () => {
    const { revision } = await run({ revision: "1" });
    assert.equal(revision.version, "1.0.0");
    assert.match(repository.read(file), heldAt("1.0.0", "1.2.0"));
    const commit = repository.git("rev-parse", "--short=10", "HEAD~1");
    assert.equal((await run({ revision: commit })).revision.version, "1.1.0");
  });

  it("takes back every value of the entry, and keeps the comments beside it", async () => {
    repository.edit(
      file,
      "user-service: { version: 1.2.0 }",
      "# The one that logs in.\n    user-service:\n      version: 1.2.0 # too new\n      profile: { replicas: 3 }\n      env: { LOG: debug }",
    );
    await run();
    const text = repository.read(file);
    assert.ok(
      text.includes(
        "    # The one that logs in.\n    user-service:\n      version: 1.1.0 # too new\n",
      ),
    );
    assert.equal(text.includes("replicas: 3"), false);
    assert.equal(text.includes("LOG"), false);
  });

  it("commits the entry and the hold together when asked", async () => {
    await run({ commit: true });
    assert.deepEqual(repository.status(), []);
    assert.equal(
      repository.git("log", "-1", "--format=%s"),
      "Roll user-service back to 1.1.0 in staging",
    );
  });

  it("writes nothing when the person does not agree", async () => {
    const before = repository.read(file);
    for (const options of [{}, { now: true }]) {
      const fake = fakeSteps(repository, [update]);
      await assert.rejects(run(options, fake, false), {
        message: "staging: not confirmed. Nothing was changed.",
      });
      assert.equal(fake.taken.includes("set"), false);
    }
    assert.equal(repository.read(file), before);
  });

  describe("with --now", () => {
    it("sets the Application and waits for it before the engine is asked anything", async () => {
      const fake = fakeSteps(repository, [update]);
      await run({ now: true }, fake);
      assert.deepEqual(fake.taken, ["prepare", "set", "wait", "plan", "apply", "wait", "verify"]);
      assert.match(fake.seen["plan"] ?? "", heldAt("1.1.0", "1.2.0"));
    });

    it("says where things are when the engine does not agree afterwards", async () => {
      const fake = fakeSteps(repository, [update, "update Release istiod"]);
      await assert.rejects(run({ now: true, local: true }, fake), (error: CliError) => {
        assert.equal(error.exitCode, 1);
        assert.match(
          error.message,
          /^The cluster and the stack file are rolled back, and the engine's state does not say so yet\. staging: 1 thing beyond/,
        );
        assert.match(
          error.message,
          /When that is cleared up: \.\/msa rollback staging user-service 2 --local$/,
        );
        return true;
      });
      assert.match(repository.read(file), heldAt("1.1.0", "1.2.0"));
    });
  });
});
