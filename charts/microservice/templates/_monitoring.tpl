{{- /* Port that Prometheus reads. In the mesh it is the sidecar's, which serves the application's
metrics with its own, in plain text and outside mutual TLS. */ -}}
{{- define "microservice.scrapedPort" -}}
{{- if .Values.mesh.enabled }}15020{{ else }}{{ include "microservice.metricsPort" . }}{{ end -}}
{{- end -}}

{{- /* One alert. Call with (dict "root" $ "alert" <name> "for" <duration> "severity" <word>
"expr" <PromQL> "summary" <sentence>). */ -}}
{{- define "microservice.alert" -}}
- alert: {{ .alert }}
  expr: {{ .expr | quote }}
  for: {{ .for }}
  labels:
    severity: {{ .severity }}
    service: {{ include "microservice.name" .root | quote }}
    {{- with .root.Values.environment }}
    environment: {{ . | quote }}
    {{- end }}
    {{- with .root.Values.team }}
    team: {{ . | quote }}
    {{- end }}
  annotations:
    summary: {{ .summary | quote }}
    runbook_url: {{ printf "%s#%s" .root.Values.monitoring.rules.runbookUrl (lower .alert) | quote }}
{{- end -}}

{{- /* Alerts that need kube-state-metrics only. */ -}}
{{- define "microservice.workloadAlerts" -}}
{{- $name := include "microservice.name" . -}}
{{- $rules := .Values.monitoring.rules -}}
{{- $deployment := printf "namespace=%q,deployment=%q" .Release.Namespace $name -}}
{{- $container := printf "namespace=%q,container=%q" .Release.Namespace $name }}
{{ include "microservice.alert" (dict "root" . "alert" "ServiceDown" "for" "2m" "severity" "critical"
  "expr" (printf "kube_deployment_status_replicas_available{%s} == 0 and kube_deployment_spec_replicas{%s} > 0" $deployment $deployment)
  "summary" (printf "%s has no available pod." $name)) }}
{{ include "microservice.alert" (dict "root" . "alert" "ServiceReplicasUnavailable" "for" (printf "%vm" $rules.unavailableMinutes) "severity" "warning"
  "expr" (printf "kube_deployment_spec_replicas{%s} - kube_deployment_status_replicas_available{%s} > 0" $deployment $deployment)
  "summary" (printf "%s misses {{ $value }} of its pods." $name)) }}
{{ include "microservice.alert" (dict "root" . "alert" "ServiceRestarting" "for" "1m" "severity" "warning"
  "expr" (printf "sum by (pod) (increase(kube_pod_container_status_restarts_total{%s}[15m])) > %v" $container $rules.restarts)
  "summary" "{{ $labels.pod }} restarted {{ $value | humanize }} times in 15 minutes.") }}
{{- if .Values.autoscaling.enabled }}
{{- $hpa := printf "namespace=%q,horizontalpodautoscaler=\"%s-hpa\"" .Release.Namespace $name }}
{{ include "microservice.alert" (dict "root" . "alert" "ServiceAtMaximumReplicas" "for" "15m" "severity" "warning"
  "expr" (printf "kube_horizontalpodautoscaler_status_desired_replicas{%s} >= kube_horizontalpodautoscaler_spec_max_replicas{%s}" $hpa $hpa)
  "summary" (printf "%s runs at its maximum of {{ $value }} pods and cannot grow." $name)) }}
{{- end }}
{{- end -}}

{{- /* Alerts on requests, which only the mesh counts in the same way for every service. */ -}}
{{- define "microservice.trafficAlerts" -}}
{{- $name := include "microservice.name" . -}}
{{- $rules := .Values.monitoring.rules -}}
{{- $traffic := printf "reporter=\"destination\",destination_workload_namespace=%q,destination_workload=%q" .Release.Namespace $name }}
{{ include "microservice.alert" (dict "root" . "alert" "ServiceErrorRateHigh" "for" "5m" "severity" "critical"
  "expr" (printf "100 * sum(rate(istio_requests_total{%s,response_code=~\"5..\"}[5m])) / sum(rate(istio_requests_total{%s}[5m])) > %v" $traffic $traffic $rules.errorPercent)
  "summary" (printf "%s answers {{ $value | humanize }} %% of its requests with an error." $name)) }}
{{ include "microservice.alert" (dict "root" . "alert" "ServiceLatencyHigh" "for" "10m" "severity" "warning"
  "expr" (printf "histogram_quantile(0.99, sum by (le) (rate(istio_request_duration_milliseconds_bucket{%s}[5m]))) > %v" $traffic $rules.latencyMilliseconds)
  "summary" (printf "%s needs {{ $value | humanize }} ms for the slowest percent of its requests." $name)) }}
{{- end -}}
