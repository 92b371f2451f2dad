import { isEnvironment, noSuchEnvironment } from "../environments.ts";
import { show } from "../problem.ts";
import { addons } from "../schema/addons.ts";
import { kubernetesNamespaces } from "../schema/names.ts";
import { valid, type Raw, type Report } from "./findings.ts";

/** The stack is an environment, and the file says the same one. */
export function checkEnvironment(stack: string, raw: Raw, report: Report): void {
  if (!isEnvironment(stack)) {
    report(["stack"], noSuchEnvironment(stack));
    return;
  }
  const { environment } = raw;
  if (typeof environment !== "string" || !isEnvironment(environment)) return;
  if (environment !== stack) {
    report(
      ["environment"],
      `must be ${stack}, the name of the stack (found ${show(environment)}). ` +
        `Correct the line, or choose the stack ${environment}.`,
    );
  }
}

/** The services have a namespace of their own. */
export function checkNamespace(raw: Raw, report: Report): void {
  const known = valid(addons, raw["addons"] ?? {});
  const taken: readonly string[] = [
    ...kubernetesNamespaces,
    ...(known === undefined
      ? []
      : [
          known.argoCd.namespace,
          known.istio.namespace,
          known.istio.gatewayNamespace,
          known.prometheus.namespace,
        ]),
  ];
  if (typeof raw["namespace"] === "string" && taken.includes(raw["namespace"])) {
    report(
      ["namespace"],
      `must be a namespace of the services' own (found ${show(raw["namespace"])}). ` +
        "Choose another name, such as microservices.",
    );
  }
}
