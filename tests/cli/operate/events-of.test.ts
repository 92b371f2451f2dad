import assert from "node:assert/strict";

import { eventsOf } from "../../../cli/operate/events-of.ts";
import { nextLooks } from "../../../cli/operate/next-looks.ts";
import { sampleConfig, sampleService } from "../../support/sample-config.ts";
import { kubeTo, refusal, startServer, type Answering, type FakeServer } from "../fake-server.ts";

const event = (name: string, lastTimestamp: string, changes: object = {}) => ({
  type: "Normal",
  reason: "Pulled",
  message: "Image is\n there",
  involvedObject: { kind: "Pod", name },
  lastTimestamp,
  ...changes,
});
const services = [sampleService({ name: "order" }), sampleService({ name: "order-mail" })];
const config = sampleConfig({ services });

describe("eventsOf", () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());

  async function found(own: object[], ofArgo: object[] | "refused" = []) {
    const answering: Answering = (path) => {
      if (!path.includes("fieldSelector")) return { body: { items: own } };
      return ofArgo === "refused" ? refusal(403, "no") : { body: { items: ofArgo } };
    };
    server = await startServer(answering);
    return eventsOf(kubeTo(server.url), config);
  }

  it("puts the newest last, and each with the service whose name its object bears", async () => {
    const events = await found(
      [
        event("order-mail-abc", "2026-11-23T15:00:02Z"),
        event("order-abc", "2026-11-23T15:00:01Z", { count: 4 }),
        event("node-1", "2026-11-23T15:00:00Z", { type: "Warning" }),
      ],
      [
        event("order-development", "2026-11-23T15:00:03Z", {
          involvedObject: { kind: "Application", name: "order-development" },
        }),
        event("user-production", "2026-11-23T15:00:04Z", {
          involvedObject: { kind: "Application", name: "user-production" },
        }),
      ],
    );
    assert.deepEqual(
      events.map(({ object, service, count }) => [object, service, count]),
      [
        ["Pod node-1", undefined, 1],
        ["Pod order-abc", "order", 4],
        ["Pod order-mail-abc", "order-mail", 1],
        ["Application order-development", "order", 1],
      ],
    );
    assert.equal(events[1]?.message, "Image is there");
  });

  it("takes the time of a series from the series, and else from when it was noted first", async () => {
    const untimed = { lastTimestamp: null, eventTime: "2026-11-23T15:00:00.000000Z" };
    const series = { count: 9, lastObservedTime: "2026-11-23T16:00:00.000000Z" };
    const [first, second] = await found([
      event("order-b", "", { ...untimed, series }),
      event("order-a", "", untimed),
    ]);
    assert.deepEqual([first?.object, first?.time], ["Pod order-a", "2026-11-23T15:00:00.000Z"]);
    assert.deepEqual([second?.time, second?.count], ["2026-11-23T16:00:00.000Z", 9]);
  });

  it("does without Argo CD's events where they may not be read", async () => {
    const events = await found([event("order-abc", "2026-11-23T15:00:01Z")], "refused");
    assert.equal(events.length, 1);
  });
});

describe("nextLooks", () => {
  const warning = (reason: string, service = "order") => ({
    ...{ time: "", object: "Pod a", message: "", count: 1, service, reason },
    type: "Warning" as const,
  });
  const of = { environment: "staging", service: undefined, options: " --local" };
  const commands = (...events: Parameters<typeof nextLooks>[0][number][]) =>
    nextLooks(events, of).map(({ command }) => command);

  const looks: readonly (readonly [string, string])[] = [
    ["BackOff", "./msa logs staging order --previous --local"],
    ["Unhealthy", "./msa logs staging order --local"],
    ["FailedScheduling", "./msa status staging order --local"],
    ["ErrImagePull", "./msa secrets list staging --local"],
    ["FailedMount", "./msa secrets list staging --local"],
    ["FailedCreate", "./msa status staging order --local"],
    ["FailedGetResourceMetric", "./msa doctor staging --local"],
    ["OperationCompleted", "./msa diff staging --local"],
  ];
  for (const [reason, command] of looks) {
    it(`sends who sees ${reason} to ${command}`, () => {
      assert.deepEqual(commands(warning(reason)), [command]);
    });
  }

  it("names each command once, that of the newest warning first", () => {
    const found = commands(warning("BackOff"), warning("Unhealthy"), warning("Unhealthy"));
    assert.deepEqual(found, [looks[1]?.[1], looks[0]?.[1]]);
  });

  it("sends to the status when no warning says more", () => {
    const normal = { ...warning("BackOff"), type: "Normal" as const };
    assert.deepEqual(commands(normal), ["./msa status staging --local"]);
  });
});
