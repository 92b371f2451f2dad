import type { types } from "@pulumi/kubernetes";

import type { ServiceCheck } from "../checks/check-service.ts";
import type { CheckedService, JobArguments } from "./arguments.ts";
import { runLabel } from "./labels.ts";

type NetworkPolicySpec = types.input.networking.v1.NetworkPolicySpec;

/** A policy that lives as long as the run, by the end of its name. */
export interface Allow<Spec> {
  readonly suffix: string;
  readonly spec: Spec;
}

/** What lets the pod of this run, and no other, reach the services in the network. */
export function networkAllows({ name, services }: JobArguments): Allow<NetworkPolicySpec>[] {
  const asking = { podSelector: { matchLabels: { [runLabel]: name } } };
  const asked = ({ name: app }: CheckedService) => ({ podSelector: { matchLabels: { app } } });
  const ports = ({ port }: CheckedService) => [{ port, protocol: "TCP" }];
  const leaving: Allow<NetworkPolicySpec> = {
    suffix: "leaves",
    spec: {
      ...asking,
      policyTypes: ["Egress"],
      egress: services.map((service) => ({ to: [asked(service)], ports: ports(service) })),
    },
  };
  const entering = services.map((service) => ({
    suffix: service.name,
    spec: {
      ...asked(service),
      policyTypes: ["Ingress"],
      ingress: [{ from: [asking], ports: ports(service) }],
    },
  }));
  return [leaving, ...entering];
}

/** Spec of `security.istio.io/v1 AuthorizationPolicy` (Istio 1.31), as far as it is used here. */
export interface MeshAllowSpec {
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly action: "ALLOW";
  readonly rules: readonly {
    readonly from: readonly { readonly source: { readonly principals: readonly string[] } }[];
    readonly to: readonly {
      readonly operation: Readonly<Record<"ports" | "methods" | "paths", readonly string[]>>;
    }[];
  }[];
}

/** What lets the identity of this run ask its questions in the mesh, and only these. */
export function meshAllows(args: JobArguments): Allow<MeshAllowSpec>[] {
  const { mesh, name, namespace, services, checks } = args;
  if (mesh === undefined) return [];
  const principals = [`${mesh.trustDomain}/ns/${namespace}/sa/${name}`];
  return services.map((service) => ({
    suffix: service.name,
    spec: {
      selector: { matchLabels: { app: service.name } },
      action: "ALLOW",
      rules: [
        {
          from: [{ source: { principals } }],
          to: checks
            .filter((check) => check.service === service.name)
            .map((check) => ({ operation: operation(check, service) })),
        },
      ],
    },
  }));
}

/** The mesh compares the path without its query. */
function operation({ method, url }: ServiceCheck, { port }: CheckedService) {
  return { ports: [String(port)], methods: [method], paths: [new URL(url).pathname] };
}
