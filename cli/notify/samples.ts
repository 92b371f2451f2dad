import type { Config, NotificationEvent, Service } from "../../config/model.ts";
import { type Channel, onlyChannelLabel } from "./channels.ts";

/** An alert as Alertmanager's API takes it (POST /api/v2/alerts). */
export interface SampleAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** RFC 3339. */
  readonly startsAt: string;
  readonly endsAt: string;
}

/** What samples are made from. */
export interface SampleOptions {
  readonly channels: readonly Channel[];
  /** Tells this test's alerts from all others; RFC 3339, when it began. */
  readonly episode: string;
  /** After this, RFC 3339, nobody tries to deliver them any more. */
  readonly until: string;
}

interface Sample {
  readonly alertname: string;
  readonly severity: "critical" | "warning" | "info";
  readonly description: string;
  readonly error?: string;
  readonly labels?: (service: string) => Readonly<Record<string, string>>;
}

/** The first words of every sample, so that nobody takes it for the truth. */
const mark = "TEST, nothing has happened:";

const samples: Readonly<Record<NotificationEvent, Sample>> = {
  "sync-failed": {
    alertname: "SyncFailed",
    severity: "warning",
    description: "a sync that failed would be told like this.",
    error: 'one or more objects failed to apply: Deployment "sample" is invalid: spec.replicas',
  },
  "health-degraded": {
    alertname: "HealthDegraded",
    severity: "critical",
    description: "a service that does not work as it should would be told like this.",
    error: 'Deployment/sample: Deployment "sample" exceeded its progress deadline',
  },
  "deployment-complete": {
    alertname: "DeploymentComplete",
    severity: "info",
    description: "a new version that runs would be told like this.",
  },
  "resource-limit-exceeded": {
    alertname: "ResourceLimitExceeded",
    severity: "warning",
    description: "a pod that uses nearly all of its memory would be told like this.",
    labels: (service) => ({ resource: "memory", pod: `${service}-sample` }),
  },
};

/**
 * One alert of each event for everybody who may be told: of each channel, and there of each service that
 * is routed in its own way.
 */
export function sampleAlerts(config: Config, options: SampleOptions): readonly SampleAlert[] {
  return options.channels.flatMap((channel) =>
    audiences(config, channel).flatMap((service) =>
      Object.entries(samples).map(([event, sample]) =>
        alertOf({ config, service, channel, event, sample, options }),
      ),
    ),
  );
}

interface Subject {
  readonly config: Config;
  readonly service: Service;
  readonly channel: Channel;
  readonly event: string;
  readonly sample: Sample;
  readonly options: SampleOptions;
}

function alertOf({ config, service, channel, event, sample, options }: Subject): SampleAlert {
  const { alertname, severity, description, error, labels } = sample;
  const { environment, domain } = config;
  const { name, team, version } = service;
  return {
    labels: {
      alertname,
      severity,
      event,
      environment,
      // A group that has been told of waits minutes for its next message, and this is part of its key.
      namespace: `test of ${options.episode}`,
      service: name,
      team,
      application: `${name}-${environment}`,
      episode: options.episode,
      [onlyChannelLabel]: channel,
      ...labels?.(name),
    },
    annotations: {
      summary: `${mark} ${description}`,
      version,
      since: options.episode,
      runbook_url: `https://k8s.${domain}/docs/runbook#${alertname.toLowerCase()}`,
      ...(error !== undefined && { error }),
    },
    startsAt: options.episode,
    endsAt: options.until,
  };
}

/** One service for each way of being routed: of its own, of its team, of everybody. */
export function audiences(
  { environment, notifications, services }: Config,
  channel: Channel,
): Service[] {
  const routing = notifications.environments.find((each) => each.environment === environment);
  const first = new Map<string, Service>();
  for (const service of services) {
    const { name, team } = service;
    const isOfTeam = channel === "teams" || routing?.byTeam[team] !== undefined;
    const ofTeam = isOfTeam ? `team ${team}` : "";
    const way = routing?.byService[name] !== undefined ? `service ${name}` : ofTeam;
    if (!first.has(way)) first.set(way, service);
  }
  return [...first.values()];
}
