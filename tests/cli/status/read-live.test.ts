import assert from "node:assert/strict";

import { CliError } from "../../../cli/errors.ts";
import { readLive } from "../../../cli/status/read-live.ts";
import {
  deadHost,
  kubeTo,
  listing,
  refusal,
  silence,
  startServer,
  type Answering,
  type FakeServer,
} from "../fake-server.ts";
import { application, pod } from "./live-objects.ts";

const where = { argoNamespace: "argocd", namespace: "shop" };

describe("readLive", () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());

  async function failure(answering: Answering): Promise<{ message: string; url: string }> {
    server = await startServer(answering);
    return { message: await messageOf(server.url), url: server.url };
  }

  async function messageOf(url: string, timeout?: number): Promise<string> {
    const error: unknown = await readLive(kubeTo(url), {
      ...where,
      ...(timeout !== undefined && { timeout }),
    }).catch((reason: unknown) => reason);
    assert.ok(error instanceof CliError);
    return error.message;
  }

  it("reads Applications from Argo CD's namespace and the rest from the services'", async () => {
    server = await startServer(listing({ applications: [application()], pods: [pod()] }));
    const live = await readLive(kubeTo(server.url), where);
    assert.deepEqual(live.applications, [application()]);
    assert.deepEqual(
      live.pods.map(({ metadata }) => metadata.name),
      ["order-service-abc"],
    );
    assert.deepEqual([live.deployments, live.autoscalers, live.events], [[], [], []]);
    assert.deepEqual([...server.requests].sort(), [
      "GET /api/v1/namespaces/shop/events",
      "GET /api/v1/namespaces/shop/pods",
      "GET /apis/apps/v1/namespaces/shop/deployments",
      "GET /apis/argoproj.io/v1alpha1/namespaces/argocd/applications",
      "GET /apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers",
    ]);
  });

  it("reads each Application by its name where a list is refused, and leaves out what is not there", async () => {
    const name = "order-service-development";
    server = await startServer((path, request) => {
      if (path.endsWith("/applications")) return refusal(403, "applications is forbidden");
      if (path.endsWith(`/applications/${name}`)) return { body: application() };
      return path.includes("/applications/")
        ? refusal(404, "not found")
        : listing({})(path, request);
    });
    const applications = [name, "gone-development"];
    const live = await readLive(kubeTo(server.url), { ...where, applications });
    assert.deepEqual(live.applications, [application()]);
  });

  it("hands a refused list on when it knows no names", async () => {
    const { message } = await failure((path, request) =>
      path.endsWith("/applications") ? refusal(403, "no list") : listing({})(path, request),
    );
    assert.match(message, /refused to answer \(HTTP 403: no list\)/);
  });

  it("says that Argo CD is missing where Applications are unknown", async () => {
    const { message } = await failure((path, request) =>
      path.includes("argoproj.io")
        ? { status: 404, body: "404 page not found\n" }
        : listing({})(path, request),
    );
    assert.equal(
      message,
      "Argo CD: the cluster does not know Applications (argoproj.io/v1alpha1 not found). Install Argo CD there first.",
    );
  });

  it("hands on what the API server says about a missing right", async () => {
    const words = 'pods is forbidden: User "kim" cannot list resource "pods"';
    const { message, url } = await failure((path, request) =>
      path.endsWith("/pods") ? refusal(403, words) : listing({})(path, request),
    );
    assert.equal(
      message,
      `cluster ${url}: refused to answer (HTTP 403: ${words}). Log in to the cluster, or ask for the right to read there.`,
    );
  });

  it("does not speak of rights when the API server is broken", async () => {
    const { message, url } = await failure(() => ({ status: 500, body: "oops" }));
    assert.equal(
      message,
      `cluster ${url}: refused to answer (HTTP 500). Try again; if it stays, look at the API server.`,
    );
  });

  it("says that nobody answers at that address", async () => {
    const host = await deadHost();
    assert.equal(
      await messageOf(`http://${host}`),
      `cluster http://${host}: does not answer (connect ECONNREFUSED ${host}). ` +
        "Check that it runs and that you can reach it from here.",
    );
  });

  it("does not wait for ever for a server that is silent", async () => {
    server = await startServer(() => silence);
    assert.equal(
      await messageOf(server.url, 50),
      `cluster ${server.url}: does not answer (no answer in 0.05 s). ` +
        "Check that it runs and that you can reach it from here.",
    );
  });
});
