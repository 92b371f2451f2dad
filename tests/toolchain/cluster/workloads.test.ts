import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type KubernetesObjectApi, PatchStrategy } from "@kubernetes/client-node";

import {
  type Cluster,
  type ClusterSpec,
  readCluster,
  startCluster,
} from "../../../toolchain/cluster/cluster.ts";
import { installArgoCd } from "./argo-cd.ts";
import {
  application,
  type Application,
  type Named,
  pod,
  type Pod,
  project,
  type Service,
} from "./objects.ts";
import { clientOf, discard, get, specOf, until } from "./test-cluster.ts";

const sample = join(import.meta.dirname, "sample-chart");
const silent = (): void => undefined;

describe("what a local cluster runs", function () {
  this.timeout(120_000);
  let charts: string;
  let spec: ClusterSpec;
  let cluster: Cluster;
  let api: KubernetesObjectApi;

  before(async () => {
    charts = mkdtempSync(join(tmpdir(), "msa-charts-"));
    cpSync(sample, join(charts, "sample"), { recursive: true });
    spec = specOf("work", { charts: [join(charts, "sample")] });
    cluster = await startCluster(spec, silent);
    api = clientOf(cluster);
    await api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } });
  });

  after(async () => {
    await discard(spec);
    rmSync(charts, { recursive: true, force: true });
  });

  /** The object as it is, once `expected` holds for it. */
  async function read<T extends Named>(object: T, expected: (found: T) => boolean): Promise<T> {
    return await until(async () => {
      const found = (await api.read(object)) as unknown as T;
      return expected(found) ? found : undefined;
    });
  }

  it("gives a Service of type LoadBalancer an address", async () => {
    const service: Service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "open", namespace: "shop" },
    };
    await api.create({ ...service, spec: { type: "LoadBalancer", ports: [{ port: 80 }] } });

    const found = await read(service, ({ status }) => status?.loadBalancer?.ingress !== undefined);
    assert.deepEqual(
      found.status?.loadBalancer?.ingress?.map(({ ip }) => ip),
      ["127.0.0.1"],
    );
  });

  it("runs a pod at once", async () => {
    const wanted = pod("ordinary");
    await api.create(wanted);

    const found = await read(wanted, ({ status }) => status?.phase === "Running");
    assert.equal(readiness(found), "True");
  });

  for (const [where, marked] of Object.entries({
    annotation: pod("by-annotation", { annotations: { "msa.test/never-ready": "true" } }),
    label: pod("by-label", { labels: { "msa.test/never-ready": "true" } }),
  })) {
    it(`never lets a pod be ready that says so in its ${where}`, async () => {
      await api.create(marked);

      const found = await read(marked, ({ status }) => status?.phase === "Running");
      assert.equal(readiness(found), "False");
      assert.equal(found.status?.containerStatuses?.[0]?.ready, false);
    });
  }

  it("cannot pull an image whose tag says never-ready", async () => {
    const wanted = pod("missing", { image: "registry.test/shop:1.2.3-never-ready" });
    await api.create(wanted);

    const found = await read(wanted, ({ status }) => status?.containerStatuses !== undefined);
    assert.equal(found.status?.phase, "Pending");
    assert.equal(readiness(found), "False");
    assert.equal(found.status.containerStatuses?.[0]?.state?.waiting?.reason, "ImagePullBackOff");
  });

  it("completes a Job, as a hook of a chart is", async () => {
    const job = { apiVersion: "batch/v1", kind: "Job", metadata: named("hook") };
    const template = { spec: { restartPolicy: "Never", containers } };
    await api.create({ ...job, spec: { template } } as Named);

    await read(job as Named & { status?: { succeeded?: number } }, (found) => {
      return found.status?.succeeded === 1;
    });
  });

  it("has a DaemonSet ready on every node", async () => {
    const daemons = { apiVersion: "apps/v1", kind: "DaemonSet", metadata: named("daemons") };
    await api.create({ ...daemons, spec: workloadOf("daemons") } as Named);

    await read(daemons as Named & { status?: { numberReady?: number } }, ({ status }) => {
      return status?.numberReady === 6;
    });
  });

  it("has a StatefulSet ready with a volume for each pod, and room for what production asks for", async () => {
    const name = "store";
    const store = { apiVersion: "apps/v1", kind: "StatefulSet", metadata: named(name) };
    const claim = {
      metadata: { name: "disk" },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "500Gi" } } },
    };
    const spec = {
      ...workloadOf(name, { requests: { cpu: "30", memory: "200Gi" } }),
      replicas: 12,
      podManagementPolicy: "Parallel",
      serviceName: name,
      volumeClaimTemplates: [claim],
    };
    await api.create({ ...store, spec } as Named);

    await read(store as Named & { status?: { readyReplicas?: number } }, ({ status }) => {
      return status?.readyReplicas === 12;
    });
  });

  it("binds a volume claim", async () => {
    const claim = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "disk", namespace: "shop" },
    };
    const resources = { requests: { storage: "1Gi" } };
    await api.create({ ...claim, spec: { accessModes: ["ReadWriteOnce"], resources } });

    await read(
      claim as Named & { status?: { phase?: string } },
      ({ status }) => status?.phase === "Bound",
    );
  });

  describe("through Argo CD", () => {
    const shop = (): Application => application("shop", cluster.chartRepository, "1.0.0");
    before(async () => {
      await installArgoCd(api, "argocd");
      await until(async () => {
        const { body } = await get(cluster, "/apis/argoproj.io/v1alpha1");
        const kinds = JSON.stringify(body);
        return kinds.includes('"Application"') && kinds.includes('"AppProject"') ? true : undefined;
      });
      await api.create(project());
    });

    const settled = ({ status }: Application): boolean =>
      status?.sync?.status === "Synced" && status.health?.status === "Healthy";

    it("brings a chart from the chart server to Synced and Healthy, HPA without metrics included", async () => {
      const seen = new Set<string>();
      await api.create(shop());

      await read(shop(), (found) => {
        seen.add(found.status?.health?.status ?? "");
        return settled(found);
      });
      const hpa = {
        apiVersion: "autoscaling/v2",
        kind: "HorizontalPodAutoscaler",
        metadata: { name: "shop", namespace: "shop" },
      };
      type Hpa = Named & {
        status?: { conditions?: { type: string; status: string; reason: string }[] };
      };
      const found = await read(
        hpa as Hpa,
        ({ status }) => status?.conditions?.some(({ type }) => type === "ScalingActive") === true,
      );
      const active = found.status?.conditions?.find(({ type }) => type === "ScalingActive");
      assert.deepEqual([active?.status, active?.reason], ["False", "FailedGetResourceMetric"]);
      // Argo CD looks again when the HPA changed: give it the time to change its mind.
      for (let look = 0; look < 20; look += 1) {
        seen.add((await api.read<Application>(shop())).status?.health?.status ?? "");
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      assert.equal(seen.has("Degraded"), false);
    });

    it("serves a new version of a chart without a restart", async () => {
      const file = join(charts, "sample", "Chart.yaml");
      writeFileSync(file, readFileSync(file, "utf8").replace("version: 1.0.0", "version: 1.1.0"));
      const before = (await readCluster(spec.folder))?.parts;
      assert.deepEqual((await startCluster(spec, silent)).parts, before);

      const index = await (await fetch(`${cluster.chartRepository}/index.yaml`)).text();
      assert.match(index, new RegExp(`- ${cluster.chartRepository}/sample-1\\.0\\.0\\.tgz`));
      assert.match(index, new RegExp(`- ${cluster.chartRepository}/sample-1\\.1\\.0\\.tgz`));
    });

    it("renders again when a chart changed under the same version", async () => {
      const file = join(charts, "sample", "templates", "config.yaml");
      const version = application("shop", cluster.chartRepository, "1.1.0");
      await api.patch(
        version,
        undefined,
        undefined,
        undefined,
        undefined,
        PatchStrategy.MergePatch,
      );
      await read(version, (found) => settled(found) && found.status?.sync?.revision === "1.1.0");
      writeFileSync(file, readFileSync(file, "utf8").replace("colour: red", "colour: blue"));
      await startCluster(spec, silent);

      const config = {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "shop", namespace: "shop" },
      };
      type Config = Named & { data?: { colour?: string } };
      await read(config as Config, ({ data }) => data?.colour === "blue");
    });
  });
});

const containers = [{ name: "main", image: "registry.test/shop:1.2.3" }];

function named(name: string): Named["metadata"] {
  return { name, namespace: "shop" };
}

function workloadOf(app: string, resources: object = {}): object {
  const labels = { app };
  const spec = { containers: containers.map((container) => ({ ...container, resources })) };
  return { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } };
}

function readiness({ status }: Pod): string | undefined {
  return status?.conditions?.find(({ type }) => type === "Ready")?.status;
}
