import * as pulumi from "@pulumi/pulumi";

import type { Config, Istio as IstioFacts, WorkloadSize } from "../../config/model.ts";
import { mergeValues, type HelmValues } from "../helm-values.ts";
import { answersChallenges, ingressRelease } from "../mesh/ingress.ts";
import { meshConfig } from "../mesh/mesh-config.ts";
import type { PlatformContext } from "../platform/context.ts";
import { HelmAddon } from "./helm-addon.ts";
import { installed, pullSecrets, registryOf, resources } from "./values.ts";

/** The restricted Pod Security Standard asks for it, and a sidecar has only what Istio gives it. */
const seccompProfile = { type: "RuntimeDefault" };

/** What each sidecar gets. `config/quota.ts` counts with the same numbers. */
const sidecarResources = {
  requests: { cpu: "100m", memory: "128Mi" },
  limits: { cpu: "2000m", memory: "1024Mi" },
};

/**
 * Istio: CRDs (base), the agent on each node that leads traffic to the sidecars (cni), the control
 * plane (istiod), and the gateway everything from outside comes through.
 */
export class Istio extends pulumi.ComponentResource {
  static readonly addon = "istio";

  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:addons:Istio", name, {}, opts);
    const { config } = context;
    const istio = installed(config.addons.istio);
    const { namespace, gatewayNamespace } = istio;
    const base = new HelmAddon(
      `${name}-base`,
      { release: "istio-base", namespace, values: baseValues(istio, config) },
      context,
      { parent: this },
    );
    const afterBase = { parent: this, dependsOn: base };
    new HelmAddon(
      `${name}-cni`,
      { release: "istio-cni", namespace, values: cniValues(config) },
      context,
      afterBase,
    );
    const istiod = new HelmAddon(
      `${name}-istiod`,
      { release: "istiod", namespace, values: istiodValues(istio, config) },
      context,
      afterBase,
    );
    // With somebody else's Gateway the pods behind it are theirs too.
    if (istio.makesGateway) {
      new HelmAddon(
        `${name}-ingress`,
        { release: ingressRelease, namespace: gatewayNamespace, values: gatewayValues(config) },
        context,
        // The gateway's image is filled in by istiod's webhook; before it there is nothing to pull.
        { parent: this, dependsOn: istiod },
      );
    }
    this.registerOutputs({});
  }
}

/** Istio's own way to say which images: all from one place, all of the chart's version. */
function istioImages({ images, platform }: Config) {
  return {
    hub: `${registryOf(images, "docker.io")}/istio`,
    tag: platform.charts.istiod.version,
    imagePullSecrets: [...images.pullSecrets],
  };
}

/** `Fail` from the beginning: istiod would set it later, and every run would see a difference. */
const validation = { base: { validationFailurePolicy: "Fail" } };

function baseValues({ namespace }: IstioFacts, config: Config): HelmValues {
  const { imagePullSecrets } = istioImages(config);
  return { ...validation, global: { istioNamespace: namespace, imagePullSecrets } };
}

function cniValues(config: Config): HelmValues {
  return {
    global: { ...istioImages(config), logAsJson: true },
    resources: resources(config.platform.sizes["istio-cni"]),
  };
}

function istiodValues(istio: IstioFacts, config: Config): HelmValues {
  const size = config.platform.sizes.istiod;
  const { gatewayNamespace, namespace } = istio;
  return {
    ...validation,
    ...autoscaling(size),
    resources: resources(size),
    seccompProfile,
    // A node must be able to drain even when the pods there are not healthy.
    pdb: { minAvailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
    topologySpreadConstraints: spread({ app: "istiod" }),
    cni: { enabled: true },
    env: {
      ENABLE_NATIVE_SIDECARS: "true",
      ...(answersChallenges(config.addons.certManager) && { K8S_INGRESS_NS: gatewayNamespace }),
    },
    global: {
      ...istioImages(config),
      istioNamespace: namespace,
      logAsJson: true,
      proxy: { resources: sidecarResources, seccompProfile },
    },
    meshConfig: meshConfig(istio, config.addons),
  };
}

/** `replicaCount` is not said where an HPA decides. */
function autoscaling({ autoscaling: bounds, replicas }: WorkloadSize): HelmValues {
  return bounds === undefined
    ? { autoscaleEnabled: false, replicaCount: replicas }
    : { autoscaleEnabled: true, autoscaleMin: bounds.min, autoscaleMax: bounds.max };
}

function gatewayValues({ platform, images }: Config): HelmValues {
  const size = platform.sizes["istio-gateway"];
  const { autoscaling: bounds, replicas } = size;
  const scaling =
    bounds === undefined
      ? { replicaCount: replicas, autoscaling: { enabled: false } }
      : { autoscaling: { enabled: true, minReplicas: bounds.min, maxReplicas: bounds.max } };
  return mergeValues(scaling, {
    ...pullSecrets(images),
    resources: resources(size),
    podDisruptionBudget: { minAvailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
    topologySpreadConstraints: spread({ app: ingressRelease }),
    // The chart's own is the sysctl alone, which lets a pod that is not root listen on 80 and 443.
    securityContext: {
      seccompProfile,
      sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }],
    },
    // `Local` keeps the caller's address, which the access log and X-Forwarded-For are worth nothing without.
    service: { type: "LoadBalancer", externalTrafficPolicy: "Local" },
  });
}

/** One pod per node while there are enough nodes. */
function spread(matchLabels: Readonly<Record<string, string>>) {
  return [
    {
      maxSkew: 1,
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels },
    },
  ];
}
