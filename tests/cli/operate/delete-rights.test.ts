import assert from "node:assert/strict";

import { refuseUndeletable } from "../../../cli/operate/delete-rights.ts";
import { kubeTo, startServer, type FakeServer } from "../fake-server.ts";

const deployer = "system:serviceaccount:msa-ci-production:deployer";
const resources = [
  { name: "namespaces", kind: "Namespace", namespaced: false },
  { name: "namespaces/finalize", kind: "Namespace", namespaced: false },
  { name: "secrets", kind: "Secret", namespaced: true },
];
const objects = [
  { apiVersion: "v1", kind: "Namespace", name: "shop" },
  { apiVersion: "v1", kind: "Secret", name: "a", namespace: "shop" },
  { apiVersion: "v1", kind: "Secret", name: "b", namespace: "shop" },
  { apiVersion: "gone.example.com/v1", kind: "Gone", name: "c" },
];

describe("refuseUndeletable", () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());

  async function checked(allowed: boolean): Promise<void> {
    server = await startServer((path) => {
      if (path.endsWith("selfsubjectaccessreviews")) return { body: { status: { allowed } } };
      if (path.endsWith("selfsubjectreviews")) {
        return { body: { status: { userInfo: { username: deployer } } } };
      }
      return path === "/api/v1/" || path === "/api/v1"
        ? { body: { kind: "APIResourceList", groupVersion: "v1", resources } }
        : { status: 404, body: "" };
    });
    await refuseUndeletable(kubeTo(server.url), objects);
  }

  it("asks once and no more of who may do everything", async () => {
    await checked(true);
    assert.equal(server?.requests.length, 1);
  });

  it("names the account, each right that it lacks once, and the account that has them", async () => {
    await assert.rejects(checked(false), {
      exitCode: 2,
      message:
        `destroy: this account may not delete all of it (found ${deployer}, which lacks: delete namespaces, ` +
        "delete secrets in namespace shop). deployer changes Applications only. Run it with the account platform of " +
        "msa-ci-production (docs/how-to/give-people-access.md). Nothing was changed.",
    });
  });
});
