import assert from "node:assert/strict";

import { publicChecks } from "../../../cli/commands/verify.ts";
import { checkService } from "../../../cli/verify/check-service.ts";
import { deadHost, silence, startServer, type FakeServer } from "../fake-server.ts";
import { sampleConfig } from "../../support/sample-config.ts";

describe("the check of a service", () => {
  const quick = { attempts: 2, timeout: 200, pause: 1 };
  let server: FakeServer;
  afterEach(() => server.stop());
  const check = (path: string) =>
    checkService({ service: "cart", url: `${server.url}${path}`, status: 200 }, quick);

  it("is well at the first right answer, also when it is not the first one", async () => {
    let asked = 0;
    server = await startServer(() => ({ status: (asked += 1) === 1 ? 503 : 200 }));

    assert.deepEqual(await check("/healthz"), {
      service: "cart",
      url: `${server.url}/healthz`,
      ok: true,
      found: "200",
      attempts: 2,
    });
  });

  it("says what was found: another status, a redirect to a login, silence", async () => {
    server = await startServer((path) => {
      if (path === "/silent") return silence;
      return path === "/login" ? { status: 302, headers: { location: "/" } } : { status: 500 };
    });

    assert.equal((await check("/broken")).found, "500, wanted 200");
    assert.equal((await check("/login")).found, "302, wanted 200");
    assert.equal((await check("/silent")).found, "no answer in 0.2 s, wanted 200");
  });

  it("says who cannot be reached", async () => {
    server = await startServer(() => ({}));
    const host = await deadHost();
    const { ok, found } = await checkService(
      { service: "cart", url: `http://${host}/`, status: 200 },
      quick,
    );

    assert.deepEqual([ok, found], [false, `connect ECONNREFUSED ${host}, wanted 200`]);
  });

  it("asks each service for its health path on its public host", async () => {
    server = await startServer(() => ({}));
    const [first] = sampleConfig().services;
    assert.ok(first);

    assert.deepEqual(publicChecks({ services: [first] }), [
      { service: first.name, url: `https://${first.host}${first.paths.health}`, status: 200 },
    ]);
  });
});
