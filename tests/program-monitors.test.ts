import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { KubernetesObject } from "../manifests/object.ts";
import { renderChart } from "../manifests/render.ts";
import { assembleStandIns } from "../toolchain/stand-ins/assemble.ts";
import { toolbox } from "../toolchain/toolbox.ts";
import { ownObjects, recordedEnvironment } from "./support/recorded-environments.ts";
import { root, tool } from "./support/tools.ts";

type Labels = Readonly<Record<string, string>>;

/** The fields of a ServiceMonitor or PodMonitor that say what it reads. */
interface Monitor extends KubernetesObject {
  readonly spec: {
    readonly selector: { readonly matchLabels?: Labels; readonly matchExpressions?: unknown };
    readonly namespaceSelector?: {
      readonly matchNames?: readonly string[];
      readonly any?: boolean;
    };
    readonly endpoints?: readonly Endpoint[];
    readonly podMetricsEndpoints?: readonly Endpoint[];
  };
}

interface Endpoint {
  readonly port?: string;
}

interface Service extends KubernetesObject {
  readonly spec: { readonly ports?: readonly { readonly name?: string }[] };
}

/** Releases that serve no metrics: definitions alone, and the dashboard. */
const silent = ["headlamp", "istio-base", "prometheus-operator-crds"];
/** Releases whose chart has no monitor; the program makes one. */
const monitoredByUs = ["istio-cni", "istio-ingress", "istiod", "jaeger", "redis-operator"];

describe("what Prometheus reads", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "msa-monitors-"));
  const byRelease = new Map<string, readonly KubernetesObject[]>();
  let services: readonly KubernetesObject[] = [];
  let own: readonly KubernetesObject[] = [];

  before(async () => {
    const charts = await assembleStandIns({
      source: join(root, "tests/fixtures/charts"),
      values: join(root, "tests/fixtures/chart-values"),
      crdsFolder: toolbox(root).crdsFolder,
      target: folder,
    });
    const { recording, rendered } = await recordedEnvironment("production");
    services = rendered;
    own = ownObjects(recording);
    const releases = recording.resources.filter(({ type }) => type.endsWith(":Release"));
    for (const { inputs } of releases) {
      const { name, namespace, chart, values } = inputs as unknown as {
        name: string;
        namespace: string;
        chart: string;
        values: Record<string, unknown>;
      };
      const objects = await renderChart({
        helm: tool("helm3"),
        chart: charts.find((path) => path.endsWith(`/${chart}`)) ?? "",
        releaseName: name,
        namespace,
        values,
      });
      byRelease.set(name, objects);
    }
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const isMonitor = ({ kind }: KubernetesObject) =>
    kind === "ServiceMonitor" || kind === "PodMonitor";
  const everything = () => [...own, ...services, ...[...byRelease.values()].flat()];

  it("has a monitor for each of the four services", () => {
    const names = services.filter(isMonitor).map(({ metadata }) => metadata.name);
    assert.deepEqual(names.sort(), [
      "notification-service",
      "order-service",
      "product-service",
      "user-service",
    ]);
  });

  it("has a monitor for each release that serves metrics", () => {
    const without = [...byRelease]
      .filter(([, objects]) => !objects.some(isMonitor))
      .map(([name]) => name);
    assert.deepEqual(without.sort(), [...silent, ...monitoredByUs].sort());
    const ours = own.filter(isMonitor).map(({ metadata }) => metadata.name);
    assert.deepEqual(ours.sort(), [
      "istio-cni",
      "istio-ingress",
      "istiod",
      "jaeger",
      "redis-operator",
    ]);
  });

  it("has no ServiceMonitor without a Service that has its labels and its ports", () => {
    const monitors = everything().filter(({ kind }) => kind === "ServiceMonitor") as Monitor[];
    assert.ok(monitors.length >= 15, String(monitors.length));
    const all = everything().filter(({ kind }) => kind === "Service") as Service[];
    const blind = monitors.filter(({ metadata, spec }) => {
      // Those of Kubernetes itself are made by Kubernetes.
      const names = spec.namespaceSelector?.matchNames ?? [metadata.namespace ?? ""];
      if (names.includes("kube-system") || names.includes("default")) return false;
      const wanted = Object.entries(spec.selector.matchLabels ?? {});
      const ports = (spec.endpoints ?? []).flatMap(({ port }) =>
        port === undefined ? [] : [port],
      );
      return !all.some(
        (service) =>
          (spec.namespaceSelector?.any === true ||
            names.includes(service.metadata.namespace ?? "")) &&
          wanted.every(([key, value]) => service.metadata.labels?.[key] === value) &&
          ports.every((port) => service.spec.ports?.some(({ name }) => name === port) === true),
      );
    });
    assert.deepEqual(
      blind.map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`),
      [],
    );
  });
});
