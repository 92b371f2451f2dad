import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";
import { parse } from "yaml";

import type { DiffFound } from "../../cli/commands/diff.ts";
import type { EventsFound } from "../../cli/commands/events.ts";
import type { Recovered } from "../../cli/commands/recover.ts";
import type { SyncResult } from "../../cli/commands/sync.ts";
import { byPerson, eventsIn, writesIn } from "../support/audit-log.ts";
import { makeCheckout, type Checkout } from "../support/checkout.ts";
import { making, stateText } from "../support/interrupts/up-steps.ts";
import { localCluster, type LocalCluster } from "../support/local-cluster.ts";
import { installOnlyArgoCd } from "../support/platform-choice.ts";
import { processesWith } from "../support/processes.ts";

const badLines = join(import.meta.dirname, "../fixtures/bad-command-lines.yaml");

/** A command line, and all of what standard error says of it. */
interface BadLine {
  readonly line: string;
  readonly says: string;
}

const namespace = "microservices-dev";
const name = "user-service";
/** Where the run is killed. */
const madeRelease = making("kubernetes:helm.sh/v3:Release");

describe("operating the local cluster", function () {
  this.timeout(900_000);
  let checkout: Checkout;
  let cluster: LocalCluster;

  before(() => {
    checkout = makeCheckout();
    installOnlyArgoCd(checkout, "development");
    // What is changed by hand stays, so that it can be looked at.
    const file = "Pulumi.development.yaml";
    checkout.write(file, `${checkout.read(file).trimEnd()}\n  msa:sync: { selfHeal: false }\n`);
  });
  after(async () => {
    await checkout.remove();
    assert.deepEqual(processesWith(checkout.folder), []);
  });

  async function asJson<T>(args: readonly string[], expected = 0): Promise<T> {
    const { code, stdout, stderr } = await checkout.msa([...args, "--json"]);
    assert.equal(code, expected, stderr);
    return JSON.parse(stdout) as T;
  }

  async function killUp(): Promise<void> {
    const running = checkout.start(["up"]);
    const folder = join(checkout.folder, ".msa/local/development");
    while (!madeRelease.hasBegun({ folder, stderr: () => running.stderr() })) {
      assert.equal(running.code(), undefined, "the run has ended before it could be killed");
      await sleep(100);
    }
    running.kill();
    await running.ended;
    cluster = localCluster(checkout.folder, "development");
  }

  it("recovers from an up that was killed in its middle, after which up converges", async () => {
    await killUp();
    const asked = await checkout.msa(["recover", "development"]);
    assert.equal(asked.code, 2, asked.stderr);
    assert.match(asked.stderr, /^a lock on the state, of process \d+/m);
    assert.match(asked.stderr, /there is no terminal to ask on\. Add --yes/);
    const found = await asJson<Recovered>(["recover", "development", "--yes"]);
    const kinds = new Set(found.findings.map(({ kind }) => kind));
    assert.ok(kinds.has("lock") && kinds.has("operations"), [...kinds].join(", "));
    assert.deepEqual([found.done, found.next], [true, "./msa up development"]);
    const nothing = await asJson<Recovered>(["recover", "development"]);
    assert.deepEqual(nothing, { environment: "development", findings: [], done: false });
    const up = await checkout.msa(["up"]);
    assert.equal(up.code, 0, up.stderr);
    const { changes } = await asJson<{ changes: { changed: number } }>(["up"]);
    assert.equal(changes.changed, 0);
  });

  it("shows no difference where there is none", async () => {
    assert.deepEqual(await asJson<DiffFound>(["diff", "development"]), {
      environment: "development",
      pulumi: { lines: [], byHand: [] },
      services: [],
    });
  });

  it("shows field by field what was changed by hand, and sync undoes it", async () => {
    await cluster.apps.patchNamespacedDeployment(
      { namespace, name, body: { spec: { replicas: 3 } } },
      setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
    );
    while ((await checkout.msa(["status", "development", name])).stdout.includes("│ none")) {
      await sleep(500);
    }
    const found = await asJson<DiffFound>(["diff", "development"], 1);
    const fields = [{ field: "spec.replicas", declared: 1, live: 3 }];
    const object = { object: `Deployment ${name}`, how: "differs", fields };
    assert.deepEqual(found.services, [{ service: name, sync: "OutOfSync", objects: [object] }]);
    const { services } = await asJson<SyncResult>(["sync", "development", name]);
    assert.deepEqual(
      services.map(({ ok, objects }) => [ok, objects.map((each) => [each.object, each.result])]),
      [[true, [[`Deployment ${name}`, "Synced"]]]],
    );
    const { spec } = await cluster.apps.readNamespacedDeployment({ namespace, name });
    assert.equal(spec?.replicas, 1);
  });

  it("tells the events of a service, newest last, and where to look next", async () => {
    const { events, next } = await asJson<EventsFound>(["events", "development", name]);
    const times = events.map(({ time }) => time);
    assert.deepEqual(times, times.toSorted());
    assert.ok(events.some(({ reason }) => reason === "ScalingReplicaSet"));
    assert.ok(events.some(({ object }) => object === `Application ${name}-development`));
    assert.deepEqual(
      events.filter((event) => event.service !== name),
      [],
    );
    assert.ok(next.length > 0);
  });

  it("refuses logs and proxies of simulated pods, and says why", async () => {
    for (const [verb, what] of [
      ["logs", "logs"],
      ["proxy-status", "proxies"],
    ] as const) {
      const { code, stderr } = await checkout.msa([verb, "development", name]);
      assert.equal(code, 2);
      assert.equal(
        stderr,
        `${what}: there are none on the local cluster (found "development", whose pods are simulated: images never run there). ` +
          "What Kubernetes says of the pods: ./msa events development. On a cluster of your own: --context <context>\n",
      );
    }
  });

  it("writes nothing for a command line that is wrong, and says what is, whichever verb", async () => {
    const lines = parse(readFileSync(badLines, "utf8")) as readonly BadLine[];
    assert.ok(lines.length >= 60);
    const state = () => stateText(join(checkout.folder, ".msa/local/development"));
    const [stateBefore, filesBefore] = [state(), checkout.gitStatus()];
    assert.notEqual(stateBefore, "");
    const eventsBefore = eventsIn(cluster.auditLog);
    const left = [...lines];
    const worker = async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const { line, says } = next;
        const { code, stdout, stderr } = await checkout.run("sh", ["-c", `./msa ${line}`]);
        assert.deepEqual([line, code, stdout, stderr], [line, 2, "", `${says}\n`]);
      }
    };
    await Promise.all([worker(), worker()]);
    assert.deepEqual(writesIn(cluster.auditLog, eventsBefore).filter(byPerson), []);
    assert.equal(state(), stateBefore);
    assert.equal(checkout.gitStatus(), filesBefore);
  });
});
