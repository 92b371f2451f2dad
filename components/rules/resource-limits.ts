import { events, limitEvents } from "../notifications/events.ts";
import { byService, containerRatios } from "./container-recordings.ts";
import { type LimitLinks, quotaLinks, serviceLinks } from "./limit-annotations.ts";
import { alertRule, type AlertRule, type AlertText, type RuleGroup } from "./rule.ts";
import { teamLabel, type ServiceTeam } from "./team-label.ts";

/** Where the limits are watched, and who is told. */
export interface ResourceLimitArgs {
  readonly environment: string;
  readonly namespace: string;
  readonly domain: string;
  readonly services: readonly ServiceTeam[];
  /** Pages that messages lead to. */
  readonly links: LimitLinks;
}

type LimitAlert = Omit<AlertText, "alert"> & { readonly resource: string };

/** What comes and goes around its limit is one episode. */
const calm = { keepFiringFor: "10m" } as const;

/** `ResourceLimitExceeded`, one rule per kind of limit; the label `resource` says which it is. */
export function resourceLimits(args: ResourceLimitArgs): RuleGroup {
  const { namespace, environment } = args;
  const { alert } = events["resource-limit-exceeded"];
  const make = ({ resource, ...text }: LimitAlert): AlertRule =>
    alertRule(args.domain, {
      annotations: serviceLinks(args),
      ...text,
      alert,
      labels: {
        event: limitEvents[0],
        ...{ resource, environment, namespace },
        ...teamLabel(args.services),
      },
    });
  return {
    name: `msa-${args.environment}-limits`,
    rules: [
      make(throttled(namespace)),
      make(nearMemoryLimit(namespace)),
      make(killedForMemory(namespace)),
      make(quotaUsed(args)),
      make(cannotScale(namespace)),
    ],
  };
}

const container = "{{ $labels.container }} in {{ $labels.pod }}";

function throttled(namespace: string): LimitAlert {
  return {
    resource: "cpu",
    severity: "warning",
    expr: `${containerRatios.throttled}{namespace="${namespace}"} > 0.25`,
    for: "15m",
    ...calm,
    summary: `${container} is throttled: it wants more CPU than its limit.`,
    description:
      "{{ $value | humanizePercentage }} of its CPU periods were cut short in the last 5 minutes (alert above 25%).",
  };
}

function nearMemoryLimit(namespace: string): LimitAlert {
  return {
    resource: "memory",
    severity: "warning",
    expr: `${containerRatios.memory}{namespace="${namespace}"} > 0.9`,
    for: "5m",
    ...calm,
    summary: `${container} is near its memory limit.`,
    description:
      "It holds {{ $value | humanizePercentage }} of its memory limit (alert above 90%); at 100% it is killed.",
  };
}

/** A killed container is a fact already, so nobody waits; the restart keeps it visible for ten minutes. */
function killedForMemory(namespace: string): LimitAlert {
  const restarts = (kind: string) =>
    `increase(kube_pod_${kind}_status_restarts_total{namespace="${namespace}"}[10m])`;
  const killed = (kind: string) =>
    `kube_pod_${kind}_status_last_terminated_reason{namespace="${namespace}",reason="OOMKilled"}`;
  const both = (of: (kind: string) => string) =>
    `max by (pod, container) (${of("container")} or ${of("init_container")})`;
  return {
    resource: "oom",
    severity: "critical",
    expr: byService(`(${both(restarts)} > 0 and on (pod, container) ${both(killed)} == 1)`),
    summary: `${container} was killed because it used more memory than its limit.`,
    description: "It restarted within the last 10 minutes, and last ended as OOMKilled.",
  };
}

function quotaUsed({ namespace, links }: ResourceLimitArgs): LimitAlert {
  const quota = (type: string) =>
    `max by (resourcequota, resource) (kube_resourcequota{namespace="${namespace}",type="${type}"})`;
  return {
    resource: "quota",
    severity: "warning",
    expr: `${quota("used")} / (${quota("hard")} > 0) > 0.95`,
    for: "10m",
    ...calm,
    annotations: quotaLinks(namespace, links),
    summary: `The quota of ${namespace} is nearly used up: {{ $labels.resource }}.`,
    description:
      "{{ $value | humanizePercentage }} of {{ $labels.resource }} in the quota {{ $labels.resourcequota }} is used (alert above 95%). At 100% no new pod starts.",
  };
}

/**
 * The HPA is at its maximum and still wants more. The chart's ServiceAtMaximumReplicas fires at the
 * maximum alone, which may be just enough.
 */
function cannotScale(namespace: string): LimitAlert {
  const hpa = (metric: string, more = "") =>
    `max by (horizontalpodautoscaler) (kube_horizontalpodautoscaler_${metric}{namespace="${namespace}"${more}})`;
  const limited = hpa("status_condition", ',condition="ScalingLimited",status="true"');
  const atMaximum = `${hpa("status_desired_replicas")} >= ${hpa("spec_max_replicas")}`;
  // With equal bounds an HPA is always limited, and was meant to be.
  const mayGrow = `${hpa("spec_max_replicas")} > ${hpa("spec_min_replicas")}`;
  return {
    resource: "replicas",
    severity: "warning",
    expr: `label_replace((${atMaximum} and ${limited} == 1 and ${mayGrow}), "service", "$1", "horizontalpodautoscaler", "(.+)-hpa")`,
    for: "15m",
    ...calm,
    summary: "{{ $labels.horizontalpodautoscaler }} is at its maximum and wants more pods.",
    description:
      "It runs {{ $value }} pods, which is its maximum, and its targets ask for more for 15 minutes.",
  };
}
