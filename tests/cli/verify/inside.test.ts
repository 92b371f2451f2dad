import assert from "node:assert/strict";

import { runJob, verifyInside } from "../../../cli/verify/inside.ts";
import { jobArguments } from "../../../cli/verify/job-arguments.ts";
import type { Target } from "../../../cli/target.ts";
import { plainProgress } from "../../../toolchain/progress.ts";
import { sampleConfig } from "../../support/sample-config.ts";
import { kubeTo, startServer, type FakeServer } from "../fake-server.ts";

const config = sampleConfig();
const services = config.services.map(({ name }) => name);
const name = "msa-verify-abc123";
const job = jobArguments({ config, services, name, context: "fake" });
const quiet = plainProgress({ write: () => undefined });

describe("asking from inside the cluster", () => {
  let server: FakeServer;
  let done: string[];
  beforeEach(() => {
    done = [];
  });
  afterEach(() => server.stop());

  const result = {
    ...{ service: services[0], method: "GET", url: "http://x/healthz", ok: true },
    ...{ found: "200", wanted: "200", attempts: 1 },
  };
  const ended = { name: "checks", ready: false, state: { terminated: { exitCode: 0 } } };

  /** A cluster whose Job has a pod of this status and this log. */
  async function clusterWith(containerStatus: object, log: string) {
    server = await startServer((path, { method }) => {
      if (method === "DELETE") done.push("deleted");
      if (path.includes("/log?")) return { body: log };
      const pods = [
        { metadata: { name: "pod" }, status: { containerStatuses: [containerStatus] } },
      ];
      return path.includes("/pods?") ? { body: { items: pods } } : { body: { items: [] } };
    });
    return kubeTo(server.url);
  }
  const engine = {
    up: () => Promise.resolve(void done.push("up")),
    destroy: () => Promise.resolve(void done.push("destroy")),
  };

  it("returns what the Job's log says, past lines that are not its own, and removes the Job", async () => {
    const kube = await clusterWith(ended, `(node:1) Warning: x\n${JSON.stringify(result)}\n`);

    assert.deepEqual(await runJob({ job, kube, engine }, quiet), [result]);
    assert.deepEqual(done, ["up", "destroy", "deleted"]);
  });

  it("does not take a script that was cut off for well, shows its log, and removes the Job", async () => {
    const kube = await clusterWith(ended, "node: bad option\n");

    await assert.rejects(runJob({ job, kube, engine }, quiet), {
      message:
        `verify --inside: the Job ${name} ended before all was asked (found 0 of 1 answers). Its log ends in:\n` +
        "  node: bad option\n" +
        "The image must have Node 22.18 or newer; see verify.image in docs/reference/configuration.md.",
    });
    assert.deepEqual(done, ["up", "destroy", "deleted"]);
  });

  it("removes the Job when it could not be made in full", async () => {
    const kube = await clusterWith(ended, "");
    const up = () => Promise.reject(new Error("forbidden"));

    await assert.rejects(runJob({ job, kube, engine: { ...engine, up } }, quiet), /forbidden/);
    assert.deepEqual(done, ["destroy", "deleted"]);
  });

  it("removes the Job when the person interrupts", async () => {
    const kube = await clusterWith({ name: "checks", ready: true, state: { running: {} } }, "");
    const up = () => {
      setImmediate(() => process.emit("SIGINT"));
      return Promise.resolve();
    };

    await assert.rejects(runJob({ job, kube, engine: { ...engine, up } }, quiet), {
      message: "Interrupted: the services were not asked from inside.",
    });
    assert.deepEqual(done, ["destroy", "deleted"]);
  });

  it("deletes the Job itself when the engine cannot", async () => {
    const kube = await clusterWith(ended, JSON.stringify(result));
    const destroy = () => Promise.reject(new Error("engine"));

    assert.deepEqual(await runJob({ job, kube, engine: { ...engine, destroy } }, quiet), [result]);
    assert.deepEqual(done, ["up", "deleted"]);
  });

  it("refuses the local cluster, whose pods are simulated, before anything is made", async () => {
    server = await startServer(() => ({}));
    const target = { environment: "staging", kind: "local", context: "x" } as Target;

    await assert.rejects(verifyInside({ target, config, services }, quiet), {
      exitCode: 2,
      message: /^verify --inside: pods of the local cluster are simulated/,
    });
    assert.deepEqual(server.requests, []);
  });
});
