import * as pulumi from "@pulumi/pulumi";

import type { Config } from "../../config/model.ts";
import type { HelmValues } from "../helm-values.ts";
import type { PlatformContext } from "../platform/context.ts";
import { HelmAddon } from "./helm-addon.ts";
import { image, installed, pullSecrets, resources } from "./values.ts";

/** VerticalPodAutoscaler: recommends requests, and sets them where a service asks for it. */
export class VerticalPodAutoscaler extends pulumi.ComponentResource {
  static readonly addon = "verticalPodAutoscaler";

  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:addons:VerticalPodAutoscaler", name, {}, opts);
    const { namespace } = installed(context.config.addons.verticalPodAutoscaler);
    new HelmAddon(
      name,
      { release: "vpa", namespace, values: autoscalerValues(context.config) },
      context,
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/** Values of the chart vpa 5.0.0 of Fairwinds. */
function autoscalerValues(config: Config): HelmValues {
  const { addons, images, platform } = config;
  const size = platform.sizes["vertical-pod-autoscaler"];
  const podMonitor = { podMonitor: { enabled: addons.prometheus !== undefined } };
  return {
    ...pullSecrets(images),
    // One pod each: two would both act, since the chart gives them no right to elect a leader.
    recommender: { ...part(config, "recommender"), replicaCount: 1, ...podMonitor },
    updater: { ...part(config, "updater"), replicaCount: 1, ...podMonitor },
    admissionController: {
      ...part(config, "admission-controller"),
      replicaCount: size.replicas,
      // The chart makes a budget of whatever map this is, so of an empty one none.
      podDisruptionBudget: size.replicas > 1 ? { maxUnavailable: 1 } : {},
      // The chart makes the certificate of the webhook and registers it.
      generateCertificate: true,
      registerWebhook: false,
      certGen: {
        ...pulled(config, "ingress-nginx/kube-webhook-certgen"),
        resources: resources(platform.sizes.exporters),
      },
      // A pod that gets no recommendation starts with its own requests.
      mutatingWebhookConfiguration: { failurePolicy: "Ignore" },
    },
    // An add-on of its own.
    "metrics-server": { enabled: false },
  };
}

function part(config: Config, component: string): HelmValues {
  return {
    ...pulled(config, `autoscaling/vpa-${component}`),
    resources: resources(config.platform.sizes["vertical-pod-autoscaler"]),
  };
}

/** The tags of its images never move, so there is nothing to ask a registry for at each start. */
function pulled({ images }: Config, path: string) {
  const { image: mirrored } = image(images, "registry.k8s.io", path);
  return { image: { ...mirrored, pullPolicy: "IfNotPresent" } };
}
