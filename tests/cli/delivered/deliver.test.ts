import assert from "node:assert/strict";

import { deploy } from "../../../cli/commands/deploy.ts";
import { beyond } from "../../../cli/delivered/plan.ts";
import { goingOn } from "../../../cli/delivered/going-on.ts";
import { readVerified } from "../../../cli/delivered/verified.ts";
import { CliError } from "../../../cli/errors.ts";
import { fakePorts, fakeSteps } from "./fake-steps.ts";
import { makeRepository, type ProjectRepository } from "./project-repository.ts";

const file = "Pulumi.staging.yaml";
const update = "update Application user-service";
const wanted = "user-service: { version: 1.4.2 }";

describe("a delivery", () => {
  let repository: ProjectRepository;
  beforeEach(() => {
    repository = makeRepository();
    repository.git("switch", "--quiet", "--create", "staging", "origin/staging");
  });
  afterEach(() => {
    repository.remove();
  });
  const run = (
    { steps }: ReturnType<typeof fakeSteps>,
    options: object = {},
    { ports }: Pick<ReturnType<typeof fakePorts>, "ports"> = fakePorts(),
  ) =>
    deploy("staging", "user-service", { version: "1.4.2", ...options }, ports, repository, steps);

  it("plans before the working tree says it, and applies after", async () => {
    const fake = fakeSteps(repository, [update]);
    const { ports, shown, asked } = fakePorts();
    await run(fake, {}, { ports });
    assert.deepEqual(fake.taken, ["plan", "apply", "wait", "verify"]);
    assert.equal(fake.seen["plan"]?.includes(wanted), false);
    assert.equal(fake.seen["apply"]?.includes(wanted), true);
    assert.deepEqual(
      shown.map(({ lines, files }) => [lines, files.map((each) => each.file)]),
      [[[update], [file]]],
    );
    assert.deepEqual(asked, ['Bring user-service to staging on context "local"?']);
  });

  it("records what was verified with the entry, values and commit", async () => {
    const { delivered } = await run(fakeSteps(repository, [update]));
    assert.deepEqual(delivered?.verified, { tag: "verified/staging/1" });
    const [tag] = await readVerified(repository, "staging");
    assert.equal(tag?.commit, repository.git("rev-parse", "HEAD"));
    assert.deepEqual(Object.keys(tag.services), [
      "notification-service",
      "order-service",
      "product-service",
      "user-service",
    ]);
    const { values, ...service } = tag.services["user-service"] ?? {};
    assert.match(values ?? "", /^[0-9a-f]{64}$/);
    assert.deepEqual(service, {
      version: "1.4.2",
      chart: "microservice 1.1.0",
      entry: { version: "1.4.2" },
    });
  });

  it("stops at what goes beyond the Application, and writes nothing", async () => {
    const before = repository.read(file);
    const fake = fakeSteps(repository, [
      "update Application order-service",
      update,
      "update Release istiod",
    ]);
    await assert.rejects(run(fake), {
      exitCode: 2,
      message:
        "staging: 2 things beyond the named Applications would change too, so nothing was changed:\n" +
        "  update Application order-service\n  update Release istiod\n" +
        "Look at it (./msa preview), and add --platform to have all of it applied.",
    });
    assert.equal(repository.read(file), before);
    assert.deepEqual(fake.taken, ["plan"]);
  });

  it("applies what goes beyond when the person says --platform", async () => {
    const fake = fakeSteps(repository, [update, "update Release istiod"]);
    await run(fake, { platform: true });
    assert.deepEqual(fake.taken, ["plan", "apply", "wait", "verify"]);
  });

  it("writes nothing when the person does not agree", async () => {
    const before = repository.read(file);
    await assert.rejects(run(fakeSteps(repository, [update]), {}, fakePorts(false)), {
      exitCode: 1,
      message: "staging: not confirmed. Nothing was changed.",
    });
    assert.equal(repository.read(file), before);
  });

  it("writes nothing when the preview fails", async () => {
    const before = repository.read(file);
    const plan = () => Promise.reject(new CliError("engine: no"));
    await assert.rejects(run(fakeSteps(repository, [update], { plan })), { message: "engine: no" });
    assert.equal(repository.read(file), before);
  });

  it("says how to go on when it fails after the working tree was written", async () => {
    const wait = () => Promise.reject(new CliError("user-service: is not ready."));
    await assert.rejects(run(fakeSteps(repository, [update], { wait }), { local: true }), {
      exitCode: 1,
      message:
        "user-service: is not ready.\nThe working tree says what is wanted; this goes on: " +
        "./msa deploy staging user-service --version 1.4.2 --local",
    });
    assert.ok(repository.read(file).includes(wanted));
    assert.deepEqual(await readVerified(repository, "staging"), []);
  });

  it("applies and waits again when the version is declared already, and asks nothing when nothing changes", async () => {
    await run(fakeSteps(repository, [update]));
    const fake = fakeSteps(repository, []);
    const { ports, asked } = fakePorts();
    const { delivered } = await run(fake, {}, { ports });
    assert.deepEqual(fake.taken, ["plan", "apply", "wait", "verify"]);
    assert.deepEqual(asked, []);
    assert.deepEqual(delivered?.verified, { tag: "verified/staging/1" });
  });

  it("commits on the environment's branch when asked, before it applies", async () => {
    const { delivered } = await run(fakeSteps(repository, [update]), { commit: true, push: true });
    const commit = repository.git("rev-parse", "staging");
    assert.deepEqual(delivered?.committed, {
      branch: "staging",
      commit,
      isNew: true,
      pushed: true,
    });
    assert.deepEqual(repository.status(), []);
    const remote = repository.git("ls-remote", "origin");
    assert.ok(remote.includes(`${commit}\trefs/heads/staging`));
    assert.ok(remote.includes("refs/tags/verified/staging/1"));
    const [tag] = await readVerified(repository, "staging");
    assert.equal(tag?.commit, commit);
  });

  it("does not commit to a branch that is not checked out, since it would apply another's files", async () => {
    repository.git("switch", "--quiet", "main");
    const fake = fakeSteps(repository, [update]);
    await assert.rejects(run(fake, { commit: true }), {
      exitCode: 2,
      message:
        "--commit: staging is what the branch staging holds, and another one is checked out. " +
        "Run it there (git switch staging), or propose the change with --pr.",
    });
    assert.deepEqual(fake.taken, []);
  });

  it("is done also where git keeps no record, and says so", async () => {
    repository.git("config", "user.useConfigOnly", "true");
    repository.git("config", "--global", "--unset", "user.email");
    const { delivered } = await run(fakeSteps(repository, [update]));
    assert.match(JSON.stringify(delivered?.verified), /"missing":"git: does not know who you are/);
  });

  it("leaves a service out of the record that is not Synced and Healthy as declared", async () => {
    const fake = fakeSteps(repository, [update], {
      read: () => Promise.resolve({ rows: [], applications: [] }),
    });
    await run(fake);
    assert.deepEqual((await readVerified(repository, "staging"))[0]?.services, {});
  });

  it("does not touch a held service whose file somebody changed by hand", async () => {
    repository.edit(
      file,
      "order-service: { version: 1.0.0 }",
      'order-service: { version: 2.0.0, hold: { reason: "loses orders", by: "kim", since: "2026-11-23T09:30:00Z" } }',
    );
    const { steps } = fakeSteps(repository, ["update Application order-service"]);
    await assert.rejects(deploy("staging", "all", {}, fakePorts().ports, repository, steps), {
      exitCode: 2,
      message:
        'order-service: is held in staging (found "loses orders", by kim since 2026-11-23T09:30:00Z). ' +
        "When that is over: ./msa hold release staging order-service",
    });
  });

  it("brings all others while one is held", async () => {
    repository.edit(
      file,
      "order-service: { version: 1.0.0 }",
      'order-service: { version: 1.0.0, hold: { reason: "r", by: "kim", since: "2026-11-23T09:30:00Z" } }',
    );
    const fake = fakeSteps(repository, [update]);
    await deploy("staging", "all", {}, fakePorts().ports, repository, fake.steps);
    assert.deepEqual(fake.taken, ["plan", "apply", "wait", "verify"]);
  });

  it("takes an old digest away with the version it belonged to", async () => {
    const digest = `sha256:${"a".repeat(64)}`;
    await run(fakeSteps(repository, [update]), { digest });
    assert.ok(repository.read(file).includes(digest));
    await run(fakeSteps(repository, [update]), { version: "1.4.3" });
    assert.ok(repository.read(file).includes("user-service: { version: 1.4.3 }"));
  });
});

describe("an interruption after the working tree was written", () => {
  it("ends what is only waited for, and says how to go on", async () => {
    const waiting = goingOn("./msa deploy x", (interruptible) =>
      interruptible(new Promise(() => undefined)),
    );
    process.emit("SIGINT");
    await assert.rejects(waiting, {
      exitCode: 1,
      message: "Interrupted. The working tree says what is wanted; this goes on: ./msa deploy x",
    });
  });

  it("lets the engine end in order, and takes no step after it", async () => {
    let ended = false;
    const running = goingOn("./msa deploy x", async (interruptible) => {
      await new Promise((resolve) => setImmediate(resolve));
      ended = true;
      await interruptible(Promise.reject(new Error("not reached")));
    });
    process.emit("SIGTERM");
    await assert.rejects(running, /^Error: Interrupted\./);
    assert.equal(ended, true);
  });

  it("leaves no listener behind", async () => {
    const before = process.listenerCount("SIGINT");
    await goingOn("x", () => Promise.resolve());
    assert.equal(process.listenerCount("SIGINT"), before);
  });
});

describe("what goes beyond the named Applications", () => {
  it("is every line but theirs, whatever is done to them", () => {
    const lines = [
      "create Application a",
      "update Application b",
      "delete Application c",
      "update ResourceQuota a",
    ];
    assert.deepEqual(beyond(lines, ["a", "b"]), ["delete Application c", "update ResourceQuota a"]);
  });
});
