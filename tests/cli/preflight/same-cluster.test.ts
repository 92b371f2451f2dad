import assert from "node:assert/strict";

import { CliError } from "../../../cli/errors.ts";
import { refuseOtherCluster } from "../../../cli/preflight/same-cluster.ts";
import { deadHost, kubeTo, startServer, type FakeServer } from "../fake-server.ts";

const uid = "1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11";

describe("refuseOtherCluster", () => {
  let server: FakeServer;
  before(async () => {
    server = await startServer(() => ({ body: { metadata: { name: "kube-system", uid } } }));
  });
  after(() => server.stop());

  it("is content with the cluster that is pinned", async () => {
    await refuseOtherCluster(kubeTo(server.url), { context: "try", uid });
  });

  for (const pinned of ["another", ""]) {
    it(`names both where ${pinned === "" ? "none" : "another"} is pinned`, async () => {
      await assert.rejects(
        refuseOtherCluster(kubeTo(server.url), { context: "try", uid: pinned }),
        (error) =>
          error instanceof CliError &&
          error.exitCode === 2 &&
          error.message ===
            `cluster.uid: context "try" is not this stack's cluster (found ${uid}, pinned ${pinned || "none"}). ` +
              "Select the kubeconfig of the pinned cluster; nothing was changed.",
      );
    });
  }

  it("says that nobody answers", async () => {
    const host = await deadHost();
    await assert.rejects(refuseOtherCluster(kubeTo(`http://${host}`), { context: "try", uid }), {
      message:
        `cluster: namespace kube-system: no answer that can be used (connect ECONNREFUSED ${host}). ` +
        "Check that the cluster runs; then run the same command again.",
    });
  });
});
