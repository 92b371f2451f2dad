import * as pulumi from "@pulumi/pulumi";

import type { Istio } from "../../config/model.ts";
import { AuthorizationPolicy } from "../custom-resources/authorization-policy.ts";
import { PeerAuthentication } from "../custom-resources/peer-authentication.ts";
import { Telemetry, type TelemetrySpec } from "../custom-resources/telemetry.ts";
import type { PlatformContext } from "../platform/context.ts";
import { tracingProvider } from "./mesh-config.ts";
import { metadataOf, ownedBy } from "./mesh-object.ts";

/**
 * What holds in the whole mesh: only mutual TLS, nobody may call anybody, and how requests are traced
 * and logged. Each allow has a name of its own, at the service or the gateway it is about.
 *
 * For the owner of a platform that installs Istio: in the mesh of somebody else it would cut off theirs.
 */
export class MeshPolicy extends pulumi.ComponentResource {
  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:mesh:MeshPolicy", name, {}, opts);
    const { istio, jaeger } = context.config.addons;
    if (istio !== undefined) {
      // In Istio's root namespace, a policy without a selector is about every pod of the mesh.
      const metadata = (child: string) => metadataOf(child, istio.namespace, context);
      const owned = ownedBy(this, context);

      new PeerAuthentication(
        `${name}-mutual-tls`,
        // There may be one for the mesh, and Istio wants it to have this name.
        { metadata: metadata("default"), spec: { mtls: { mode: "STRICT" } } },
        owned,
      );
      new AuthorizationPolicy(
        `${name}-allow-nothing`,
        { metadata: metadata("allow-nothing"), spec: {} },
        owned,
      );
      new Telemetry(
        `${name}-telemetry`,
        { metadata: metadata("mesh-default"), spec: telemetry(istio, jaeger !== undefined) },
        owned,
      );
    }
    this.registerOutputs({});
  }
}

function telemetry({ tracingPercent }: Istio, isTraced: boolean): TelemetrySpec {
  const tracing = {
    providers: [{ name: tracingProvider }],
    randomSamplingPercentage: tracingPercent,
  };
  return {
    ...(isTraced && { tracing: [tracing] }),
    accessLogging: [{ providers: [{ name: "envoy" }] }],
  };
}
