import * as pulumi from "@pulumi/pulumi";

import type { PlatformContext } from "../platform/context.ts";
import { HelmAddon } from "./helm-addon.ts";
import { disruptionBudget, installed, pullSecrets, registryOf, resources } from "./values.ts";

/** cert-manager, which gets and renews the certificates of the hosts. */
export class CertManager extends pulumi.ComponentResource {
  static readonly addon = "certManager";

  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:addons:CertManager", name, {}, opts);
    const { addons, images, platform } = context.config;
    const size = platform.sizes["cert-manager"];
    const { namespace } = installed(addons.certManager);
    const part = {
      replicaCount: size.replicas,
      podDisruptionBudget: disruptionBudget(size),
      resources: resources(size),
    };

    new HelmAddon(
      name,
      {
        release: "cert-manager",
        namespace,
        values: {
          // Kept, since with the CRDs every certificate of the cluster would go.
          crds: { enabled: true, keep: true },
          imageRegistry: registryOf(images, "quay.io"),
          global: {
            ...pullSecrets(images),
            // By default in kube-system, where a release of ours has no business.
            leaderElection: { namespace },
          },
          ...part,
          webhook: part,
          cainjector: part,
          // The Secret goes with its Certificate, so that no key stays behind where nobody looks.
          enableCertificateOwnerRef: true,
          prometheus: { servicemonitor: { enabled: addons.prometheus !== undefined } },
          // The release is ready when the webhook answers, so that an issuer can follow at once.
          startupapicheck: { enabled: true, timeout: "5m", resources: resources(size) },
        },
      },
      context,
      { parent: this },
    );
    this.registerOutputs({});
  }
}
