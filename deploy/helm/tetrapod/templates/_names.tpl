{{- define "tetrapod.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* A release called tetrapod needs no name twice. */}}
{{- define "tetrapod.fullname" -}}
{{- $name := include "tetrapod.name" . }}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) }}
{{- default $full .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- end }}

{{/* All pods of the release, a canary beside the server included. */}}
{{- define "tetrapod.releaseLabels" -}}
app.kubernetes.io/name: {{ include "tetrapod.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "tetrapod.selectorLabels" -}}
{{ include "tetrapod.releaseLabels" . }}
app.kubernetes.io/component: server
{{- end }}

{{- define "tetrapod.labels" -}}
{{ include "tetrapod.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "tetrapod.serviceAccountName" -}}
{{- default (ternary (include "tetrapod.fullname" .) "default" .Values.serviceAccount.create) .Values.serviceAccount.name }}
{{- end }}

{{- define "tetrapod.image" -}}
{{- with .Values.image -}}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}
