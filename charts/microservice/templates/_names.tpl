{{- /* The one name of everything: operators type `user-service`, not `user-service-microservice`. */ -}}
{{- define "microservice.name" -}}
{{- .Release.Name -}}
{{- end -}}

{{- /* Labels of the Deployment's selector. They can never change for a running service, so nothing
that varies (version, chart, team) may come in. */ -}}
{{- define "microservice.selectorLabels" -}}
app: {{ include "microservice.name" . | quote }}
app.kubernetes.io/name: {{ include "microservice.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- /* A label holds 63 characters, an image tag 128. */ -}}
{{- define "microservice.versionLabel" -}}
{{- .Values.image.tag | trunc 63 | trimAll "-_." -}}
{{- end -}}

{{- /* Labels of every object and every pod; the chart's version is left out, since it would restart
the pods. */ -}}
{{- define "microservice.runLabels" -}}
{{ include "microservice.selectorLabels" . }}
app.kubernetes.io/version: {{ include "microservice.versionLabel" . | quote }}
app.kubernetes.io/part-of: microservices
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.environment }}
environment: {{ . | quote }}
{{- end }}
{{- with .Values.team }}
team: {{ . | quote }}
{{- end }}
{{- end -}}

{{- define "microservice.labels" -}}
{{ include "microservice.runLabels" . }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | quote }}
{{- end -}}

{{- /* `metadata:` content of an object. Call with (dict "root" $ "name" <name, optional>
"labels" <more labels, optional>). */ -}}
{{- define "microservice.metadata" -}}
name: {{ .name | default (include "microservice.name" .root) | quote }}
namespace: {{ .root.Release.Namespace | quote }}
labels:
  {{- include "microservice.labels" .root | nindent 2 }}
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{- define "microservice.image" -}}
{{- with .Values.image -}}
{{- if .registry }}{{ .registry }}/{{ end }}{{ .repository }}:{{ .tag }}{{ if .digest }}@{{ .digest }}{{ end }}
{{- end -}}
{{- end -}}

{{- /* The service's name in the whole cluster. */ -}}
{{- define "microservice.clusterHost" -}}
{{ include "microservice.name" . }}.{{ .Release.Namespace }}.svc.cluster.local
{{- end -}}

{{- /* Port that serves the application's metrics. */ -}}
{{- define "microservice.metricsPort" -}}
{{- .Values.network.metricsPort | default .Values.containerPort -}}
{{- end -}}

{{- define "microservice.hasOwnMetricsPort" -}}
{{- if ne (include "microservice.metricsPort" .) (toString .Values.containerPort) }}true{{ end -}}
{{- end -}}
