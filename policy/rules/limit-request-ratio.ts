import { containers, inContainer } from "../model/containers.ts";
import { amountOf, field, resourceNames, written } from "../model/resources.ts";
import { isService } from "../model/stack.ts";
import { levels, withParameters } from "../rule.ts";

interface Ratios {
  readonly cpu: number;
  readonly memory: number;
  readonly platformCpu: number;
  readonly platformMemory: number;
}

const ratio = (description: string) => ({ type: "number", minimum: 1, description }) as const;

export const limitRequestRatio = withParameters<Ratios>({
  name: "limit-request-ratio",
  family: "resources",
  description: "A limit is only a few times the request.",
  reason: "The scheduler counts requests: with limits far above, a full node throttles and kills.",
  levels: levels.fromStaging,
  remediation: "Raise the request or lower the limit.",
  references: ["Gatekeeper containerresourceratios", "Kyverno enforce-resources-as-ratio"],
  scope: "object",
  parameters: {
    cpu: ratio("Most times the request of CPU, for services."),
    memory: ratio("Most times the request of memory, for services."),
    platformCpu: ratio("The same for the platform, which mostly waits."),
    platformMemory: ratio("The same for the platform."),
  },
  defaults: () => ({ cpu: 5, memory: 4, platformCpu: 20, platformMemory: 8 }),
  check: (stack, { parameters }) =>
    containers(stack).flatMap((placed) =>
      resourceNames.flatMap((name) => {
        const service = isService(stack, placed.workload.subject);
        const platform = name === "cpu" ? parameters.platformCpu : parameters.platformMemory;
        const most = service ? parameters[name] : platform;
        const request = amountOf(placed.container, "requests", name) ?? 0;
        const limit = amountOf(placed.container, "limits", name);
        if (limit === undefined || request === 0 || limit <= request * most) return [];
        const setting = field("limits", name);
        const asked = String(written(placed.container, "requests", name));
        const expected = `at most ${most} times the request of ${asked}`;
        return [inContainer(placed, setting, { expected, setting })];
      }),
    ),
});
