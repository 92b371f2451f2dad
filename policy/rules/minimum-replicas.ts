import { show } from "../finding.ts";
import { autoscalerOf, leastPods } from "../model/autoscaler.ts";
import { inObject } from "../model/in-object.ts";
import { at } from "../model/read.ts";
import { isService } from "../model/stack.ts";
import { hasReplicas, workloads } from "../model/workload.ts";
import { levels, withParameters } from "../rule.ts";

/** Floor of each environment: a profile may ask for more, never for less. */
const floors = { development: 1, staging: 2, production: 3 } as const;
/** The platform's own workloads; what can only run once is exempted with its reason. */
const platformFloors = { development: 1, staging: 1, production: 2 } as const;

export const minimumReplicas = withParameters<{ minimum: number; platformMinimum: number }>({
  name: "minimum-replicas",
  family: "availability",
  description: "A workload runs at least as many pods as its environment promises.",
  reason: "With one pod, each rollout, node upgrade and crash is an outage.",
  levels: levels.fromStaging,
  remediation: "Set replicas, or the HPA's minimum.",
  references: [
    "KubeLinter minimum-three-replicas",
    "kube-score deployment-replicas",
    "Polaris deploymentMissingReplicas",
    "Kyverno require-deployments-have-multiple-replicas",
    "Gatekeeper replicalimits",
  ],
  scope: "stack",
  parameters: {
    minimum: { type: "integer", minimum: 0, description: "Least pods of a service." },
    platformMinimum: {
      type: "integer",
      minimum: 0,
      description: "Least pods of a platform workload.",
    },
  },
  defaults: ({ config }, environment) => ({
    minimum: Math.max(floors[environment], config.profile.replicas),
    platformMinimum: platformFloors[environment],
  }),
  check: (stack, { parameters }) =>
    workloads(stack)
      .filter(hasReplicas)
      .flatMap((workload) => {
        const { subject } = workload;
        const service = isService(stack, subject);
        const minimum = service ? parameters.minimum : parameters.platformMinimum;
        if (leastPods(stack, workload) >= minimum) return [];
        const autoscaler = autoscalerOf(stack, workload);
        const expected = `at least ${minimum}`;
        if (autoscaler !== undefined) {
          const setting = { setting: "autoscaling.minReplicas" };
          return [inObject(autoscaler.subject, "spec.minReplicas", expected, setting)];
        }
        const written = at(subject.object, "spec.replicas");
        const actual = written === undefined ? "not set (1)" : show(written);
        return [inObject(subject, "spec.replicas", expected, { setting: "replicas", actual })];
      }),
});
