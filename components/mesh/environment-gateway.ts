import * as pulumi from "@pulumi/pulumi";

import { AuthorizationPolicy } from "../custom-resources/authorization-policy.ts";
import { Certificate } from "../custom-resources/certificate.ts";
import { Gateway, type GatewayServer } from "../custom-resources/gateway.ts";
import { VirtualService } from "../custom-resources/virtual-service.ts";
import type { PlatformContext } from "../platform/context.ts";
import { issuerName } from "./certificate-issuer.ts";
import { gatewayHosts, withPorts, type GatewayHost } from "./hosts.ts";
import { gatewayOf, ingressPods } from "./ingress.ts";
import { metadataOf, ownedBy } from "./mesh-object.ts";

/** What Let's Encrypt gives (90 days), asked of the others too, so that renewing is a habit. */
const duration = "2160h";

/**
 * The way in from outside to this environment: its certificate, its hosts on port 443, a redirect from
 * port 80, and leave to pass the gateway for exactly these hosts.
 *
 * Port 80 is a Gateway of its own, so that no route to a service or a tool lies there: with trusted
 * proxies, Envoy believes `X-Forwarded-Proto: https` from anybody and would not redirect
 * (`httpsRedirect`). It also lets the challenges of HTTP-01 through, which `httpsRedirect` would not.
 *
 * For every stack that makes its own Gateway, on its own platform or on another's.
 */
export class EnvironmentGateway extends pulumi.ComponentResource {
  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:mesh:EnvironmentGateway", name, {}, opts);
    const { addons } = context.config;
    if (addons.istio?.makesGateway === true) {
      const gateway = gatewayOf(addons.istio);
      const hosts = gatewayHosts(context.config, gateway.namespace);
      // A Gateway, a Certificate or a rule without a host is not valid.
      if (hosts.length > 0) this.make(name, gateway, hosts, context);
    }
    this.registerOutputs({});
  }

  private make(
    name: string,
    gateway: ReturnType<typeof gatewayOf>,
    hosts: readonly GatewayHost[],
    context: PlatformContext,
  ): void {
    const secretName = `${gateway.name}-tls`;
    const owned = ownedBy(this, context);
    const metadata = (child: string) => metadataOf(child, gateway.namespace, context);

    this.makeCertificate(name, { gateway, secretName, hosts, context });
    new Gateway(
      name,
      {
        metadata: metadata(gateway.name),
        spec: { selector: ingressPods, servers: [httpsServer(hosts, secretName)] },
      },
      owned,
    );
    this.makeRedirect(name, gateway, hosts, context);
    new AuthorizationPolicy(
      `${name}-hosts`,
      {
        metadata: metadata(`${gateway.name}-hosts`),
        spec: {
          selector: { matchLabels: ingressPods },
          action: "ALLOW",
          rules: [{ to: [{ operation: { hosts: hosts.flatMap(({ host }) => withPorts(host)) } }] }],
        },
      },
      owned,
    );
  }

  /** Without cert-manager somebody else brings the Secret. */
  private makeCertificate(
    name: string,
    {
      gateway,
      secretName,
      hosts,
      context,
    }: {
      readonly gateway: ReturnType<typeof gatewayOf>;
      readonly secretName: string;
      readonly hosts: readonly GatewayHost[];
      readonly context: PlatformContext;
    },
  ): void {
    const { certManager } = context.config.addons;
    if (certManager === undefined) return;
    new Certificate(
      `${name}-certificate`,
      {
        metadata: metadataOf(gateway.name, gateway.namespace, context),
        spec: {
          secretName,
          dnsNames: hosts.map(({ host }) => host),
          duration,
          renewBeforePercentage: 33,
          privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
          usages: ["digital signature", "server auth"],
          issuerRef: {
            group: "cert-manager.io",
            kind: "ClusterIssuer",
            name: issuerName(certManager),
          },
        },
      },
      ownedBy(this, context),
    );
  }

  private makeRedirect(
    name: string,
    { namespace, name: gateway }: ReturnType<typeof gatewayOf>,
    hosts: readonly GatewayHost[],
    context: PlatformContext,
  ): void {
    const redirect = `${gateway}-redirect`;
    const metadata = metadataOf(redirect, namespace, context);
    const owned = ownedBy(this, context);

    new Gateway(
      `${name}-redirect`,
      {
        metadata,
        spec: {
          selector: ingressPods,
          servers: [
            {
              port: { number: 80, name: "http", protocol: "HTTP" },
              hosts: hosts.map(({ host }) => `${namespace}/${host}`),
            },
          ],
        },
      },
      owned,
    );
    new VirtualService(
      `${name}-redirect`,
      {
        metadata,
        spec: {
          hosts: hosts.map(({ host }) => host),
          gateways: [`${namespace}/${redirect}`],
          exportTo: ["."],
          http: [{ name: "redirect", redirect: { scheme: "https", redirectCode: 301 } }],
        },
      },
      owned,
    );
  }
}

function httpsServer(hosts: readonly GatewayHost[], credentialName: string): GatewayServer {
  return {
    port: { number: 443, name: "https", protocol: "HTTPS" },
    hosts: hosts.map(({ host, namespace }) => `${namespace}/${host}`),
    tls: { mode: "SIMPLE", credentialName, minProtocolVersion: "TLSV1_2" },
  };
}
