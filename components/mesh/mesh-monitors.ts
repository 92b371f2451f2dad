import * as pulumi from "@pulumi/pulumi";

import type { MonitorEndpoint } from "../custom-resources/monitor-endpoint.ts";
import { PodMonitor } from "../custom-resources/pod-monitor.ts";
import { ServiceMonitor } from "../custom-resources/service-monitor.ts";
import type { PlatformContext } from "../platform/context.ts";
import { ingressPods } from "./ingress.ts";
import { metadataOf, ownedBy } from "./mesh-object.ts";

const interval = "30s";

/** Merged metrics of a proxy and its agent (Istio: ports used by sidecars). */
const mergedMetricsPort = 15020;

/**
 * How Prometheus reads Istio itself: istiod, the gateway's pods and the agents on the nodes. Sidecars
 * of services are read by the monitor of each service's chart and are not read a second time here.
 *
 * For the owner of a platform that installs Istio, with a Prometheus.
 */
export class MeshMonitors extends pulumi.ComponentResource {
  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:mesh:MeshMonitors", name, {}, opts);
    const { istio } = context.config.addons;
    if (istio !== undefined) {
      const owned = ownedBy(this, context);

      new ServiceMonitor(
        `${name}-istiod`,
        {
          metadata: metadataOf("istiod", istio.namespace, context),
          spec: {
            selector: { matchLabels: { app: "istiod", istio: "pilot" } },
            endpoints: [{ port: "http-monitoring", interval }],
          },
        },
        owned,
      );
      if (istio.makesGateway) {
        new PodMonitor(
          `${name}-gateway`,
          {
            metadata: metadataOf("istio-ingress", istio.gatewayNamespace, context),
            spec: { selector: { matchLabels: ingressPods }, podMetricsEndpoints: [proxyMetrics] },
          },
          owned,
        );
      }
      new PodMonitor(
        `${name}-cni`,
        {
          metadata: metadataOf("istio-cni", istio.namespace, context),
          spec: {
            selector: { matchLabels: { "k8s-app": "istio-cni-node" } },
            podMetricsEndpoints: [{ port: "metrics", interval }],
          },
        },
        owned,
      );
    }
    this.registerOutputs({});
  }
}

/** The container names only the port of Envoy alone; the one with the agent's metrics lies beside it. */
const proxyMetrics: MonitorEndpoint = {
  port: "http-envoy-prom",
  path: "/stats/prometheus",
  interval,
  relabelings: [
    {
      action: "replace",
      sourceLabels: ["__address__"],
      regex: "(.+):\\d+",
      targetLabel: "__address__",
      replacement: `$1:${mergedMetricsPort}`,
    },
  ],
};
