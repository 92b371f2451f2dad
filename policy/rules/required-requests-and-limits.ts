import { containers, inContainer } from "../model/containers.ts";
import { bounds, field, resourceNames, written } from "../model/resources.ts";
import { levels, withParameters } from "../rule.ts";

export const requiredRequestsAndLimits = withParameters<{ cpuLimit: boolean }>({
  name: "required-requests-and-limits",
  family: "resources",
  description: "Every container says how much CPU and memory it needs, and how much it may take.",
  reason: "A container without a memory limit can take its node down with it.",
  levels: levels.fromStaging,
  remediation: "Set resources.requests and resources.limits of the container.",
  references: [
    "Kyverno require-pod-requests-limits",
    "KubeLinter unset-cpu-requirements, unset-memory-requirements",
    "kube-score container-resources",
    "Trivy KSV-0011, KSV-0015, KSV-0016, KSV-0018",
    "Kubescape C-0270, C-0271",
    "Datree CONTAINERS_MISSING_*",
  ],
  scope: "object",
  parameters: {
    cpuLimit: { type: "boolean", description: "Whether a limit of CPU is asked for." },
  },
  defaults: () => ({ cpuLimit: true }),
  check: (stack, { parameters: { cpuLimit } }) =>
    containers(stack)
      .filter(({ container }) => container.sort !== "ephemeralContainers")
      .flatMap((placed) =>
        bounds.flatMap((bound) =>
          resourceNames
            .filter((name) => cpuLimit || bound !== "limits" || name !== "cpu")
            .filter((name) => written(placed.container, bound, name) === undefined)
            .map((name) => {
              const setting = field(bound, name);
              return inContainer(placed, setting, { expected: "set", setting });
            }),
        ),
      ),
});
