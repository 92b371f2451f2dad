{{- /* What every route of the service has; only its name, its match and its headers differ. */ -}}
{{- define "microservice.route" -}}
{{- $mesh := .Values.mesh -}}
route:
  - destination:
      host: {{ include "microservice.clusterHost" . }}
      port:
        number: {{ .Values.service.port }}
timeout: {{ $mesh.timeout }}
retries:
  attempts: {{ $mesh.retries.attempts }}
  {{- if $mesh.retries.attempts }}
  perTryTimeout: {{ $mesh.retries.perTryTimeout }}
  retryOn: {{ $mesh.retries.retryOn | quote }}
  {{- end }}
{{- with $mesh.cors }}
{{- if .allowedOrigins }}
corsPolicy:
  allowOrigins:
    {{- range .allowedOrigins }}
    - exact: {{ . | quote }}
    {{- end }}
  allowMethods: {{ toJson .allowedMethods }}
  {{- if .allowedHeaders }}
  allowHeaders: {{ toJson .allowedHeaders }}
  {{- end }}
  maxAge: {{ .maxAge }}
{{- end }}
{{- end }}
{{- end -}}

{{- /* The proxy answers with the caller's own origin and does not say so: a cache would give one origin's
answer to another. */ -}}
{{- define "microservice.varyByOrigin" -}}
{{- if .Values.mesh.cors.allowedOrigins -}}
add:
  Vary: Origin
{{- end -}}
{{- end -}}

{{- /* A path and all below it. Istio's `prefix` would take /assets-private for /assets. What a service may
read as another path (%2F, ;) is left to the other route, so that no cache keeps a private answer. */ -}}
{{- define "microservice.staticPattern" -}}
{{- trimSuffix "/" . | regexQuoteMeta -}}(/[^%;\\]*)?
{{- end -}}

{{- define "microservice.staticRoute" -}}
{{- $static := .Values.mesh.static -}}
name: static
match:
  {{- range $static.paths }}
  - uri:
      regex: {{ include "microservice.staticPattern" . | quote }}
    method:
      regex: GET|HEAD
  {{- end }}
headers:
  response:
    set:
      Cache-Control: public, max-age={{ int64 $static.maxAgeSeconds }}{{ if $static.immutable }}, immutable{{ end }}
    {{- with include "microservice.varyByOrigin" . }}
    {{- . | nindent 4 }}
    {{- end }}
    # A cookie in an answer that others get too would be theirs.
    remove: [Set-Cookie]
{{ include "microservice.route" . }}
{{- end -}}
