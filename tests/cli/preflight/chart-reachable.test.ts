import assert from "node:assert/strict";

import { chartProblem } from "../../../cli/preflight/chart-reachable.ts";
import { deadHost, silence, startServer, type Answering, type FakeServer } from "../fake-server.ts";

const index = (versions: readonly string[]) =>
  `apiVersion: v1\nentries:\n  microservice:\n${versions.map((version) => `    - version: ${version}\n`).join("")}`;

describe("chartProblem", () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());

  async function problemAt(answering: Answering, timeout?: number): Promise<string | undefined> {
    server = await startServer(answering);
    const chart = { name: "microservice", version: "1.0.0", repository: server.url };
    return chartProblem(chart, timeout);
  }
  const where = (path: string) => `${server?.url ?? ""}${path}`;

  it("finds nothing wrong with a version that the index lists", async () => {
    const body = index(["1.1.0", "1.0.0"]);
    assert.equal(
      await problemAt((path) => (path === "/index.yaml" ? { body } : { status: 404 })),
      undefined,
    );
    assert.deepEqual(server?.requests, ["GET /index.yaml"]);
  });

  it("asks once for an address that ends in a slash", async () => {
    server = await startServer(() => ({ body: index(["1.0.0"]) }));
    const repository = `${server.url}/stable/`;
    assert.equal(
      await chartProblem({ name: "microservice", version: "1.0.0", repository }),
      undefined,
    );
    assert.deepEqual(server.requests, ["GET /stable/index.yaml"]);
  });

  it("names the first five versions there are when the wanted one is not", async () => {
    const versions = ["2.5.0", "2.4.0", "2.3.0", "2.2.0", "2.1.0", "2.0.0"];
    assert.equal(
      await problemAt(() => ({ body: index(versions) })),
      `chart microservice 1.0.0: is not in ${where("")} (found 2.5.0, 2.4.0, 2.3.0, 2.2.0, 2.1.0)`,
    );
  });

  for (const [title, body] of [
    ["does not have the chart", "apiVersion: v1\nentries: {}\n"],
    ["is empty", ""],
    ["is a page for people", "<html><body>Welcome</body></html>"],
  ] as const) {
    it(`finds no version in an index that ${title}`, async () => {
      assert.equal(
        await problemAt(() => ({ body })),
        `chart microservice 1.0.0: is not in ${where("")} (found no version of it)`,
      );
    });
  }

  for (const status of [404, 500]) {
    it(`says what was answered when it is HTTP ${status}`, async () => {
      assert.equal(
        await problemAt(() => ({ status })),
        `chart microservice 1.0.0: cannot be reached (${where("/index.yaml")} answered HTTP ${status})`,
      );
    });
  }

  it("stops waiting for a repository that never answers", async () => {
    assert.equal(
      await problemAt(() => silence, 50),
      `chart microservice 1.0.0: cannot be reached (${where("/index.yaml")}: no answer in 0.05 s)`,
    );
  });

  it("says that nobody listens there", async () => {
    const host = await deadHost();
    assert.equal(
      await chartProblem({ name: "microservice", version: "1.0.0", repository: `http://${host}` }),
      `chart microservice 1.0.0: cannot be reached (http://${host}/index.yaml: connect ECONNREFUSED ${host})`,
    );
  });

  it("asks a registry for the chart's manifest, with + written as _", async () => {
    server = await startServer(() => ({ status: 404 }));
    const repository = `oci://${server.host}/msa/charts`;
    assert.equal(
      await chartProblem({ name: "microservice", version: "1.0.0+b1", repository }),
      "chart microservice 1.0.0+b1: does not exist there (HTTP 404)",
    );
    assert.deepEqual(server.requests, ["HEAD /v2/msa/charts/microservice/manifests/1.0.0_b1"]);
  });
});
