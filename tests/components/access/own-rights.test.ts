import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { OwnRights, type Wish } from "../../../components/access/own-rights.ts";
import { kubeconfigTo, startServer, type Answer, type FakeServer } from "../../cli/fake-server.ts";

const quota: Wish = {
  verb: "patch",
  apiVersion: "v1",
  kind: "ResourceQuota",
  name: "services",
  namespace: "microservices",
};
const application: Wish = {
  verb: "create",
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  name: "user-service-production",
  namespace: "argocd",
};

const resources: Readonly<Record<string, readonly object[]>> = {
  "/api/v1": [
    { name: "resourcequotas", kind: "ResourceQuota" },
    { name: "resourcequotas/status", kind: "ResourceQuota" },
  ],
  "/apis/argoproj.io/v1alpha1": [{ name: "applications", kind: "Application" }],
};

describe("OwnRights", () => {
  let server: FakeServer;
  let home: string;
  let kubeconfigBefore: string | undefined;
  /** The answer to every review. */
  let mayAll: boolean;

  before(async () => {
    server = await startServer(answer);
    home = mkdtempSync(join(tmpdir(), "msa-own-rights-"));
    writeFileSync(join(home, "kubeconfig"), kubeconfigTo(server.url));
    kubeconfigBefore = process.env["KUBECONFIG"];
    process.env["KUBECONFIG"] = join(home, "kubeconfig");
  });
  beforeEach(() => {
    mayAll = false;
  });
  after(async () => {
    if (kubeconfigBefore === undefined) delete process.env["KUBECONFIG"];
    else process.env["KUBECONFIG"] = kubeconfigBefore;
    rmSync(home, { recursive: true, force: true });
    await server.stop();
  });

  function answer(path: string): Answer {
    const listed = resources[path.replace(/\/$/, "")];
    if (listed !== undefined) return { body: { kind: "APIResourceList", resources: listed } };
    if (path.endsWith("/selfsubjectreviews")) {
      return { status: 201, body: { status: { userInfo: { username: "jane" } } } };
    }
    if (!path.endsWith("/selfsubjectaccessreviews")) return { status: 404, body: {} };
    return { status: 201, body: { status: { allowed: mayAll } } };
  }

  it("names the right that is missing, and who lacks it", async () => {
    assert.deepEqual(await new OwnRights("fake").missing(quota), {
      user: "jane",
      right: "patch resourcequotas in namespace microservices",
    });
    assert.deepEqual(await new OwnRights("fake").missing(application), {
      user: "jane",
      right: "create applications.argoproj.io in namespace argocd",
    });
  });

  it("asks no more of who may do everything", async () => {
    mayAll = true;
    const rights = new OwnRights("fake");
    const requests = server.requests.length;
    assert.equal(await rights.missing(quota), undefined);
    assert.equal(await rights.missing(application), undefined);
    assert.equal(server.requests.length - requests, 1);
  });

  it("leaves a kind that the cluster does not know to the engine", async () => {
    const unknown = { ...application, apiVersion: "example.com/v1", kind: "Stranger" };
    assert.equal(await new OwnRights("fake").missing(unknown), undefined);
  });
});
