{{/* The value of one of the server's variables. YAML reads an unquoted off as false, and Helm every number as a float. */}}
{{- define "tetrapod.setting" -}}
{{- if kindIs "bool" .value }}
{{- if has .name (list "TRUST_PROXY" "OTEL_SDK_DISABLED") }}{{ .value }}{{ else }}{{ ternary "on" "off" .value }}{{ end }}
{{- else if or (kindIs "float64" .value) (kindIs "int64" .value) (kindIs "int" .value) }}{{ int64 .value }}
{{- else }}{{ .value }}{{ end }}
{{- end }}

{{/* Where keys come from: file, variable, or nothing. */}}
{{- define "tetrapod.keys" -}}
{{- if eq (include "tetrapod.setting" (dict "name" "AUTH" "value" (get .Values.config "AUTH"))) "off" -}}
{{- else if or .Values.apiKeys.entries .Values.apiKeys.existingSecret }}file
{{- else if hasKey .Values.configFromSecrets "API_KEYS" }}variable
{{- end }}
{{- end }}

{{- define "tetrapod.keysSecret" -}}
{{- if .Values.apiKeys.entries }}{{ include "tetrapod.fullname" . }}-api-keys{{ else }}{{ .Values.apiKeys.existingSecret }}{{ end }}
{{- end }}

{{- define "tetrapod.grace" -}}
{{- if hasKey .Values.config "SHUTDOWN_GRACE_MS" }}{{ int64 .Values.config.SHUTDOWN_GRACE_MS }}{{ else }}10000{{ end }}
{{- end }}

{{- define "tetrapod.terminationGracePeriodSeconds" -}}
{{- if kindIs "invalid" .Values.terminationGracePeriodSeconds }}
{{- add 5 (div (add (include "tetrapod.grace" .) 999) 1000) }}
{{- else }}{{ int64 .Values.terminationGracePeriodSeconds }}{{ end }}
{{- end }}

{{/* Where spans are sent: a variable of the server, or one of OpenTelemetry's own among env. The more specific one counts. */}}
{{- define "tetrapod.tracesEndpoint" -}}
{{- $endpoint := "" }}
{{- range $name := list "OTEL_EXPORTER_OTLP_ENDPOINT" "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT" }}
{{- $endpoint = default $endpoint (get $.Values.config $name) }}
{{- range $.Values.env }}{{ if eq .name $name }}{{ $endpoint = default $endpoint .value }}{{ end }}{{ end }}
{{- end }}
{{- $endpoint }}
{{- end }}

{{/* The folder's name below /models. */}}
{{- define "tetrapod.modelName" -}}
{{- with .Values.model.pull -}}
{{- default (base (trimSuffix "/" (regexReplaceAll "@[^/]*$" .source ""))) .name }}
{{- end }}
{{- end }}

{{- define "tetrapod.modelFolder" -}}
{{- if .Values.model.pull.source }}/models/{{ include "tetrapod.modelName" . }}
{{- else if .Values.model.existingClaim.name }}/models/{{ trimAll "/" .Values.model.existingClaim.path }}
{{- else }}simulated{{ end }}
{{- end }}

{{/* The port of an address, or the one that its scheme stands for. */}}
{{- define "tetrapod.portOf" -}}
{{- $url := urlParse . }}
{{- $ports := dict "http" "80" "https" "443" "redis" "6379" "rediss" "6379" }}
{{- default (get $ports $url.scheme) (trimPrefix ":" (regexFind ":[0-9]+$" $url.host)) }}
{{- end }}
