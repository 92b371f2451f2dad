import { containerRecordings } from "./container-recordings.ts";
import { resourceLimits, type ResourceLimitArgs } from "./resource-limits.ts";
import type { RuleGroup } from "./rule.ts";
import { trafficRecordings } from "./traffic-recordings.ts";

export type ServiceRulesArgs = ResourceLimitArgs;

/**
 * Rules of one environment, which its own stack writes next to its services.
 *
 * That a service is down, slow or failing is watched by the service chart, one rule per service.
 */
export function serviceRules(args: ServiceRulesArgs): readonly RuleGroup[] {
  return [
    trafficRecordings(args.environment, args.namespace),
    containerRecordings(args.environment, args.namespace),
    resourceLimits(args),
  ];
}
