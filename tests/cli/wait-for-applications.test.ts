import assert from "node:assert/strict";

import { CliError } from "../../cli/errors.ts";
import type { ApplicationObject } from "../../cli/status/objects.ts";
import { waitForApplications } from "../../cli/wait-for-applications.ts";
import { sampleConfig, sampleService } from "../support/sample-config.ts";
import { kubeTo, listing, refusal, startServer, type FakeServer } from "./fake-server.ts";
import { application, deployment, pod } from "./status/live-objects.ts";

/** A clock that only the wait itself moves. */
function fakeClock() {
  let time = 0;
  return {
    now: () => time,
    sleep: (milliseconds: number) => {
      time += milliseconds;
      return Promise.resolve();
    },
  };
}

const progressing = application({ health: { status: "Progressing" } });
const ofUsers = (app: ApplicationObject) => ({
  ...app,
  metadata: { name: "user-service-development" },
});

describe("waitForApplications", () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());

  /** Waits on a cluster whose Applications at each question are what `at` says; undefined is no answer. */
  async function wait(
    at: (question: number) => readonly ApplicationObject[] | undefined,
    options: { timeoutSeconds?: number; services?: readonly string[] } = {},
  ) {
    const { services = ["order-service"], ...rest } = options;
    const clock = fakeClock();
    const told: string[] = [];
    let question = 0;
    server = await startServer((path, request) => {
      if (!path.endsWith("/applications")) {
        return listing({ deployments: [deployment()], pods: [pod()] })(path, request);
      }
      const applications = at(question++);
      return applications === undefined
        ? refusal(503, "etcd is electing")
        : listing({ applications })(path, request);
    });
    const config = sampleConfig({ services: services.map((name) => sampleService({ name })) });
    const tell = (detail: string) => told.push(detail);
    const error: unknown = await waitForApplications(kubeTo(server.url), config, {
      ...rest,
      tell,
      clock,
    }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error === undefined || error instanceof CliError, String(error));
    return { seconds: clock.now() / 1000, told, message: error?.message, url: server.url };
  }

  it("returns at once when all is settled", async () => {
    assert.deepEqual(await wait(() => [application()]), {
      seconds: 0,
      told: [],
      message: undefined,
      url: server?.url,
    });
  });

  it("asks once a second and tells what is missing until it is there", async () => {
    const { seconds, told, message } = await wait((at) => [at < 3 ? progressing : application()]);
    assert.equal(message, undefined);
    assert.equal(seconds, 3);
    assert.deepEqual(told, Array(3).fill("order-service Synced/Progressing 2/2"));
  });

  it("does not take the health of what was declared before for the new one's", async () => {
    const old = application({ sync: { status: "Synced", comparedTo: { source: {} } } });
    assert.equal((await wait((at) => [at < 2 ? old : application()])).seconds, 2);
  });

  it("names at the timeout what did not come and why", async () => {
    const { seconds, message } = await wait(() => [progressing], {
      timeoutSeconds: 60,
      services: ["order-service", "user-service"],
    });
    assert.equal(seconds, 60);
    assert.equal(
      message,
      [
        "Applications: 2 not Synced and Healthy after 60 s. The reasons:",
        "  order-service Synced/Progressing 2/2",
        "  user-service Missing/Missing 0/2",
        "    no Application: not deployed yet, or removed by hand",
        "The cluster goes on trying. Look again with ./msa status, or wait longer with --timeout.",
      ].join("\n"),
    );
  });

  it("waits for five minutes unless told otherwise", async () => {
    assert.equal((await wait(() => [progressing])).seconds, 300);
  });

  it("gives up after 20 s when an Application is lost, with its reason", async () => {
    const bad = application({
      sync: { status: "Unknown" },
      conditions: [{ type: "ComparisonError", message: "chart not found" }],
    });
    const { seconds, message } = await wait(() => [bad, ofUsers(progressing)], {
      services: ["order-service", "user-service"],
    });
    assert.equal(seconds, 21);
    assert.equal(
      message,
      [
        "Applications: 1 will not become Synced and Healthy by waiting (gave up after 21 s). The reasons:",
        "  order-service Unknown/Healthy 2/2",
        "    ComparisonError: chart not found",
        "Still on their way: user-service Synced/Progressing 0/2.",
        "Correct the cause and run the same command again.",
      ].join("\n"),
    );
  });

  it("goes on when what looked lost recovers within 20 s", async () => {
    const degraded = application({ health: { status: "Degraded" } });
    // Lost twice for 15 s, and well in between: never for 20 s on end.
    const at = (question: number) => {
      if (question >= 31) return [application()];
      return [question === 15 ? progressing : degraded];
    };
    const { seconds, message } = await wait(at);
    assert.equal(message, undefined);
    assert.equal(seconds, 31);
  });

  it("bears an API server that is silent for a while", async () => {
    const { message, told } = await wait((at) => (at < 5 ? undefined : [application()]));
    assert.equal(message, undefined);
    assert.deepEqual(told, Array(5).fill("the cluster does not answer"));
  });

  it("ends with the API server's own words when it stays silent", async () => {
    const { seconds, message, url } = await wait(() => undefined);
    assert.equal(seconds, 21);
    assert.equal(
      message,
      `cluster ${url}: refused to answer (HTTP 503: etcd is electing). Try again; if it stays, look at the API server.`,
    );
  });
});
