import assert from "node:assert/strict";

import { definitionsWithObjects, removeDefinitions } from "../../../cli/platform/leftovers.ts";
import { kubeTo, refusal, startServer, type Answering, type FakeServer } from "../fake-server.ts";
import { clusterOf, thingsDefinition, thingsPath, type Objects } from "./fake-cluster.ts";

const things = "/apis/example.com/v1/things";
const thing = (name: string, metadata: object = {}) => ({ metadata: { name, ...metadata } });

describe("definitionsWithObjects", () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());

  async function found(objects: Objects, answering: Answering = clusterOf(objects), patience = 0) {
    server = await startServer(answering);
    const names = ["things.example.com", "absent.example.com"];
    return definitionsWithObjects(kubeTo(server.url), names, patience);
  }

  it("reads those that are there in a version that is served, with what uses them", async () => {
    const objects: Objects = new Map<string, object>([
      [thingsPath, thingsDefinition],
      [`${things}/a`, thing("a", { namespace: "shop" })],
      [`${things}/b`, thing("b")],
    ]);
    assert.deepEqual(await found(objects), [
      { name: "things.example.com", objects: ["shop/a", "b"] },
    ]);
    assert.ok(server?.requests.includes(`GET ${things}`));
  });

  it("names no objects of a definition that nobody uses", async () => {
    assert.deepEqual(await found(new Map([[thingsPath, thingsDefinition]])), [
      { name: "things.example.com", objects: [] },
    ]);
  });

  it("does not ask for objects of what is not served at all", async () => {
    const spec = { ...thingsDefinition.spec, versions: [{ name: "v1", served: false }] };
    const objects = new Map([[thingsPath, { ...thingsDefinition, spec }]]);
    assert.deepEqual(await found(objects), [{ name: "things.example.com", objects: [] }]);
    assert.deepEqual(
      server?.requests.filter((request) => request.includes("/apis/example.com/")),
      [],
    );
  });

  it("counts every object of a long list", async () => {
    const many = Array.from({ length: 1200 }, (_, number) => thing(`t${number}`));
    const objects: Objects = new Map<string, object>([
      [thingsPath, thingsDefinition],
      ...many.map((each): [string, object] => [`${things}/${each.metadata.name}`, each]),
    ]);
    const [definition] = await found(objects);
    assert.equal(definition?.objects.length, 1200);
    assert.ok(server?.requests.every((request) => !request.includes("limit")));
  });

  for (const [title, leaving] of [
    ["is being deleted", { deletionTimestamp: "2026-01-01T00:00:00Z" }],
    ["goes after its owner", { ownerReferences: [{ kind: "Thing", name: "owner" }] }],
  ] as const) {
    it(`waits for an object that ${title}, and not for ever`, async () => {
      const objects: Objects = new Map<string, object>([
        [thingsPath, thingsDefinition],
        [`${things}/a`, thing("a", leaving)],
      ]);
      let asked = 0;
      const [definition] = await found(
        objects,
        (path, request) => {
          if (path === things) asked += 1;
          if (asked === 3) objects.delete(`${things}/a`);
          return clusterOf(objects)(path, request);
        },
        60_000,
      );
      assert.deepEqual([definition?.objects, asked], [[], 3]);
      await server?.stop();
      objects.set(`${things}/a`, thing("a", leaving));
      assert.deepEqual(await found(objects), [{ name: "things.example.com", objects: ["a"] }]);
    });
  }
});

describe("removeDefinitions", () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());

  it("removes them and waits until they are gone", async () => {
    let reads = 0;
    server = await startServer((_, { method }) => {
      if (method === "DELETE") return { body: thingsDefinition };
      reads += 1;
      return reads < 3 ? { body: thingsDefinition } : refusal(404, "not found");
    });
    await removeDefinitions(kubeTo(server.url), ["things.example.com"]);
    assert.deepEqual(server.requests, [
      `DELETE ${thingsPath}`,
      ...Array.from({ length: 3 }, () => `GET ${thingsPath}`),
    ]);
  });

  it("does not mind one that has gone already", async () => {
    server = await startServer(clusterOf(new Map()));
    await removeDefinitions(kubeTo(server.url), ["things.example.com"]);
  });

  it("says in words which right is missing", async () => {
    server = await startServer(() => refusal(403, "you cannot delete it"));
    await assert.rejects(removeDefinitions(kubeTo(server.url), ["things.example.com"]), {
      message:
        "cluster: things.example.com: no answer that can be used (HTTP 403: you cannot delete it). " +
        "Log in to the cluster, or ask for the right; then run the same command again.",
    });
  });
});
