import { inObject } from "../model/in-object.ts";
import { at, listAt, textAt, textsAt } from "../model/read.ts";
import { selects } from "../model/selector.ts";
import { isService, ofKind, type Stack } from "../model/stack.ts";
import { labelsOf, nameOf, namespaceOf, type Subject } from "../model/subject.ts";
import { isServing, workloads } from "../model/workload.ts";
import { rule } from "../rule.ts";

export const serviceMonitorPresent = rule({
  name: "service-monitor-present",
  family: "observability",
  description: "Prometheus scrapes every service.",
  reason: "Without it no alert about the service can ever fire.",
  levels: { development: "advisory", staging: "advisory", production: "mandatory" },
  remediation: "Switch monitoring of the service on.",
  references: ["KubeLinter dangling-servicemonitor"],
  scope: "stack",
  check: (stack) => {
    if (stack.config.addons.prometheus === undefined) return [];
    const services = ofKind(stack, "", "Service").filter((each) => isService(stack, each));
    const names = new Set(
      workloads(stack)
        .filter((workload) => isServing(workload) && isService(stack, workload.subject))
        .map(({ subject }) => nameOf(subject)),
    );
    return services
      .filter((service) => names.has(nameOf(service)) && !isScraped(stack, service))
      .map((service) =>
        inObject(service, "metadata.labels", "selected by a ServiceMonitor with an endpoint", {
          actual: "selected by none",
          setting: "monitoring.enabled",
        }),
      );
  },
});

function isScraped(stack: Stack, service: Subject): boolean {
  const ports = new Set(listAt(service.object, "spec.ports").map((port) => textAt(port, "name")));
  return ofKind(stack, "monitoring.coreos.com", "ServiceMonitor").some((monitor) => {
    const names = textsAt(monitor.object, "spec.namespaceSelector.matchNames");
    const namespaces = names.length === 0 ? [namespaceOf(monitor)] : names;
    return (
      namespaces.includes(namespaceOf(service)) &&
      selects(at(monitor.object, "spec.selector"), labelsOf(service)) &&
      listAt(monitor.object, "spec.endpoints").some((each) => ports.has(textAt(each, "port")))
    );
  });
}
