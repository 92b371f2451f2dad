import type { Config } from "../../config/model.ts";

/** One Alertmanager that Argo CD tells of its events. */
export interface AlertmanagerReplica {
  /** Its name among the services of the notifications controller. */
  readonly name: string;
  /** Where it takes alerts. */
  readonly url: string;
}

type Facts = Pick<Config, "addons" | "platform">;

/**
 * Every replica by itself, as Prometheus does it: alerts are not passed on between them, only what was
 * sent already. The names are the Prometheus Operator's, for the Alertmanager of the release (values.ts).
 *
 * None unless Argo CD and Alertmanager are both the platform's own: another Alertmanager has other routes,
 * and another Argo CD does not know of ours.
 */
export function alertmanagers({ addons, platform }: Facts): readonly AlertmanagerReplica[] {
  const { prometheus } = addons;
  if (prometheus === undefined || !platform.tellsEvents) return [];
  const { replicas } = platform.sizes.alertmanager;
  return Array.from({ length: replicas }, (_, index) => ({
    name: `alertmanager-${index}`,
    url: `http://alertmanager-prometheus-alertmanager-${index}.alertmanager-operated.${prometheus.namespace}.svc:9093/api/v2/alerts`,
  }));
}
