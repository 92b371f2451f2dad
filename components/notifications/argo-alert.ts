import { stackLabel } from "../labels.ts";
import { announced } from "./application-annotations.ts";
import { comparisonFailures, type DeliveryTemplate, events, templates } from "./events.ts";

/** How one event of an Application becomes an alert; each text is of Go's template language. */
interface AlertTemplate {
  readonly severity: "critical" | "warning" | "info";
  /** Since when, RFC 3339; also names the episode. Comes after `error`. */
  readonly since: string;
  readonly summary: string;
  /** Sets `$error`, line by line. */
  readonly error: string;
}

const alerts: Readonly<Record<DeliveryTemplate, AlertTemplate>> = {
  "sync-failed": {
    severity: "warning",
    since: 'dig "finishedAt" (dig "startedAt" "" $operation) $operation',
    summary: '"Argo CD could not apply what is declared."',
    // What single objects say is mostly in the message already; of hooks it never is.
    error: `
{{- $error = dig "message" "" $operation }}
{{- range dig "syncResult" "resources" (list) $operation }}
  {{- $said := dig "message" "" . }}
  {{- if and $said (or (eq (dig "status" "" .) "SyncFailed") (has (dig "hookPhase" "" .) (list "Failed" "Error"))) (not (contains $said $error)) }}
    {{- $error = printf "%s\\n%s/%s: %s" $error (dig "kind" "" .) (dig "name" "" .) $said }}
  {{- end }}
{{- end }}`,
  },
  "not-compared": {
    severity: "warning",
    since: "$first",
    summary: '"Argo CD cannot tell what is declared, so nothing is applied."',
    error: `
{{- $first := "" }}
{{- range dig "status" "conditions" (list) .app }}
  {{- if has (dig "type" "" .) (list ${comparisonFailures.map((type) => JSON.stringify(type)).join(" ")}) }}
    {{- $error = printf "%s\\n%s" $error (dig "message" (dig "type" "" .) .) }}
    {{- if not $first }}{{ $first = dig "lastTransitionTime" "" . }}{{ end }}
  {{- end }}
{{- end }}`,
  },
  "health-degraded": {
    severity: "critical",
    since: 'dig "status" "health" "lastTransitionTime" "" .app',
    summary: '"It is deployed and does not work as it should."',
    error: `
{{- range dig "status" "resources" (list) .app }}
  {{- if eq (dig "health" "status" "" .) "Degraded" }}
    {{- $error = printf "%s\\n%s/%s: %s" $error (dig "kind" "" .) (dig "name" "" .) (dig "health" "message" "Degraded" .) }}
  {{- end }}
{{- end }}`,
  },
  "deployment-complete": {
    severity: "info",
    since: 'dig "deployedAt" "" (last (dig "status" "history" (list) .app) | default (dict))',
    summary: '"What is declared runs and is healthy."',
    error: "",
  },
};

/**
 * Body of a request to Alertmanager's API: a list of one alert, made with `toJson` from end to end, so
 * that no text of an Application can break it. What is not known is left out.
 */
export function alertBody(template: DeliveryTemplate): string {
  const { severity, since, summary, error } = alerts[template];
  const event = templates[template];
  const { alert } = events[event];
  return `${facts}
{{- $error := "" }}${error}
${shortError}
{{- $since := ${since} }}
{{- $summary := ${summary} }}
{{- if $testChannel }}{{ $summary = printf "TEST, nothing has happened: %s" $summary }}{{ end }}
{{- $labels := dict "alertname" "${alert}" "event" "${event}" "severity" "${severity}" "application" $name "service" $service "environment" $environment "team" $team "episode" $since }}
{{- if $testChannel }}{{ $_ := set $labels "channel" $testChannel }}{{ end }}
{{- $texts := dict "summary" $summary "description" $source "version" $version "since" $since "error" $error "argocd_url" $argo "dashboard_url" $dashboard "runbook_url" (printf "%s#${alert.toLowerCase()}" .context.runbookUrl) }}
{{- $annotations := dict }}
{{- range $key, $text := $texts }}{{ if $text }}{{ $_ := set $annotations $key $text }}{{ end }}{{ end }}
{{- $alert := dict "labels" $labels "annotations" $annotations }}
{{- if $since }}{{ $_ := set $alert "startsAt" $since }}{{ end }}
{{- if $testUntil }}{{ $_ := set $alert "endsAt" $testUntil }}{{ end }}
{{- if $argo }}{{ $_ := set $alert "generatorURL" $argo }}{{ end }}
{{- list $alert | toJson }}`;
}

/** What every event says of its Application. A key of the context that is not there is empty. */
const facts = `
{{- $name := .app.metadata.name }}
{{- $operation := dig "status" "operationState" (dict) .app }}
{{- $service := dig "metadata" "labels" "app.kubernetes.io/name" $name .app }}
{{- $environment := dig "metadata" "labels" "${stackLabel}" "" .app }}
{{- $team := dig "metadata" "annotations" "${announced.team}" "" .app }}
{{- $version := dig "metadata" "annotations" "${announced.version}" "" .app }}
{{- $testChannel := dig "metadata" "annotations" "${announced.testChannel}" "" .app }}
{{- $testUntil := dig "metadata" "annotations" "${announced.testUntil}" "" .app }}
{{- $source := "" }}
{{- with dig "spec" "source" "chart" "" .app }}
  {{- $source = printf "Chart %s %s" . (dig "spec" "source" "targetRevision" "" $.app) }}
  {{- with dig "operation" "initiatedBy" "username" "" $operation }}{{ $source = printf "%s, synced by %s" $source . }}{{ end }}
  {{- $source = printf "%s." (trim $source) }}
{{- end }}
{{- $argo := "" }}
{{- with .context.argoUrl }}{{ $argo = printf "%s/applications/%s/%s" . (dig "metadata" "namespace" "argocd" $.app) $name }}{{ end }}
{{- $dashboard := "" }}
{{- with .context.grafanaUrl }}{{ $dashboard = printf "%s/d/service-performance?var-environment=%s&var-service=%s" . (dig "spec" "destination" "namespace" "" $.app | urlquery) ($service | urlquery) }}{{ end }}`.trim();

/**
 * Without what a terminal would obey, and short enough for every channel: Slack folds long text away,
 * Teams refuses a message of 28 KB. A repetition ends at 1000 in Go's regular expressions.
 */
const shortError = `{{- $error = regexReplaceAll "\\\\x1b\\\\[[0-9;]*[A-Za-z]|[\\\\x00-\\\\x08\\\\x0b-\\\\x1f\\\\x7f]" (trim $error) "" }}
{{- $short := regexFind "(?s)^.{0,1000}.{0,500}" $error }}
{{- if ne $short $error }}{{ $error = printf "%s …" $short }}{{ end }}`;
