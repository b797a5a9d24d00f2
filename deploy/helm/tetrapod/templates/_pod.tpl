{{/* A number of pods, or a share of them. */}}
{{- define "tetrapod.count" -}}
{{- if kindIs "string" . }}{{ . | quote }}{{ else }}{{ int64 . }}{{ end }}
{{- end }}

{{- define "tetrapod.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
# The group that may write to the volumes below.
fsGroup: 1000
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "tetrapod.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end }}

{{- define "tetrapod.serverContainer" -}}
- name: tetrapod
  image: {{ include "tetrapod.image" . }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  ports:
    - name: http
      containerPort: {{ int64 (default 3000 (get .Values.config "PORT")) }}
  env:
    {{- include "tetrapod.environment" . | nindent 4 }}
  resources:
    {{- toYaml .Values.resources | nindent 4 }}
  {{- range $probe := list "startup" "readiness" "liveness" }}
  {{ $probe }}Probe:
    httpGet:
      path: /health/{{ get (dict "startup" "startup" "readiness" "ready" "liveness" "live") $probe }}
      port: http
    {{- range $name, $value := get $.Values.probes $probe }}
    {{ $name }}: {{ int64 $value }}
    {{- end }}
  {{- end }}
  securityContext:
    {{- include "tetrapod.containerSecurity" . | nindent 4 }}
  volumeMounts:
    - name: tmp
      mountPath: /tmp
    {{- if eq (include "tetrapod.keys" .) "file" }}
    # The folder, not the file in it (subPath), which would stay as it is when the secret changes.
    - name: api-keys
      mountPath: /etc/tetrapod/api-keys
      readOnly: true
    {{- end }}
    {{- if ne (include "tetrapod.modelFolder" .) "simulated" }}
    - name: models
      mountPath: /models
      readOnly: true
    {{- end }}
    {{- with .Values.volumeMounts }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}

{{- define "tetrapod.environment" -}}
{{- range $name, $value := .Values.config }}
- name: {{ $name }}
  value: {{ include "tetrapod.setting" (dict "name" $name "value" $value) | quote }}
{{- end }}
- name: MODEL
  value: {{ include "tetrapod.modelFolder" . | quote }}
{{- if eq (include "tetrapod.keys" .) "file" }}
- name: API_KEYS_FILE
  value: /etc/tetrapod/api-keys/{{ ternary "keys" .Values.apiKeys.secretKey (not (empty .Values.apiKeys.entries)) }}
{{- end }}
{{- range $name, $secret := .Values.configFromSecrets }}
- name: {{ $name }}
  valueFrom:
    secretKeyRef:
      name: {{ $secret.name }}
      key: {{ $secret.key }}
{{- end }}
{{- with .Values.env }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* It may be run again in the same pod: --reuse then finds the model of before, compares its files and fetches nothing. */}}
{{- define "tetrapod.pullContainer" -}}
{{- with .Values.model.pull -}}
- name: pull-model
  image: {{ include "tetrapod.image" $ }}
  imagePullPolicy: {{ $.Values.image.pullPolicy }}
  command: [node, dist/cli/main.js, pull]
  args:
    - {{ .source | quote }}
    - --into=/models
    - --name={{ include "tetrapod.modelName" $ }}
    - --reuse
    - --quiet
    {{- with .file }}
    - {{ printf "--file=%s" . | quote }}
    {{- end }}
    {{- with .maxBytes }}
    - {{ printf "--max-bytes=%s" . | quote }}
    {{- end }}
    {{- if .allowHttp }}
    - --allow-http
    {{- end }}
  {{- if or .endpoint .tokenSecret.name $.Values.env }}
  env:
    {{- with .endpoint }}
    - name: HF_ENDPOINT
      value: {{ . | quote }}
    {{- end }}
    {{- if .tokenSecret.name }}
    - name: HF_TOKEN
      valueFrom:
        secretKeyRef:
          name: {{ .tokenSecret.name }}
          key: {{ .tokenSecret.key }}
    {{- end }}
    {{- with $.Values.env }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- end }}
  resources:
    {{- toYaml .resources | nindent 4 }}
  securityContext:
    {{- include "tetrapod.containerSecurity" $ | nindent 4 }}
  volumeMounts:
    - name: tmp
      mountPath: /tmp
    - name: models
      mountPath: /models
    {{- with $.Values.volumeMounts }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}

{{- define "tetrapod.volumes" -}}
# The one writable place of the server, for libraries that expect a temporary folder. Bounded: it is the node's disk.
- name: tmp
  emptyDir:
    sizeLimit: 64Mi
{{- if eq (include "tetrapod.keys" .) "file" }}
# Names and digests of keys, not the keys.
- name: api-keys
  secret:
    secretName: {{ include "tetrapod.keysSecret" . }}
    # A pod waits until the secret is there.
    optional: false
    # 0440: for the group of fsGroup alone.
    defaultMode: 288
{{- end }}
{{- if .Values.model.pull.source }}
- name: models
  {{- with .Values.model.pull.volume }}
  {{- if .storage }}
  ephemeral:
    volumeClaimTemplate:
      spec:
        accessModes: [ReadWriteOnce]
        {{- with .storageClassName }}
        storageClassName: {{ . }}
        {{- end }}
        resources:
          requests:
            storage: {{ .storage }}
  {{- else }}
  emptyDir:
    sizeLimit: {{ .sizeLimit }}
  {{- end }}
  {{- end }}
{{- else if .Values.model.existingClaim.name }}
- name: models
  persistentVolumeClaim:
    claimName: {{ .Values.model.existingClaim.name }}
    readOnly: true
{{- end }}
{{- with .Values.volumes }}
{{ toYaml . }}
{{- end }}
{{- end }}
