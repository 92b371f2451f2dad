import * as pulumi from "@pulumi/pulumi";

import type { CertManager, Images, Issuer } from "../../config/model.ts";
import { Certificate } from "../custom-resources/certificate.ts";
import {
  ClusterIssuer,
  type AcmeSolver,
  type ClusterIssuerSpec,
} from "../custom-resources/cluster-issuer.ts";
import type { PlatformContext } from "../platform/context.ts";
import { ingressClass } from "./ingress.ts";
import { clusterMetadataOf, metadataOf, ownedBy } from "./mesh-object.ts";

const ownIssuer = "msa";
const selfSignedIssuer = "msa-self-signed";
/** Certificate and Secret of the authority that signs everything where there is no other. */
const rootCertificate = "msa-root";

/** Ten years, so that nobody has to trust a new one every few months. */
const rootDuration = "87600h";

/** Name of the ClusterIssuer that signs this environment's certificates, known at preview. */
export function issuerName({ issuer }: CertManager): string {
  return issuer.kind === "existing" ? issuer.name : ownIssuer;
}

/**
 * The ClusterIssuer `msa`. Nothing is made where the configuration names one that exists.
 *
 * For the owner of a platform with cert-manager, whether it installs cert-manager or found it there.
 */
export class CertificateIssuer extends pulumi.ComponentResource {
  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:mesh:CertificateIssuer", name, {}, opts);
    const { addons, images } = context.config;
    const { certManager } = addons;
    if (certManager !== undefined && certManager.issuer.kind !== "existing") {
      const root =
        certManager.issuer.kind === "selfSigned"
          ? this.makeRoot(name, certManager.namespace, context)
          : undefined;
      const owned = ownedBy(this, context);

      new ClusterIssuer(
        name,
        {
          metadata: clusterMetadataOf(ownIssuer, context),
          spec: issuerSpec(certManager.issuer, images),
        },
        root === undefined ? owned : { ...owned, dependsOn: root },
      );
    }
    this.registerOutputs({});
  }

  /** One root for all hosts, so that a browser has to be told once and not for each host. */
  private makeRoot(name: string, namespace: string, context: PlatformContext): Certificate {
    const owned = ownedBy(this, context);
    const selfSigned = new ClusterIssuer(
      `${name}-self-signed`,
      { metadata: clusterMetadataOf(selfSignedIssuer, context), spec: { selfSigned: {} } },
      owned,
    );
    return new Certificate(
      `${name}-root`,
      {
        // A ClusterIssuer reads Secrets in cert-manager's own namespace.
        metadata: metadataOf(rootCertificate, namespace, context),
        spec: {
          secretName: rootCertificate,
          commonName: `msa ${context.config.environment} root`,
          isCA: true,
          duration: rootDuration,
          renewBeforePercentage: 33,
          // With another key, what the old one has signed would no longer be believed.
          privateKey: { algorithm: "ECDSA", size: 384, rotationPolicy: "Never" },
          usages: ["digital signature", "cert sign", "crl sign"],
          issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: selfSignedIssuer },
        },
      },
      { ...owned, dependsOn: selfSigned },
    );
  }
}

function issuerSpec(
  issuer: Exclude<Issuer, { kind: "existing" }>,
  images: Images,
): ClusterIssuerSpec {
  switch (issuer.kind) {
    case "selfSigned":
      return { ca: { secretName: rootCertificate } };
    case "ca":
      return { ca: { secretName: issuer.secretName } };
    case "acme":
      return {
        acme: {
          server: issuer.server,
          email: issuer.email,
          privateKeySecretRef: { name: "msa-acme-account" },
          solvers: [issuer.dns01 === undefined ? http01(images) : { dns01: issuer.dns01 }],
        },
      };
  }
}

/** Istio knows the class by the annotation that `class` writes; `ingressClassName` needs an IngressClass. */
function http01({ pullSecrets }: Images): AcmeSolver {
  const imagePullSecrets = pullSecrets.map((name) => ({ name }));
  return {
    http01: {
      ingress: {
        class: ingressClass,
        serviceType: "ClusterIP",
        ...(pullSecrets.length > 0 && { podTemplate: { spec: { imagePullSecrets } } }),
      },
    },
  };
}
