import assert from "node:assert/strict";

import { Dashboard } from "../../../components/addons/dashboard.ts";
import type { HelmValues } from "../../../components/helm-values.ts";
import { only } from "../../support/record-component.ts";
import {
  at,
  installingConfig,
  recordAddons,
  sampleOidc,
  valuesOfRelease,
} from "./record-addons.ts";

describe("Dashboard", () => {
  let open: HelmValues;
  let guarded: HelmValues;
  const images = { mirror: "mirror.example.com", pullSecrets: ["harbor"] };

  before(async () => {
    open = await valuesOfRelease(installingConfig("small"), "headlamp");
    guarded = await valuesOfRelease(
      installingConfig("large", { images, oidc: sampleOidc }),
      "headlamp",
    );
  });

  it("may read what the role view shows, and its chart binds nothing", async () => {
    const { inputs } = only(
      await recordAddons(installingConfig(), [Dashboard]),
      "ClusterRoleBinding",
    );
    assert.deepEqual(open["clusterRoleBinding"], { create: false });
    assert.equal(at(inputs, "roleRef", "name"), "view");
    assert.deepEqual(inputs["subjects"], [
      {
        kind: "ServiceAccount",
        name: at(open, "serviceAccount", "name"),
        namespace: "management",
      },
    ]);
  });

  it("lends its account to people only behind a login", () => {
    assert.equal(at(open, "config", "unsafeUseServiceAccountToken"), false);
    assert.equal(at(guarded, "config", "unsafeUseServiceAccountToken"), true);
  });

  it("leaves the Secret of oauth2-proxy alone, whose name its chart would take", () => {
    assert.deepEqual(at(guarded, "config", "oidc"), { secret: { create: false } });
  });

  it("is fit for a restricted namespace", () => {
    assert.deepEqual(open["securityContext"], {
      allowPrivilegeEscalation: false,
      runAsNonRoot: true,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
      readOnlyRootFilesystem: true,
    });
  });

  it("runs twice on a large platform, and keeps one in a drain", () => {
    assert.equal(guarded["replicaCount"], 2);
    assert.deepEqual(guarded["podDisruptionBudget"], { enabled: true, minAvailable: 1 });
    assert.deepEqual(open["podDisruptionBudget"], { enabled: false });
  });

  it("pulls its image through the mirror, with the pull secrets", () => {
    assert.deepEqual(guarded["image"], { registry: "mirror.example.com" });
    assert.deepEqual(open["image"], { registry: "ghcr.io" });
    assert.deepEqual(guarded["imagePullSecrets"], [{ name: "harbor" }]);
  });
});
