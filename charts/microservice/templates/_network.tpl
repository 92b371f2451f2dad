{{- /* The same three as in the AuthorizationPolicy: callers, the gateway of a public host, Prometheus. */ -}}
{{- define "microservice.ingressRules" -}}
{{- $network := .Values.network -}}
{{- $gateway := and $network.gatewayNamespace (or .Values.mesh.host (not .Values.mesh.enabled)) }}
{{- if or $network.callers $gateway }}
- from:
    {{- range $network.callers }}
    - podSelector:
        matchLabels:
          app: {{ . | quote }}
    {{- end }}
    {{- if $gateway }}
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ $network.gatewayNamespace | quote }}
    {{- end }}
  ports:
    - port: {{ .Values.containerPort }}
      protocol: TCP
{{- end }}
{{- if and .Values.monitoring.enabled $network.monitoringNamespace }}
- from:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ $network.monitoringNamespace | quote }}
      podSelector:
        matchLabels:
          app.kubernetes.io/name: prometheus
  ports:
    - port: {{ include "microservice.scrapedPort" . }}
      protocol: TCP
{{- end }}
{{- end -}}

{{- define "microservice.egressRules" -}}
{{- $network := .Values.network -}}
{{- with $network.calls }}
# The port is named by the called service's own policy.
- to:
    {{- range . }}
    - podSelector:
        matchLabels:
          app: {{ . | quote }}
    {{- end }}
{{- end }}
{{- with .Values.cache.redis }}
{{- if .enabled }}
- to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ .namespace | quote }}
  ports:
    - port: {{ .port }}
      protocol: TCP
{{- end }}
{{- end }}
{{- range $network.egress }}
- to:
    {{- if .cidr }}
    - ipBlock:
        cidr: {{ .cidr | quote }}
    {{- else }}
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ .namespace | quote }}
      {{- with .podLabels }}
      podSelector:
        matchLabels:
          {{- toYaml . | nindent 10 }}
      {{- end }}
    {{- end }}
  ports:
    {{- range .ports }}
    - port: {{ .port }}
      protocol: {{ .protocol | default "TCP" }}
    {{- end }}
{{- end }}
{{- end -}}
