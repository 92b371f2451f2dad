import { inPod } from "../model/containers.ts";
import { workloads } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

const fields = ["hostNetwork", "hostPID", "hostIPC"];

export const noHostNamespaces = rule({
  name: "no-host-namespaces",
  family: "pods",
  description: "No pod shares the network, the processes or the memory of its node.",
  reason: "It would see, and could reach, everything that runs there.",
  levels: levels.always,
  remediation: "Remove the field.",
  references: [
    "PSS hostNamespaces",
    "Kyverno disallow-host-namespaces",
    "KubeLinter host-network, host-pid, host-ipc",
    "Trivy KSV-0008, KSV-0009, KSV-0010",
    "Kubescape C-0038, C-0041",
  ],
  scope: "object",
  check: (stack) =>
    workloads(stack).flatMap((workload) =>
      fields
        .filter((field) => (workload.pod[field] ?? false) !== false)
        .map((field) => inPod(workload, field, { expected: "absent or false" })),
    ),
});
