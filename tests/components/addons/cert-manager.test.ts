import assert from "node:assert/strict";

import { CertManager } from "../../../components/addons/cert-manager.ts";
import type { Config } from "../../../config/model.ts";
import { platformSizes } from "../../../config/platform-sizes.ts";
import { samplePlatform } from "../../support/sample-config.ts";
import { meshConfigOf, recordMesh, without } from "../mesh/mesh-samples.ts";
import { releaseValues } from "./record-addons.ts";

const small = {
  requests: { cpu: "10m", memory: "64Mi" },
  limits: { cpu: "200m", memory: "256Mi" },
};
const large = {
  requests: { cpu: "50m", memory: "128Mi" },
  limits: { cpu: "500m", memory: "512Mi" },
};

async function valuesOf(config: Config) {
  return releaseValues(await recordMesh(config, CertManager))["cert-manager"];
}

describe("CertManager", () => {
  it("has one pod of each part in the small size, and all it writes in its own namespace", async () => {
    const part = {
      replicaCount: 1,
      podDisruptionBudget: { enabled: false },
      resources: small,
    };

    assert.deepEqual(await valuesOf(meshConfigOf()), {
      crds: { enabled: true, keep: true },
      imageRegistry: "quay.io",
      global: { leaderElection: { namespace: "cert-manager" } },
      ...part,
      webhook: part,
      cainjector: part,
      enableCertificateOwnerRef: true,
      prometheus: { servicemonitor: { enabled: true } },
      startupapicheck: { enabled: true, timeout: "5m", resources: small },
    });
  });

  it("has two of each in the large size, of which one may go at a time", async () => {
    const values = await valuesOf(
      meshConfigOf({ platform: samplePlatform({ sizes: platformSizes.large }) }),
    );
    const part = {
      replicaCount: 2,
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      resources: large,
    };

    for (const place of [values, values?.["webhook"], values?.["cainjector"]]) {
      const { replicaCount, podDisruptionBudget, resources } = place as typeof part;
      assert.deepEqual({ replicaCount, podDisruptionBudget, resources }, part);
    }
  });

  it("pulls from the mirror, with the secrets of the configuration", async () => {
    const values = await valuesOf(
      meshConfigOf({ images: { mirror: "mirror.example.com", pullSecrets: ["harbor"] } }),
    );

    assert.deepEqual(
      [values?.["imageRegistry"], values?.["global"]],
      [
        "mirror.example.com",
        {
          imagePullSecrets: [{ name: "harbor" }],
          leaderElection: { namespace: "cert-manager" },
        },
      ],
    );
  });

  it("makes no ServiceMonitor without a Prometheus", async () => {
    const values = await valuesOf(without("prometheus", meshConfigOf()));

    assert.deepEqual(values?.["prometheus"], { servicemonitor: { enabled: false } });
  });
});
