/** Words as Prometheus and Alertmanager know them; a page is sent for `critical` only. */
export type Severity = "critical" | "warning";

/** A series that Prometheus computes and keeps, so that a panel need not compute it again. */
export interface RecordingRule {
  /** `<what it is about>:<metric>:<operations>`, as Prometheus' own naming advice has it. */
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A condition that somebody is told about. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long the condition holds before anybody is told; absent: at once. */
  readonly for?: string;
  /** How long it goes on after the condition has ended, so that what comes and goes is told once. */
  readonly keep_firing_for?: string;
  readonly labels: Readonly<Record<string, string>> & { readonly severity: Severity };
  readonly annotations: {
    /** One sentence; may hold Prometheus' templates. */
    readonly summary: string;
    /** What was measured, with values. */
    readonly description: string;
    readonly runbook_url: string;
    /** Version of the service that it is about. */
    readonly version?: string;
    readonly argocd_url?: string;
    readonly dashboard_url?: string;
  };
}

export type Rule = RecordingRule | AlertRule;

/** Rules that Prometheus evaluates one after the other, at the same moment. */
export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** What one alert says, in our words. */
export interface AlertText {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly keepFiringFor?: string;
  readonly severity: Severity;
  readonly labels?: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly description: string;
  /** More of what its message says. */
  readonly annotations?: Pick<AlertRule["annotations"], "version" | "argocd_url" | "dashboard_url">;
}

/** The page with a section for each alert. */
export function runbookUrl(domain: string): string {
  return `https://k8s.${domain}/docs/runbook`;
}

/** Makes an alert that points to its own section of the runbook, as the service chart's alerts do. */
export function alertRule(domain: string, text: AlertText): AlertRule {
  const { alert, expr, severity, labels, summary, description } = text;
  return {
    alert,
    expr,
    ...(text.for !== undefined && { for: text.for }),
    ...(text.keepFiringFor !== undefined && { keep_firing_for: text.keepFiringFor }),
    labels: { severity, ...labels },
    annotations: {
      summary,
      description,
      runbook_url: `${runbookUrl(domain)}#${alert.toLowerCase()}`,
      ...text.annotations,
    },
  };
}
