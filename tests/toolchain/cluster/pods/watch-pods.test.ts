import assert from "node:assert/strict";

import type { Api, OpenAnswer } from "../../../../toolchain/cluster/api.ts";
import { followPods } from "../../../../toolchain/cluster/pods/watch-pods.ts";

const gone = { type: "ERROR", object: { kind: "Status", code: 410 } };

describe("following pods", function () {
  this.timeout(20_000);

  it("tells the list, then each change of it", async () => {
    const seen = await follow([[event("ADDED", "b", "2"), event("DELETED", "a", "3")]]);

    assert.deepEqual(seen.pods.slice(0, 3), [["a"], ["a", "b"], ["b"]]);
  });

  it("goes on where a watch ended in good order, bookmarks included", async () => {
    const seen = await follow([
      [
        event("ADDED", "b", "2"),
        { type: "BOOKMARK", object: { metadata: { resourceVersion: "9" } } },
      ],
      [event("ADDED", "c", "12")],
    ]);

    assert.deepEqual(seen.watchedFrom, ["1", "9", "12"]);
    assert.equal(seen.lists, 1);
    assert.deepEqual(seen.troubles, []);
  });

  it("lists anew when the API server forgot where it was", async () => {
    const seen = await follow([[event("ADDED", "b", "2"), gone], []]);

    assert.deepEqual(seen.watchedFrom, ["1", "1", "1"]);
    assert.equal(seen.lists, 2);
    assert.deepEqual(seen.pods, [["a"], ["a", "b"], ["a"]]);
  });

  it("lists anew when the API server says so at once", async () => {
    const seen = await follow([410, []]);

    assert.equal(seen.lists, 2);
    assert.deepEqual(seen.troubles, []);
  });

  it("lists anew when the connection breaks, and says why", async () => {
    const seen = await follow([new Error("socket hang up"), []]);

    assert.equal(seen.lists, 2);
    assert.deepEqual(seen.troubles, ["socket hang up"]);
  });
});

/** What one watch answers: lines, a code, or a break of the connection. */
type Watch = readonly object[] | number | Error;

/** Follows pods of an API server whose list holds pod `a` at version 1, until all `watches` were asked for. */
async function follow(watches: readonly Watch[]): Promise<{
  pods: string[][];
  watchedFrom: string[];
  troubles: string[];
  lists: number;
}> {
  const seen = { pods: [] as string[][], watchedFrom: [] as string[], troubles: [] as string[] };
  const stop = new AbortController();
  const left = [...watches];
  let lists = 0;
  const list = { metadata: { resourceVersion: "1" }, items: [pod("a", "1")] };
  const api: Api = {
    send: () => {
      lists += 1;
      return Promise.resolve({ code: 200, body: JSON.stringify(list) });
    },
    open: (path) => {
      seen.watchedFrom.push(/resourceVersion=(\d+)/.exec(path)?.[1] ?? "");
      const watch = left.shift();
      if (watch === undefined) stop.abort();
      return Promise.resolve(answer(watch ?? []));
    },
    close: () => undefined,
  };
  await followPods(api, {
    selector: "app=x",
    onPods: (pods) => seen.pods.push(pods.map(({ name }) => name)),
    onTrouble: (reason) => seen.troubles.push(reason),
    signal: stop.signal,
  });
  return { ...seen, lists };
}

function answer(watch: Watch): OpenAnswer {
  if (typeof watch === "number") return { code: watch, lines: lines([]) };
  return { code: 200, lines: lines(watch) };
}

// eslint-disable-next-line @typescript-eslint/require-await -- it stands for a connection
async function* lines(watch: readonly object[] | Error): AsyncGenerator<string> {
  if (watch instanceof Error) throw watch;
  for (const line of watch) yield JSON.stringify(line);
}

function event(type: string, name: string, resourceVersion: string): object {
  return { type, object: pod(name, resourceVersion) };
}

function pod(name: string, resourceVersion: string): object {
  const known = { namespace: "argocd", creationTimestamp: "2026-01-01T00:00:00Z" };
  return { metadata: { uid: name, name, resourceVersion, ...known }, spec: {}, status: {} };
}
