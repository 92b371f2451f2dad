{{- /* Variables that tell the service what it may keep. They come before its own, which may refer to them. */ -}}
{{- define "microservice.cacheEnv" -}}
{{- with .Values.cache.memory }}
{{- if .enabled }}
- name: CACHE_MEMORY_SIZE
  value: {{ .size | quote }}
- name: CACHE_MEMORY_TTL_SECONDS
  value: {{ .ttlSeconds | int64 | quote }}
{{- end }}
{{- end }}
{{- with .Values.cache.redis }}
{{- if .enabled }}
- name: REDIS_CLUSTER_NODES
  value: {{ printf "%s:%d" .host (int .port) | quote }}
- name: REDIS_PREFIX
  value: {{ .prefix | quote }}
- name: REDIS_TTL_SECONDS
  value: {{ .ttlSeconds | int64 | quote }}
- name: REDIS_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .secret.name | quote }}
      key: {{ .secret.key | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{- /* The service's own annotations. Redis is outside the mesh, and its clients go on to addresses of
single pods, which no sidecar knows; so its port joins those that the service leaves out itself. */ -}}
{{- define "microservice.ownPodAnnotations" -}}
{{- $annotations := .Values.podAnnotations -}}
{{- if and .Values.mesh.enabled .Values.cache.redis.enabled -}}
{{- $key := "traffic.sidecar.istio.io/excludeOutboundPorts" -}}
{{- $ports := get $annotations $key | nospace | splitList "," | compact -}}
{{- $ports = append $ports (.Values.cache.redis.port | int | toString) | uniq -}}
{{- $annotations = merge (dict $key (join "," $ports)) $annotations -}}
{{- end -}}
{{- with $annotations }}{{ toYaml . }}{{ end -}}
{{- end -}}

{{- define "microservice.cacheProblems" -}}
{{- $v := .Values -}}
{{- $memory := $v.cache.memory -}}
{{- $limit := $v.resources.limits.memory -}}
{{- if and $memory.enabled (ge (include "microservice.bytes" $memory.size | float64) (include "microservice.bytes" $limit | float64)) }}
cache.memory.size: must be below resources.limits.memory (found {{ $memory.size }} and {{ $limit }}). The pod would be killed before the cache is full; lower it, or raise the limit.
{{- end }}
{{- range list "host" "namespace" "prefix" }}
{{- if and $v.cache.redis.enabled (not (get $v.cache.redis .)) }}
cache.redis.{{ . }}: must be set when cache.redis is enabled (found nothing). Give it, or disable cache.redis.
{{- end }}
{{- end }}
{{- $set := include "microservice.cacheEnv" . | fromYamlArray }}
{{- range $set }}
{{- if hasKey $v.env .name }}
env.{{ .name }}: must not be set, since cache sets it (found {{ get $v.env .name | quote }}). Remove it, or change it in cache.
{{- end }}
{{- end }}
{{- end -}}

{{- /* A quantity of memory such as 64Mi or 1.5G in bytes. */ -}}
{{- define "microservice.bytes" -}}
{{- $units := dict "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 -}}
{{- mulf (regexFind "^[0-9.]+" . | float64) (get $units (regexFind "[A-Za-z]+$" .)) | printf "%.0f" -}}
{{- end -}}
