import assert from "node:assert/strict";

import { missingAddons } from "../../../cli/preflight/cluster-kinds.ts";
import { sampleConfig } from "../../support/sample-config.ts";
import { kubeTo, listing, refusal, startServer, type FakeServer } from "../fake-server.ts";

const { addons } = sampleConfig();
const argo = ["applications.argoproj.io", "appprojects.argoproj.io"];
const crds = (names: readonly string[]) =>
  listing({ customresourcedefinitions: names.map((name) => ({ metadata: { name } })) });

describe("missingAddons", () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());

  it("names each add-on that should be there with the kinds that the cluster lacks", async () => {
    server = await startServer(crds([...argo, "virtualservices.networking.istio.io"]));
    assert.deepEqual(await missingAddons(kubeTo(server.url), addons), [
      {
        addon: "certManager",
        kinds: ["certificates.cert-manager.io", "clusterissuers.cert-manager.io"],
      },
      {
        addon: "istio",
        kinds: ["destinationrules.networking.istio.io", "authorizationpolicies.security.istio.io"],
      },
      {
        addon: "prometheus",
        kinds: ["servicemonitors.monitoring.coreos.com", "prometheusrules.monitoring.coreos.com"],
      },
      { addon: "verticalPodAutoscaler", kinds: ["verticalpodautoscalers.autoscaling.k8s.io"] },
    ]);
  });

  it("misses nothing that the stack does not use, and nothing that it installs", async () => {
    server = await startServer(crds(argo));
    const { argoCd, istio, harbor, chartMuseum } = addons;
    assert.ok(istio !== undefined);
    const used = { argoCd, istio: { ...istio, install: true }, harbor, chartMuseum };
    assert.deepEqual(await missingAddons(kubeTo(server.url), used), []);
  });

  it("says which right is missing when the cluster does not tell", async () => {
    server = await startServer(() => refusal(403, "you cannot list customresourcedefinitions"));
    await assert.rejects(missingAddons(kubeTo(server.url), addons), {
      message:
        "cluster: its CustomResourceDefinitions cannot be read (HTTP 403: you cannot list customresourcedefinitions). " +
        "Bringing the platform up needs the right to list them.",
    });
  });
});
