import assert from "node:assert/strict";

import {
  checkAll,
  checkService,
  resultLine,
  type ServiceCheck,
} from "../../../verify/checks/check-service.ts";
import { deadHost, silence, startServer, type FakeServer } from "../../cli/fake-server.ts";

describe("the check of a service", () => {
  const quick = { attempts: 2, timeout: 200, pause: 1 };
  let server: FakeServer;
  afterEach(() => server.stop());
  const question = (path: string, more: Partial<ServiceCheck> = {}): ServiceCheck => ({
    ...{ service: "cart", method: "GET", url: `${server.url}${path}`, status: 200 },
    ...more,
  });
  const check = (path: string, more?: Partial<ServiceCheck>) =>
    checkService(question(path, more), quick);

  it("is well at the first right answer, also when it is not the first one", async () => {
    let asked = 0;
    server = await startServer(() => ({ status: (asked += 1) === 1 ? 503 : 200 }));

    assert.deepEqual(await check("/healthz"), {
      service: "cart",
      method: "GET",
      url: `${server.url}/healthz`,
      ok: true,
      found: "200",
      wanted: "200",
      attempts: 2,
    });
  });

  it("says what was found: another status, a redirect to a login, silence", async () => {
    server = await startServer((path) => {
      if (path === "/silent") return silence;
      return path === "/login" ? { status: 302, headers: { location: "/" } } : { status: 500 };
    });

    assert.equal(
      resultLine(await check("/broken")),
      `cart: GET ${server.url}/broken: 500, wanted 200`,
    );
    assert.equal((await check("/login")).found, "302");
    assert.equal((await check("/silent")).found, "no answer in 0.2 s");
  });

  it("says who cannot be reached", async () => {
    server = await startServer(() => ({}));
    const host = await deadHost();
    const { ok, found } = await check("/", { url: `http://${host}/` });

    assert.deepEqual([ok, found], [false, `connect ECONNREFUSED ${host}`]);
  });

  it("reads a value of the answer and says both that it found and that it wanted", async () => {
    server = await startServer(() => ({ body: { items: [{ state: "open" }] } }));
    const json = (equals: string | null) => ({ json: { path: "items[0].state", equals } });

    assert.equal((await check("/", json("open"))).ok, true);
    const { ok, found, wanted } = await check("/", json(null));
    assert.deepEqual(
      [ok, found, wanted],
      [false, '200, items[0].state is "open"', "200, items[0].state is null"],
    );
  });

  it("tells text from a number, and a page from JSON", async () => {
    server = await startServer((path) => ({ body: path === "/page" ? "<html>" : { n: 1 } }));

    assert.equal((await check("/", { json: { path: "n", equals: "1" } })).ok, false);
    assert.equal((await check("/page", { json: { path: "n", equals: 1 } })).found, "200, no JSON");
  });

  it("reads one MiB of an answer and no more", async () => {
    const filled = (bytes: number) => `"${"x".repeat(bytes - 2)}"`;
    server = await startServer((path) => ({
      body: filled((1 << 20) + (path === "/more" ? 1 : 0)),
    }));
    const json = { path: "length", equals: 1 };

    assert.equal((await check("/", { json })).found, "200, length is not there");
    assert.equal((await check("/more", { json })).found, "200, larger than 1 MiB");
  });

  it("asks with the method that is named, and may want another status than 200", async () => {
    server = await startServer(() => ({ status: 401 }));

    assert.equal((await check("/orders", { method: "HEAD", status: 401 })).ok, true);
    assert.deepEqual(server.requests, ["HEAD /orders"]);
  });

  it("asks a service nothing else when its health path fails, and the others all the same", async () => {
    server = await startServer((path) => ({ status: path === "/healthz" ? 503 : 200 }));
    const checks = [
      question("/healthz"),
      question("/api"),
      question("/ok", { service: "user" }),
      question("/api", { service: "user" }),
    ];
    const results = await checkAll(checks, { ...quick, attempts: 1 });

    assert.deepEqual(
      results.map(({ service, ok, found, attempts }) => [service, ok, found, attempts]),
      [
        ["cart", false, "503", 1],
        ["cart", false, "not asked, the first answer is wrong", 0],
        ["user", true, "200", 1],
        ["user", true, "200", 1],
      ],
    );
  });
});
