import { inPod } from "../model/containers.ts";
import { textAt } from "../model/read.ts";
import { isService } from "../model/stack.ts";
import { isServing, workloads } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

export const noDefaultServiceAccount = rule({
  name: "no-default-service-account",
  family: "access",
  description: "Each service runs under a ServiceAccount of its own.",
  reason:
    "The mesh knows a caller by its ServiceAccount: under the default one every pod of the namespace is the same caller.",
  levels: levels.fromStaging,
  remediation: "Set serviceAccountName to an account of the service's own.",
  references: ["KubeLinter default-service-account", "Kubescape C-0189", "CIS 5.1.5"],
  scope: "object",
  check: (stack) =>
    workloads(stack)
      .filter((workload) => isService(stack, workload.subject) && isServing(workload))
      .filter(({ pod }) => ["", "default"].includes(textAt(pod, "serviceAccountName") ?? ""))
      .map((workload) =>
        inPod(workload, "serviceAccountName", {
          expected: "an account of its own",
          actual: textAt(workload.pod, "serviceAccountName") === "default" ? "default" : "not set",
        }),
      ),
});
