import assert from "node:assert/strict";

import { applicationFindings } from "../../../../cli/operate/recover/applications.ts";
import { holderIn } from "../../../../cli/operate/recover/locks.ts";
import { namespaceFindings } from "../../../../cli/operate/recover/namespaces.ts";
import { releaseFindings } from "../../../../cli/operate/recover/releases.ts";
import { sampleConfig, sampleService } from "../../../support/sample-config.ts";
import {
  kubeTo,
  refusal,
  startServer,
  type Answering,
  type FakeServer,
} from "../../fake-server.ts";
import { clusterOf, releases } from "../../platform/fake-cluster.ts";

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

describe("what recover finds", () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());
  async function cluster(answering: Answering) {
    server = await startServer(answering);
    return kubeTo(server.url);
  }

  const revisions: readonly (readonly [string, readonly string[], string | undefined, boolean])[] =
    [
      ["nothing about one that is deployed", ["deployed"], undefined, false],
      [
        "an install that was never finished",
        ["pending-install"],
        "undo the install, as Helm does with one that fails",
        true,
      ],
      [
        "an upgrade that was never finished",
        ["deployed", "pending-upgrade"],
        "roll it back to its last deployed revision",
        true,
      ],
      [
        "a removal that was never finished",
        ["uninstalling"],
        "forget Helm's record: its objects stay, and the next up installs over them",
        true,
      ],
      ["one that failed", ["deployed", "failed"], "nothing: the next up upgrades it again", false],
    ];
  for (const [title, statuses, cure, acts] of revisions) {
    it(`tells ${title}`, async () => {
      const secrets = statuses.map((status, at) => ({ status, revision: at + 1 }));
      const kube = await cluster(clusterOf(releases(...secrets)));
      const state = { releases: new Set(["shop/web"]), interrupted: new Set<string>() };
      const last = `${statuses.at(-1) ?? ""} (revision ${statuses.length})`;
      const found = `Helm release shop/web: is ${last}`;
      const wanted = cure === undefined ? [] : [{ kind: "release", found, cure, acts }];
      assert.deepEqual(await releaseFindings(kube, state), wanted);
    });
  }

  it("tells a release that the state has and the cluster has not, but not one that was never made", async () => {
    const kube = await cluster(clusterOf(new Map()));
    const state = { releases: new Set(["shop/web"]), interrupted: new Set(["shop/mesh"]) };
    const found = await releaseFindings(kube, state);
    assert.deepEqual(
      found.map((each) => each.found),
      ["Helm release shop/web: is in the state and not on the cluster"],
    );
  });

  describe("of Applications that are being deleted", () => {
    const config = sampleConfig({ services: [sampleService()] });
    const finalizers = ["resources-finalizer.argocd.argoproj.io"];
    const going = (seconds: number) => ({
      metadata: { name: "order-service-development", deletionTimestamp: ago(seconds), finalizers },
    });

    it("leaves one alone that has just begun to go", async () => {
      const [found] = await applicationFindings(await cluster(() => ({ body: going(5) })), config);
      assert.equal(found?.acts, false);
    });

    it("takes the finalizer of one that does not go, and nothing else", async () => {
      const bodies: string[] = [];
      const kube = await cluster((_path, request) => {
        request.on("data", (part: Buffer) => bodies.push(part.toString()));
        return { body: going(90) };
      });
      const [found] = await applicationFindings(kube, config);
      assert.match(
        found?.found ?? "",
        /^Application order-service-development: is being deleted for 9\d s$/,
      );
      await found?.run?.(kube);
      assert.deepEqual(bodies, ['{"metadata":{"finalizers":null}}']);
    });

    it("finds none where Argo CD is not there yet", async () => {
      const kube = await cluster(() =>
        refusal(404, "the server could not find the requested resource"),
      );
      assert.deepEqual(await applicationFindings(kube, config), []);
    });
  });

  describe("of namespaces that are Terminating", () => {
    const resources = [
      { name: "configmaps", kind: "ConfigMap", namespaced: true, verbs: ["list"] },
      { name: "nodes", kind: "Node", namespaced: false, verbs: ["list"] },
    ];
    const held = {
      metadata: { name: "a", namespace: "shop", deletionTimestamp: ago(90), finalizers: ["x/y"] },
    };
    const answering =
      (seconds: number, conditions: object[] = []): Answering =>
      (path) => {
        const url = path.replace(/\?.*|\/$/, "");
        const metadata = { name: "shop", deletionTimestamp: ago(seconds) };
        if (url === "/api/v1/namespaces")
          return { body: { items: [{ metadata, status: { conditions } }] } };
        if (url === "/apis") return { body: { kind: "APIGroupList", groups: [] } };
        if (url.endsWith("/configmaps"))
          return { body: { kind: "List", items: [held, { metadata: {} }] } };
        if (url.endsWith("/configmaps/a")) return { body: held };
        return { body: { kind: "APIResourceList", groupVersion: "v1", resources } };
      };

    it("names what holds one, and frees exactly that", async () => {
      const kube = await cluster(answering(90));
      const [found] = await namespaceFindings(kube, "staging");
      assert.match(
        found?.found ?? "",
        /^namespace shop: is Terminating for 9\d s, held by ConfigMap a \(x\/y\)$/,
      );
      await found?.run?.(kube);
      assert.deepEqual(
        server?.requests.filter((each) => !each.startsWith("GET ")),
        ["PATCH /api/v1/namespaces/shop/configmaps/a"],
      );
      assert.ok(server.requests[0]?.includes("labelSelector=msa-gitops%2Fstack%3Dstaging"));
    });

    it("waits for one that has just begun, and says when an API of the cluster is what fails", async () => {
      const [young] = await namespaceFindings(await cluster(answering(5)), "staging");
      assert.equal(young?.acts, false);
      await server?.stop();
      const silent = {
        type: "NamespaceDeletionDiscoveryFailure",
        status: "True",
        message: "metrics.k8s.io/v1beta1: stale",
      };
      const [found] = await namespaceFindings(await cluster(answering(90, [silent])), "staging");
      assert.equal(found?.acts, false);
      assert.match(
        found.found,
        /an API of the cluster does not answer \(metrics\.k8s\.io\/v1beta1: stale\)$/,
      );
    });
  });

  it("knows the holder of a lock from the backend's words, and no lock from another failure", () => {
    const locked =
      "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete " +
      "the lock file with `pulumi cancel`.\n  s3://states/a.json: created by kim@laptop (pid 9) at 2026-11-23T08:40:37Z\n";
    assert.equal(holderIn(locked), "kim@laptop (pid 9) at 2026-11-23T08:40:37Z");
    const cloud = "error: [409] Conflict: Another update is currently in progress.";
    assert.equal(holderIn(cloud), "[409] Conflict: Another update is currently in progress.");
    assert.equal(holderIn("error: no resource named 'urn:none' found"), undefined);
  });
});
