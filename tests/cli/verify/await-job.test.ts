import assert from "node:assert/strict";

import { awaitLog } from "../../../cli/verify/await-job.ts";
import { kubeTo, startServer, type FakeServer } from "../fake-server.ts";

const job = { name: "msa-verify-abc123", namespace: "shop", deadlineSeconds: 300 };

describe("waiting for the Job", () => {
  let server: FakeServer;
  afterEach(() => server.stop());

  /** A cluster whose pod has one container status after the other. */
  async function cluster(states: readonly object[], events: readonly object[] = []) {
    let look = 0;
    server = await startServer((path) => {
      if (path.includes("/log?")) return { body: "the log" };
      if (path.includes("/events?")) return { body: { items: events } };
      const state = states[Math.min(look, states.length - 1)];
      look += 1;
      const containerStatuses = [{ name: "checks", ready: false, state }];
      const pod = { metadata: { name: "pod" }, status: { containerStatuses } };
      return { body: { items: state === undefined ? [] : [pod] } };
    });
    return kubeTo(server.url);
  }

  it("ends with the container, whatever else runs in its pod", async () => {
    const kube = await cluster([{ waiting: { reason: "PodInitializing" } }, { terminated: {} }]);

    assert.equal(await awaitLog(kube, job, { pause: 1 }), "the log");
    assert.deepEqual(
      server.requests.at(-1),
      "GET /api/v1/namespaces/shop/pods/pod/log?container=checks",
    );
  });

  it("looks only for the pod of its own run", async () => {
    const kube = await cluster([{ terminated: {} }]);
    await awaitLog(kube, job);

    assert.match(
      server.requests[0] ?? "",
      /labelSelector=msa-gitops%2Fverification%3Dmsa-verify-abc123$/,
    );
  });

  it("says what kept the pod from running when the time is up", async () => {
    const waiting = { reason: "ImagePullBackOff", message: "no such image" };
    const kube = await cluster([{ waiting }]);

    await assert.rejects(awaitLog(kube, job, { pause: 1, timeout: 0 }), {
      message:
        "verify --inside: the Job msa-verify-abc123 in shop did not end in time.\n" +
        "  pod pod: container checks cannot pull its image (ImagePullBackOff): no such image\n" +
        "Correct that, then run the same command again; what it made is removed.",
    });
  });

  it("says what refused the pod where there is none", async () => {
    const event = { type: "Warning", reason: "FailedCreate", message: "exceeded quota: services" };
    const kube = await cluster([], [{ ...event, involvedObject: { name: job.name } }]);

    await assert.rejects(
      awaitLog(kube, job, { pause: 1, timeout: 0 }),
      /\n {2}FailedCreate: exceeded quota: services\n/,
    );
  });
});
