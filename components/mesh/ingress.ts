import type { CertManager, Istio } from "../../config/model.ts";

/** Name of the gateway's release, Deployment, Service and ServiceAccount. */
export const ingressRelease = "istio-ingress";

/** Labels of the gateway's pods: the chart takes `istio-` off the release's name. */
export const ingressPods = { istio: "ingress" } as const;

/** Class of the Ingress objects that the gateway answers, if it answers any. */
export const ingressClass = "istio";

/** Namespace and name of this environment's Gateway. */
export function gatewayOf({ gateway, gatewayNamespace }: Istio): {
  readonly namespace: string;
  readonly name: string;
} {
  const [namespace = gatewayNamespace, name = gateway] = gateway.split("/");
  return { namespace, name };
}

/**
 * Whether certificates may need HTTP-01, for which cert-manager makes an Ingress. Of an issuer that
 * exists nothing is known, so it counts as one that does.
 */
export function answersChallenges(certManager: CertManager | undefined): boolean {
  if (certManager === undefined) return false;
  const { issuer } = certManager;
  return issuer.kind === "existing" || (issuer.kind === "acme" && issuer.dns01 === undefined);
}
