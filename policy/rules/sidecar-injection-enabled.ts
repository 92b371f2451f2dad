import { show, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { inPod } from "../model/containers.ts";
import { at } from "../model/read.ts";
import { isService, ofKind } from "../model/stack.ts";
import { labelsOf, nameOf } from "../model/subject.ts";
import { workloads } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

const optOut = "sidecar.istio.io/inject";

export const sidecarInjectionEnabled = rule({
  name: "sidecar-injection-enabled",
  family: "network",
  description: "Every service is in the mesh: its namespace asks for sidecars and no pod opts out.",
  reason: "Outside the mesh there is no mutual TLS and no policy about callers.",
  levels: levels.fromStaging,
  remediation: "Label the namespace istio-injection=enabled and remove the pod's own word.",
  references: ["Kyverno enforce-sidecar-injection-namespace", "IST0102", "IST0103"],
  scope: "object",
  check: (stack): readonly Finding[] => {
    if (stack.config.addons.istio === undefined) return [];
    const namespaces = ofKind(stack, "", "Namespace")
      .filter((namespace) => nameOf(namespace) === stack.config.namespace)
      .filter((namespace) => labelsOf(namespace)["istio-injection"] !== "enabled")
      .map((namespace) =>
        inObject(namespace, "metadata.labels.istio-injection", "enabled", {
          actual: show(labelsOf(namespace)["istio-injection"]),
        }),
      );
    const pods = workloads(stack)
      .filter(({ subject }) => isService(stack, subject))
      .filter(({ podLabels, podAnnotations }) =>
        [podLabels, podAnnotations].some((each) => String(at(each, [optOut])) === "false"),
      )
      .map((workload) => inPod(workload, optOut, { expected: "absent or true", actual: "false" }));
    return [...namespaces, ...pods];
  },
});
