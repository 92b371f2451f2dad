{{- define "microservice.probe" -}}
httpGet:
  path: {{ .path | quote }}
  port: http
{{- if .initialDelaySeconds }}
initialDelaySeconds: {{ .initialDelaySeconds }}
{{- end }}
periodSeconds: {{ .periodSeconds }}
timeoutSeconds: {{ .timeoutSeconds }}
failureThreshold: {{ .failureThreshold }}
{{- end -}}

{{- /* `envFrom` sources; later ones win over earlier ones, and `env` wins over all. */ -}}
{{- define "microservice.envFrom" -}}
{{- if .Values.config.env }}
- configMapRef:
    name: {{ include "microservice.name" . }}-env
{{- end }}
{{- range .Values.secrets }}
{{- if .envFrom }}
- secretRef:
    name: {{ .name | quote }}
    {{- if .optional }}
    optional: true
    {{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "microservice.env" -}}
{{- include "microservice.cacheEnv" . }}
{{- range $name, $value := .Values.env }}
- name: {{ $name | quote }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}

{{- define "microservice.volumeMounts" -}}
- name: tmp
  mountPath: /tmp
{{- if .Values.config.files }}
- name: config-files
  mountPath: {{ .Values.config.mountPath | quote }}
  readOnly: true
{{- end }}
{{- range .Values.secrets }}
{{- if .mountPath }}
- name: {{ include "microservice.secretVolume" .name }}
  mountPath: {{ .mountPath | quote }}
  readOnly: true
{{- end }}
{{- end }}
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "microservice.volumes" -}}
- name: tmp
  emptyDir:
    sizeLimit: {{ .Values.security.tmpSizeLimit }}
{{- if .Values.config.files }}
- name: config-files
  configMap:
    name: {{ include "microservice.name" . }}-files
{{- end }}
{{- range .Values.secrets }}
{{- if .mountPath }}
- name: {{ include "microservice.secretVolume" .name }}
  secret:
    secretName: {{ .name | quote }}
    {{- if .optional }}
    optional: true
    {{- end }}
{{- end }}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- /* A Secret's name may have dots and 253 characters, a volume's name neither. */ -}}
{{- define "microservice.secretVolume" -}}
{{- if and (le (len .) 56) (not (contains "." .)) -}}
secret-{{ . }}
{{- else -}}
secret-{{ . | replace "." "-" | trunc 40 | trimSuffix "-" }}-{{ sha256sum . | trunc 8 }}
{{- end -}}
{{- end -}}

{{- define "microservice.topologySpread" -}}
{{- $root := . -}}
{{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
- maxSkew: 1
  topologyKey: {{ . }}
  whenUnsatisfiable: {{ $root.Values.topologySpread.whenUnsatisfiable }}
  labelSelector:
    matchLabels:
      {{- include "microservice.selectorLabels" $root | nindent 6 }}
  matchLabelKeys: [pod-template-hash]
{{- end }}
{{- end -}}

{{- define "microservice.podLabels" -}}
{{ include "microservice.runLabels" . }}
version: {{ include "microservice.versionLabel" . | quote }}
{{- if and .Values.mesh.enabled .Values.monitoring.enabled }}
# The service's own ServiceMonitor reads the sidecar too; a mesh-wide PodMonitor must not count it twice.
istio-prometheus-ignore: "true"
{{- end }}
{{- if .Values.cache.redis.enabled }}
# Redis lets in only pods that carry it.
msa-gitops/redis-client: "true"
{{- end }}
{{- with .Values.podLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "microservice.podAnnotations" -}}
{{- if or .Values.config.env .Values.config.files }}
checksum/config: {{ dict "env" .Values.config.env "files" .Values.config.files | toJson | sha256sum | quote }}
{{- end }}
{{- if and .Values.mesh.enabled .Values.monitoring.enabled }}
# Tells the sidecar which port and path to merge into its own metrics.
prometheus.io/scrape: "true"
prometheus.io/port: {{ include "microservice.metricsPort" . | quote }}
prometheus.io/path: {{ .Values.monitoring.path | quote }}
{{- end }}
{{- with include "microservice.ownPodAnnotations" . }}
{{ . }}
{{- end }}
{{- end -}}

{{- define "microservice.container" -}}
name: {{ include "microservice.name" . | quote }}
image: {{ include "microservice.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
ports:
  - name: http
    containerPort: {{ .Values.containerPort }}
    protocol: TCP
  {{- if include "microservice.hasOwnMetricsPort" . }}
  - name: metrics
    containerPort: {{ include "microservice.metricsPort" . }}
    protocol: TCP
  {{- end }}
{{- with include "microservice.envFrom" . | trim }}
envFrom:
  {{- . | nindent 2 }}
{{- end }}
{{- with include "microservice.env" . | trim }}
env:
  {{- . | nindent 2 }}
{{- end }}
resources:
  requests:
    cpu: {{ .Values.resources.requests.cpu | quote }}
    memory: {{ .Values.resources.requests.memory | quote }}
  limits:
    cpu: {{ .Values.resources.limits.cpu | quote }}
    memory: {{ .Values.resources.limits.memory | quote }}
startupProbe:
  {{- include "microservice.probe" .Values.probes.startup | nindent 2 }}
readinessProbe:
  {{- include "microservice.probe" .Values.probes.readiness | nindent 2 }}
livenessProbe:
  {{- include "microservice.probe" .Values.probes.liveness | nindent 2 }}
{{- if .Values.rollout.preStopSleepSeconds }}
lifecycle:
  preStop:
    sleep:
      seconds: {{ .Values.rollout.preStopSleepSeconds }}
{{- end }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: {{ .Values.security.readOnlyRootFilesystem }}
  runAsNonRoot: true
  capabilities:
    drop: [ALL]
volumeMounts:
  {{- include "microservice.volumeMounts" . | nindent 2 }}
{{- end -}}
