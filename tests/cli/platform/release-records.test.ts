import assert from "node:assert/strict";

import {
  forgetRevision,
  readRecord,
  readRevisions,
  releaseKey,
} from "../../../cli/platform/release-records.ts";
import { kubeTo, refusal, silence, startServer, type FakeServer } from "../fake-server.ts";
import { clusterOf, helmSecret, releases } from "./fake-cluster.ts";

const revision = {
  name: "web",
  namespace: "shop",
  revision: 1,
  status: "deployed",
  secret: "sh.helm.release.v1.web.v1",
};

describe("readRevisions", () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());

  it("reads each release's revisions, oldest first, whatever their order as text", async () => {
    const revisions = [10, 9, 2].map((number) => ({ revision: number, status: "superseded" }));
    server = await startServer(clusterOf(releases(...revisions)));
    const found = await readRevisions(kubeTo(server.url), ["shop/web"]);
    assert.deepEqual(
      found.get("shop/web")?.map(({ revision: number }) => number),
      [2, 9, 10],
    );
  });

  it("asks each namespace once, for names and labels only", async () => {
    let accepted: string | undefined;
    server = await startServer((path, request) => {
      accepted = request.headers.accept;
      return clusterOf(releases({}))(path, request);
    });
    const kube = kubeTo(server.url);
    const found = await readRevisions(kube, ["shop/web", "shop/other", "mesh/istiod"]);
    assert.deepEqual([...found], [["shop/web", [revision]]]);
    assert.deepEqual([...server.requests].sort(), [
      "GET /api/v1/namespaces/mesh/secrets?labelSelector=owner%3Dhelm",
      "GET /api/v1/namespaces/shop/secrets?labelSelector=owner%3Dhelm",
    ]);
    assert.match(
      accepted ?? "",
      /^application\/json;as=PartialObjectMetadataList;g=meta\.k8s\.io;v=v1,/,
    );
  });

  it("asks nobody when there is no release", async () => {
    server = await startServer(() => silence);
    assert.equal((await readRevisions(kubeTo(server.url), [])).size, 0);
    assert.deepEqual(server.requests, []);
  });

  it("says in words which right is missing", async () => {
    server = await startServer(() => refusal(403, "secrets is forbidden"));
    await assert.rejects(readRevisions(kubeTo(server.url), ["shop/web"]), {
      message:
        "cluster: Helm's records in namespace shop: no answer that can be used (HTTP 403: secrets is forbidden). " +
        "Log in to the cluster, or ask for the right; then run the same command again.",
    });
  });
});

describe("readRecord and forgetRevision", () => {
  let server: FakeServer;
  const objects = releases({}, { revision: 2 });
  before(async () => {
    server = await startServer(clusterOf(objects));
  });
  after(() => server.stop());

  it("read and remove the one Secret", async () => {
    const kube = kubeTo(server.url);
    const record = await readRecord(kube, revision);
    assert.equal(record?.data?.["release"], helmSecret().data.release);
    await forgetRevision(kube, revision);
    assert.deepEqual(
      [...objects.keys()],
      ["/api/v1/namespaces/shop/secrets/sh.helm.release.v1.web.v2"],
    );
  });

  it("do not mind that it has gone", async () => {
    const kube = kubeTo(server.url);
    assert.equal(await readRecord(kube, revision), undefined);
    await forgetRevision(kube, revision);
  });
});

describe("releaseKey", () => {
  it("is namespace and name", () => {
    assert.equal(releaseKey({ namespace: "istio-system", name: "istiod" }), "istio-system/istiod");
  });
});
