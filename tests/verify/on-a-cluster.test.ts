import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import {
  BatchV1Api,
  CoreV1Api,
  KubernetesObjectApi,
  type KubeConfig,
  type KubernetesObject,
} from "@kubernetes/client-node";
import { parseDocument, type YAMLSeq } from "yaml";

import type { Target } from "../../cli/target.ts";
import { jobArguments } from "../../cli/verify/job-arguments.ts";
import { makeRunFolder, openJobEngine, type JobEngine } from "../../cli/verify/job-engine.ts";
import { startCluster, type ClusterSpec } from "../../toolchain/cluster/cluster.ts";
import { toolbox } from "../../toolchain/toolbox.ts";
import type { JobArguments } from "../../verify/job/arguments.ts";
import { sampleConfig } from "../support/sample-config.ts";
import { root } from "../support/tools.ts";
import { discard, kubeConfigOf, specOf, until } from "../toolchain/cluster/test-cluster.ts";

const namespace = "microservices-dev";
const config = sampleConfig({ namespace });
const services = config.services.map(({ name }) => name);

/** The kind AuthorizationPolicy, without its status: the client drops what a schema has with hyphens. */
function meshPolicies(): KubernetesObject {
  const file = join("istio", "authorizationpolicies.security.istio.io.yaml");
  const document = parseDocument(readFileSync(join(toolbox(root).crdsFolder, file), "utf8"));
  const versions = document.getIn(["spec", "versions"]) as YAMLSeq;
  for (const [at] of versions.items.entries()) {
    const schema = ["schema", "openAPIV3Schema", "properties", "status"];
    document.deleteIn(["spec", "versions", at, ...schema]);
  }
  return document.toJS() as KubernetesObject;
}

describe("the Job on a real API server", function () {
  this.timeout(300_000);
  let spec: ClusterSpec;
  let target: Target;
  let kube: KubeConfig;
  const folders: string[] = [];

  before(async () => {
    spec = specOf("verify");
    const cluster = await startCluster(spec, () => undefined);
    kube = kubeConfigOf(cluster);
    const { context, kubeconfig } = cluster;
    target = { environment: "development", kind: "context", context, kubeconfig, stackFile: "" };
    const objects = KubernetesObjectApi.makeApiClient(kube);
    await objects.create(meshPolicies());
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    const metadata = { name: namespace, labels };
    await objects.create({ apiVersion: "v1", kind: "Namespace", metadata });
  });
  after(async () => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    await discard(spec);
  });

  async function openRun(name: string): Promise<{ job: JobArguments; engine: JobEngine }> {
    const job = jobArguments({ config, services, name, context: target.context });
    const folder = makeRunFolder();
    folders.push(folder);
    return { job, engine: await openJobEngine(target, folder, job) };
  }

  /** Kind and name of all that carries a run's label. */
  async function objectsOf(name: string): Promise<string[]> {
    const objects = KubernetesObjectApi.makeApiClient(kube);
    const kinds = [
      ["v1", "Pod"],
      ["v1", "ConfigMap"],
      ["v1", "ServiceAccount"],
      ["batch/v1", "Job"],
      ["networking.k8s.io/v1", "NetworkPolicy"],
      ["security.istio.io/v1", "AuthorizationPolicy"],
    ] as const;
    const label = `msa-gitops/verification=${name}`;
    const found = await Promise.all(
      kinds.map(async ([apiVersion, kind]) => {
        const { items } = await objects.list(
          ...([apiVersion, kind, namespace, undefined, undefined, undefined, undefined] as const),
          label,
        );
        return items.map(() => kind);
      }),
    );
    return found.flat();
  }
  const all = [
    ...["Pod", "ConfigMap", "ServiceAccount", "Job", "NetworkPolicy", "NetworkPolicy"],
    "AuthorizationPolicy",
  ];

  it("is taken by a namespace of the restricted Pod Security Standard, and removed with all its own", async () => {
    const { job, engine } = await openRun("msa-verify-aaaaaa");
    await engine.up();
    const pod = await until(async () => {
      const { items } = await kube.makeApiClient(CoreV1Api).listNamespacedPod({ namespace });
      return items[0];
    });
    assert.equal(pod.spec?.serviceAccountName, job.name);
    assert.deepEqual(await objectsOf(job.name), all);

    await engine.destroy();
    await until(async () => ((await objectsOf(job.name)).length === 0 ? true : undefined));
  });

  it("takes all its own with it when only the Job goes, as after a run that was killed", async () => {
    const { job, engine } = await openRun("msa-verify-bbbbbb");
    await engine.up();
    await until(async () => ((await objectsOf(job.name)).includes("Pod") ? true : undefined));
    await kube.makeApiClient(BatchV1Api).deleteNamespacedJob({
      name: job.name,
      namespace,
      propagationPolicy: "Background",
    });
    await until(async () => ((await objectsOf(job.name)).length === 0 ? true : undefined));
  });

  it("writes no stack file beside its program", () => {
    assert.equal(existsSync(join(root, "verify", "Pulumi.verify.yaml")), false);
  });
});
