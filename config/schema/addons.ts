import { z } from "zod";
import { text } from "./text.ts";
import { dnsLabel, labelFault } from "./names.ts";

/** Installing comes with the platform's own releases; until then `true` must not pass unnoticed. */
function install(name: string) {
  return z
    .boolean()
    .superRefine((value, context) => {
      if (value) {
        const fault = {
          wrong: "must be false",
          hint: `Installing ${name} is not available yet: leave the line out and use the ${name} your cluster has.`,
        };
        context.addIssue({ code: "custom", message: fault.wrong, params: { fault } });
      }
    })
    .default(false)
    .describe(`Whether this stack installs ${name}; false uses the one that is there.`);
}

const enabled = (name: string) =>
  z
    .boolean()
    .default(true)
    .describe(`Whether ${name} is used at all; false makes no object of it.`);

const namespaceOf = (name: string, fallback: string) =>
  dnsLabel({ description: `Namespace ${name} runs in.`, example: fallback }).default(fallback);

const gateway = text(
  (value) => {
    const parts = value.split("/");
    const isRight = parts.length === 2 && parts.every((part) => labelFault(part) === undefined);
    return isRight ? undefined : { wrong: "must be <namespace>/<name> of a Gateway" };
  },
  {
    description: "Namespace and name of the ingress Gateway.",
    example: "istio-ingress/msa-gateway",
  },
).default("istio-ingress/msa-gateway");

/** The platform components that services rely on. */
export const addons = z
  .strictObject({
    argoCd: z
      .strictObject({ install: install("Argo CD"), namespace: namespaceOf("Argo CD", "argocd") })
      .prefault({})
      .describe("Argo CD, which keeps the services in step with what is declared."),
    istio: z
      .strictObject({
        enabled: enabled("Istio"),
        install: install("Istio"),
        namespace: namespaceOf("Istio", "istio-system"),
        gateway,
        gatewayNamespace: namespaceOf("the ingress gateway", "istio-ingress"),
      })
      .prefault({})
      .describe("Istio, the mesh: routes, encryption between services, who may call whom."),
    prometheus: z
      .strictObject({
        enabled: enabled("the Prometheus Operator"),
        install: install("Prometheus"),
        namespace: namespaceOf("Prometheus", "monitoring"),
      })
      .prefault({})
      .describe("Prometheus Operator: monitors and alert rules of the services."),
    verticalPodAutoscaler: z
      .strictObject({
        enabled: enabled("the VerticalPodAutoscaler"),
        install: install("the VerticalPodAutoscaler"),
      })
      .prefault({})
      .describe("VerticalPodAutoscaler: recommends or sets requests."),
  })
  .describe("Platform components that exist already; only the facts needed to use them.");
