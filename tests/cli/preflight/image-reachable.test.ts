import assert from "node:assert/strict";

import { imageProblem } from "../../../cli/preflight/image-reachable.ts";
import { deadHost, silence, startServer, type Answering, type FakeServer } from "../fake-server.ts";

const image = { repository: "msa/order-service", tag: "1.2.3" };
const manifest = "/v2/msa/order-service/manifests/1.2.3";

describe("imageProblem", () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());

  async function problemAt(answering: Answering, timeout?: number): Promise<string | undefined> {
    server = await startServer(answering);
    return imageProblem({ registry: server.host, ...image }, timeout);
  }
  const named = (problem: string) =>
    `image ${server?.host ?? ""}/msa/order-service:1.2.3: ${problem}`;

  /** A registry that answers only with the token that `tokens` gives. */
  function tokenRegistry(tokens: Answering): Answering {
    return (path, request) => {
      if (path.startsWith("/token")) return tokens(path, request);
      if (request.headers.authorization === "Bearer anonymous") return {};
      const realm = `http://${request.headers.host ?? ""}/token`;
      const challenge = `Bearer realm="${realm}",service="registry",scope="repository:msa/order-service:pull"`;
      return { status: 401, headers: { "www-authenticate": challenge } };
    };
  }

  it("finds nothing wrong with an image that is there, asking for its manifest only", async () => {
    let accepted: string | undefined;
    const problem = await problemAt((_, request) => {
      accepted = request.headers.accept;
      return {};
    });
    assert.equal(problem, undefined);
    assert.deepEqual(server?.requests, [`HEAD ${manifest}`]);
    assert.match(accepted ?? "", /^application\/vnd\.oci\.image\.index\.v1\+json, /);
  });

  it("asks for the digest where there is one", async () => {
    server = await startServer(() => ({}));
    const digest = `sha256:${"a".repeat(64)}`;
    assert.equal(await imageProblem({ registry: server.host, ...image, digest }), undefined);
    assert.deepEqual(server.requests, [`HEAD /v2/msa/order-service/manifests/${digest}`]);
  });

  for (const field of ["token", "access_token"]) {
    it(`fetches an anonymous token (${field}) where the registry wants one`, async () => {
      const tokens = () => ({ body: { [field]: "anonymous" } });
      assert.equal(await problemAt(tokenRegistry(tokens)), undefined);
      assert.deepEqual(server?.requests, [
        `HEAD ${manifest}`,
        "GET /token?service=registry&scope=repository%3Amsa%2Forder-service%3Apull",
        `HEAD ${manifest}`,
      ]);
    });
  }

  const refused: readonly [string, Answering, string][] = [
    ["is not there", () => ({ status: 404 }), "does not exist there (HTTP 404)"],
    ["may not be read", () => ({ status: 403 }), "needs credentials (HTTP 403)"],
    ["wants a login and offers no way", () => ({ status: 401 }), "needs credentials (HTTP 401)"],
    [
      "wants a password",
      () => ({ status: 401, headers: { "www-authenticate": 'Basic realm="x"' } }),
      "needs credentials (HTTP 401)",
    ],
    [
      "gives nobody a token without credentials",
      tokenRegistry(() => ({ status: 401, body: "no" })),
      "needs credentials (HTTP 401)",
    ],
    ["is on a broken registry", () => ({ status: 502 }), "cannot be reached (HTTP 502)"],
  ];
  for (const [title, answering, problem] of refused) {
    it(`says so when the image ${title}`, async () => {
      assert.equal(await problemAt(answering), named(problem));
    });
  }

  it("stops waiting for a registry that never answers", async () => {
    const problem = await problemAt(() => silence, 50);
    assert.equal(problem, named(`cannot be reached (${server?.host ?? ""}: no answer in 0.05 s)`));
  });

  it("says that nobody listens there", async () => {
    const registry = await deadHost();
    assert.equal(
      await imageProblem({ registry, ...image }),
      `image ${registry}/msa/order-service:1.2.3: cannot be reached (${registry}: connect ECONNREFUSED ${registry})`,
    );
  });
});
