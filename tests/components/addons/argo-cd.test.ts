import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { hpaHealth } from "../../../components/addons/argo-cd/hpa-health.ts";
import { argoCdTag } from "../../../components/addons/argo-cd/values.ts";
import type { HelmValues } from "../../../components/helm-values.ts";
import { tools } from "../../../toolchain/tools.ts";
import { typesAndNames } from "../../support/record-component.ts";
import { tool } from "../../support/tools.ts";
import { ArgoCd } from "../../../components/addons/argo-cd.ts";
import { at, installingConfig, recordAddons, valuesOfRelease } from "./record-addons.ts";

const images = { mirror: "mirror.example.com", pullSecrets: ["harbor"] };

describe("ArgoCd", () => {
  let small: HelmValues;
  let large: HelmValues;

  before(async () => {
    small = await valuesOfRelease(installingConfig("small"), "argo-cd");
    large = await valuesOfRelease(installingConfig("large", { images }), "argo-cd");
  });

  it("is a release and the Secret with the password of its cache", async () => {
    assert.deepEqual(typesAndNames(await recordAddons(installingConfig(), [ArgoCd])), [
      "kubernetes:core/v1:Secret argo-cd-redis",
      "kubernetes:helm.sh/v3:Release argo-cd",
      "msa:addons:ArgoCd argo-cd",
      "msa:addons:HelmAddon argo-cd",
      "msa:secrets:GeneratedSecret argo-cd-redis",
    ]);
  });

  it("runs the version whose controllers are tested here", () => {
    const tested = tools.find(({ name }) => name === "argocd")?.version;
    assert.equal(argoCdTag, `v${tested}`);
    assert.deepEqual(at(small, "global", "image"), {
      repository: "quay.io/argoproj/argocd",
      tag: argoCdTag,
    });
  });

  it("has the settings that everything else relies on", () => {
    assert.equal(small["fullnameOverride"], "argocd");
    assert.deepEqual(at(small, "configs"), {
      params: { "controller.resource.health.persist": true, "server.insecure": true },
      cm: {
        "admin.enabled": true,
        "application.sync.requireOverridePrivilegeForRevisionSync": true,
        "application.resourceTrackingMethod": "annotation",
        "exec.enabled": false,
        "resource.customizations.health.autoscaling_HorizontalPodAutoscaler": hpaHealth,
        "statusbadge.enabled": false,
        "timeout.reconciliation": "120s",
        "timeout.reconciliation.jitter": "30s",
        "users.anonymous.enabled": false,
      },
      rbac: {
        "policy.default": "",
        "policy.csv": "g, jclee-admins, role:admin\np, role:admin, exec, create, */*, deny\n",
        scopes: "[groups]",
      },
    });
    assert.equal(at(small, "global", "domain"), "argo-dev.example.com");
    assert.deepEqual(at(small, "global", "networkPolicy"), { create: false });
    assert.deepEqual(at(small, "crds"), { install: true, keep: true });
  });

  it("scales the server by an HPA where the size says so, and keeps one pod in a drain", () => {
    assert.equal(at(small, "server", "autoscaling"), undefined);
    assert.deepEqual(at(small, "server", "pdb"), { enabled: false });
    assert.deepEqual(at(large, "server", "autoscaling"), {
      enabled: true,
      minReplicas: 2,
      maxReplicas: 4,
      targetCPUUtilizationPercentage: 70,
      targetMemoryUtilizationPercentage: 80,
    });
    assert.deepEqual(at(large, "server", "pdb"), { enabled: true, minAvailable: 1 });
  });

  it("pulls both its images through the mirror, with the pull secrets", () => {
    assert.equal(at(large, "global", "image", "repository"), "mirror.example.com/argoproj/argocd");
    assert.equal(
      at(large, "redis", "image", "repository"),
      "mirror.example.com/docker/library/redis",
    );
    assert.deepEqual(at(large, "global", "imagePullSecrets"), [{ name: "harbor" }]);
  });

  it("is watched where there is a Prometheus, and only there", async () => {
    const { prometheus, ...addons } = installingConfig().addons;
    assert.notEqual(prometheus, undefined);
    const unwatched = await valuesOfRelease(installingConfig("small", { addons }), "argo-cd");

    for (const part of ["applicationSet", "controller", "notifications", "repoServer", "server"]) {
      const metrics = (enabled: boolean) => ({ enabled, serviceMonitor: { enabled } });
      assert.deepEqual(at(small, part, "metrics"), metrics(true), part);
      assert.deepEqual(at(unwatched, part, "metrics"), metrics(false), part);
    }
  });
});

describe("the health of an HPA", () => {
  const run = promisify(execFile);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "hpa-health-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** What Argo CD itself makes of an HPA with these conditions; without any, of one with no status. */
  async function healthOf(conditions?: readonly object[]): Promise<string> {
    const write = async (name: string, kind: string, more: object) => {
      const file = path.join(folder, name);
      const metadata = { name: "argocd-cm", labels: { "app.kubernetes.io/part-of": "argocd" } };
      await writeFile(file, JSON.stringify({ kind, metadata, ...more }));
      return file;
    };
    const settings = await write("settings.json", "ConfigMap", {
      apiVersion: "v1",
      data: { "resource.customizations.health.autoscaling_HorizontalPodAutoscaler": hpaHealth },
    });
    const hpa = await write("hpa.json", "HorizontalPodAutoscaler", {
      apiVersion: "autoscaling/v2",
      ...(conditions !== undefined && { status: { conditions } }),
    });
    const { stdout } = await run(tool("argocd"), [
      ...["admin", "settings", "resource-overrides", "health", hpa],
      ...["--argocd-cm-path", settings],
    ]);
    return stdout.trim();
  }

  const scaling = (reason: string) => ({
    type: "ScalingActive",
    status: "False",
    reason,
    message: "why",
  });

  it("is Healthy without metrics, and says why", async () => {
    assert.equal(
      await healthOf([scaling("FailedGetResourceMetric")]),
      "STATUS: Healthy\nMESSAGE: why",
    );
  });

  it("is Degraded when it scales nothing", async () => {
    assert.equal(await healthOf([scaling("InvalidSelector")]), "STATUS: Degraded\nMESSAGE: why");
    const missing = { type: "AbleToScale", status: "False", message: "no such Deployment" };
    assert.equal(await healthOf([missing]), "STATUS: Degraded\nMESSAGE: no such Deployment");
  });

  it("is Progressing until somebody has looked at it", async () => {
    assert.equal(
      await healthOf(),
      "STATUS: Progressing\nMESSAGE: waiting for the first reconciliation",
    );
  });
});
