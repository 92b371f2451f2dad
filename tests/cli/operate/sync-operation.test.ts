import assert from "node:assert/strict";
import { json } from "node:stream/consumers";

import { CliError } from "../../../cli/errors.ts";
import { syncApplication } from "../../../cli/operate/sync-operation.ts";
import type { ApplicationObject } from "../../../cli/status/objects.ts";
import { kubeTo, refusal, startServer, type FakeServer } from "../fake-server.ts";
import { application } from "../status/live-objects.ts";

type Patch = Readonly<Record<string, unknown>> & {
  readonly metadata?: { readonly resourceVersion: string };
  readonly operation?: { readonly info: readonly { readonly value: string }[] };
};

describe("syncApplication", () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());
  const where = { namespace: "argocd", name: "order-service-development" };
  const wish = { force: true, prune: true, username: "kim" };
  const wait = { timeoutSeconds: 5, tell: () => undefined, pollMilliseconds: 5 };

  const fresh = (changes: Partial<ApplicationObject> = {}): ApplicationObject => {
    const { metadata, spec, ...rest } = application();
    const source = { ...spec.source, targetRevision: "1.1.0" };
    const syncPolicy = { syncOptions: ["ServerSideApply=true"] };
    const versioned = { ...metadata, resourceVersion: "7" };
    return { ...rest, metadata: versioned, spec: { source, syncPolicy }, ...changes };
  };

  /** An Argo CD that begins each operation at once, with the state that the test gives it. */
  async function argo(state: object | undefined, before = fresh(), conflicts = 0) {
    const patches: Patch[] = [];
    let now: object = before;
    let left = conflicts;
    server = await startServer((_path, request) => {
      if (request.method !== "PATCH") return { body: now };
      if (left > 0) {
        left -= 1;
        return refusal(409, "the object has been modified");
      }
      void json(request).then((body) => {
        const patch = body as Patch;
        patches.push(patch);
        const { operation } = patch;
        const operationState = state && { operation, ...state };
        if (operation) now = { ...before, operation, status: { operationState } };
      });
      return { body: {} };
    });
    return { kube: kubeTo(server.url), patches };
  }

  async function messageOf(asked: Promise<unknown>): Promise<string> {
    const error: unknown = await asked.catch((reason: unknown) => reason);
    assert.ok(error instanceof CliError, String(error));
    return error.message;
  }

  it("asks as Argo CD's own API server does, on what it has read, and tells how it ended", async () => {
    const { kube, patches } = await argo({ phase: "Succeeded", message: "successfully synced" });
    const state = await syncApplication(kube, where, wish, wait);
    assert.equal(state.message, "successfully synced");
    const [patch] = patches;
    const id = patch?.operation?.info[0]?.value;
    assert.deepEqual(patches, [
      {
        metadata: { resourceVersion: "7" },
        operation: {
          initiatedBy: { username: "kim" },
          info: [{ name: "msa", value: id }],
          sync: {
            revision: "1.1.0",
            prune: true,
            syncStrategy: { hook: { force: true } },
            syncOptions: ["ServerSideApply=true"],
          },
        },
        status: { operationState: null },
      },
    ]);
  });

  it("reads again when Argo CD has written meanwhile", async () => {
    const { kube, patches } = await argo({ phase: "Failed", message: "no" }, fresh(), 2);
    assert.equal((await syncApplication(kube, where, wish, wait)).phase, "Failed");
    assert.equal(patches.length, 1);
  });

  it("takes it back when a sync window forbids it", async () => {
    const message = "Sync operation blocked by sync window";
    const { kube, patches } = await argo({ phase: "Running", message });
    assert.equal(
      await messageOf(syncApplication(kube, where, wish, wait)),
      "Application order-service-development: a sync window forbids a sync now, also one by hand, so it was " +
        "taken back. Wait until the window ends, or change msa:sync.windows in the stack file and apply it.",
    );
    assert.deepEqual(patches.at(-1), { status: { operationState: { phase: "Terminating" } } });
  });

  it("does not overwrite another sync, nor sync what is being deleted", async () => {
    const status = { operationState: { message: "waiting for hooks" } };
    const busy = await argo(undefined, fresh({ operation: {}, status }));
    assert.equal(
      await messageOf(syncApplication(busy.kube, where, wish, wait)),
      "Application order-service-development: another sync is going on (waiting for hooks). " +
        "Wait for it to end, and run the same command again.",
    );
    await server?.stop();
    const deletionTimestamp = "2026-11-23T15:00:00Z";
    const going = await argo(
      undefined,
      fresh({ metadata: { ...fresh().metadata, deletionTimestamp } }),
    );
    assert.match(
      await messageOf(syncApplication(going.kube, where, wish, wait)),
      /is being deleted \(since 2026-11-23T15:00:00Z\), so it cannot be synced/,
    );
    assert.deepEqual([...busy.patches, ...going.patches], []);
  });

  it("says when nobody has begun it, and when it does not end", async () => {
    const late = { ...wait, timeoutSeconds: 0 };
    const idle = await argo(undefined);
    assert.match(
      await messageOf(syncApplication(idle.kube, where, wish, late)),
      /Argo CD has not begun the sync \(asked 0 s ago\)\. Look whether its application controller runs/,
    );
    await server?.stop();
    const slow = await argo({ phase: "Running", message: "waiting for hooks" });
    const short = { ...wait, timeoutSeconds: 0.05 };
    assert.match(
      await messageOf(syncApplication(slow.kube, where, wish, short)),
      /the sync has not ended after 0\.05 s \(waiting for hooks\)\. It goes on\./,
    );
  });

  it("tells who lacks which right", async () => {
    const words =
      'applications.argoproj.io "order-service-development" is forbidden: User "kim" cannot patch resource ' +
      '"applications" in API group "argoproj.io" in the namespace "argocd"';
    server = await startServer((_path, { method }) =>
      method === "PATCH" ? refusal(403, words) : { body: fresh() },
    );
    assert.equal(
      await messageOf(syncApplication(kubeTo(server.url), where, wish, wait)),
      "applications.argoproj.io order-service-development: this account may not do that (found kim, which lacks: " +
        "patch applications.argoproj.io in namespace argocd). Use an account that has the right " +
        "(docs/how-to/give-people-access.md).",
    );
  });

  it("says that an Application is not there", async () => {
    server = await startServer(() => refusal(404, "not found"));
    assert.equal(
      await messageOf(syncApplication(kubeTo(server.url), where, wish, wait)),
      "Application order-service-development: is not on the cluster (found none in namespace argocd). " +
        "Bring the environment up first, or see what there is: ./msa status",
    );
  });
});
