{{- /* A duration such as 500ms, 15s, 2m or 1h in milliseconds. */ -}}
{{- define "microservice.milliseconds" -}}
{{- $number := regexFind "^[0-9]+" . | int64 -}}
{{- $unit := regexFind "[a-z]+$" . -}}
{{- mul $number (get (dict "ms" 1 "s" 1000 "m" 60000 "h" 3600000) $unit) -}}
{{- end -}}

{{- /* What no schema can say: each line is one problem, and all are reported at once. */ -}}
{{- define "microservice.problems" -}}
{{- $v := .Values -}}
{{- if not (regexMatch "^[a-z]([-a-z0-9]{0,51}[a-z0-9])?$" .Release.Name) }}
release name: must be a DNS label that begins with a letter (found {{ .Release.Name | quote }}). It names the Deployment, the Service and the ServiceAccount; choose another.
{{- end }}
{{- if eq (lower $v.image.tag) "latest" }}
image.tag: must name one version (found {{ $v.image.tag | quote }}). Nobody could say what runs, or go back to it; give the version.
{{- end }}
{{- if and $v.autoscaling.enabled (gt (int $v.autoscaling.minReplicas) (int $v.autoscaling.maxReplicas)) }}
autoscaling.minReplicas: must not be above maxReplicas (found {{ $v.autoscaling.minReplicas }} and {{ $v.autoscaling.maxReplicas }}). Lower it, or raise autoscaling.maxReplicas.
{{- end }}
{{- if and $v.autoscaling.enabled $v.verticalAutoscaling.enabled (ne $v.verticalAutoscaling.mode "off") }}
verticalAutoscaling.mode: must be "off" while autoscaling is enabled (found {{ $v.verticalAutoscaling.mode | quote }}). Both would steer by CPU and memory and fight; set it to "off", or disable autoscaling.
{{- end }}
{{- if and (has (toString $v.rollout.maxSurge) (list "0" "0%")) (has (toString $v.rollout.maxUnavailable) (list "0" "0%")) }}
rollout.maxSurge: must not be 0 while maxUnavailable is 0 (found both 0). No pod could ever be replaced; raise one of them.
{{- end }}
{{- if ge (int $v.rollout.preStopSleepSeconds) (int $v.rollout.terminationGracePeriodSeconds) }}
rollout.preStopSleepSeconds: must be below terminationGracePeriodSeconds (found {{ $v.rollout.preStopSleepSeconds }} and {{ $v.rollout.terminationGracePeriodSeconds }}). The pod would be killed while it sleeps; lower it.
{{- end }}
{{- if and $v.monitoring.enabled $v.monitoring.rules.enabled (not $v.monitoring.rules.runbookUrl) }}
monitoring.rules.runbookUrl: must be set while the rules are enabled (found nothing). Give the page that tells what to do, or disable monitoring.rules.
{{- end }}
{{- include "microservice.cacheProblems" . }}
{{- include "microservice.meshProblems" . }}
{{- end -}}

{{- define "microservice.meshProblems" -}}
{{- $mesh := .Values.mesh -}}
{{- if and $mesh.enabled $mesh.host (not $mesh.gateway) }}
mesh.gateway: must be set when mesh.host is (found nothing). Give the Gateway as <namespace>/<name>, or remove mesh.host.
{{- end }}
{{- if and $mesh.enabled $mesh.gateway (not $mesh.host) }}
mesh.host: must be set when mesh.gateway is (found nothing). Give the public host name, or remove mesh.gateway.
{{- end }}
{{- if and $mesh.enabled $mesh.host (not .Values.network.gatewayNamespace) }}
network.gatewayNamespace: must be set when mesh.host is (found nothing). Give the namespace in which the gateway's pods run.
{{- end }}
{{- $total := mul (include "microservice.milliseconds" $mesh.timeout) 1 -}}
{{- $tries := mul (include "microservice.milliseconds" $mesh.retries.perTryTimeout) (add (int $mesh.retries.attempts) 1) -}}
{{- if and $mesh.enabled (gt $tries $total) }}
mesh.retries: perTryTimeout for the first try and every retry must fit into mesh.timeout (found {{ $mesh.retries.attempts }} retries of {{ $mesh.retries.perTryTimeout }} in {{ $mesh.timeout }}). Lower attempts or perTryTimeout, or raise mesh.timeout.
{{- end }}
{{- end -}}

{{- define "microservice.check" -}}
{{- with include "microservice.problems" . | trim -}}
{{- fail (printf "\n%s" .) -}}
{{- end -}}
{{- end -}}
