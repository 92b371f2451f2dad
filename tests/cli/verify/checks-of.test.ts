import assert from "node:assert/strict";

import { publicChecks } from "../../../cli/verify/checks-of.ts";
import { sampleService } from "../../support/sample-config.ts";

describe("what ./msa verify asks", () => {
  it("is the health path of each service on its public host, then its API tests", () => {
    const json = { path: "items[0].id", equals: 1 };
    const apiTests = [{ method: "GET" as const, path: "/api/orders?limit=1", status: 200, json }];
    const service = sampleService({ apiTests });
    const base = `https://${service.host}`;

    assert.deepEqual(publicChecks({ services: [service] }), [
      { service: service.name, method: "GET", url: `${base}/healthz`, status: 200 },
      {
        service: service.name,
        method: "GET",
        url: `${base}/api/orders?limit=1`,
        status: 200,
        json,
      },
    ]);
  });

  it("is only what the API tests say of something with a chart of its own", () => {
    const apiTests = [{ method: "GET" as const, path: "/", status: 200 }];
    const own = (more: object) => sampleService({ usesPlatformChart: false, ...more });

    assert.deepEqual(publicChecks({ services: [own({})] }), []);
    assert.equal(publicChecks({ services: [own({ apiTests })] }).length, 1);
  });
});
