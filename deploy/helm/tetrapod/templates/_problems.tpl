{{/*
What values.schema.json cannot say: values that contradict one another, and values that must not be repeated in a message.
All of them are told at once.
*/}}
{{- define "tetrapod.check" -}}
{{- $problems := list }}
{{- $config := .Values.config }}
{{- $auth := include "tetrapod.setting" (dict "name" "AUTH" "value" (get $config "AUTH")) }}
{{- $metrics := default "on" (include "tetrapod.setting" (dict "name" "METRICS" "value" (get $config "METRICS"))) }}

{{- if and (hasKey $config "PORT") (or (lt (int64 $config.PORT) 1024) (gt (int64 $config.PORT) 65535)) }}
{{- $problems = append $problems "config.PORT: expected 1024 to 65535, as the server is not root; service.port is what clients ask" }}
{{- end }}
{{- if has $config.HOST (list "127.0.0.1" "localhost" "::1") }}
{{- $problems = append $problems (printf "config.HOST: expected 0.0.0.0 or ::, received %s, where neither probes nor clients reach the pod" $config.HOST) }}
{{- end }}
{{- range $name, $_ := .Values.configFromSecrets }}
{{- if hasKey $config $name }}
{{- $problems = append $problems (printf "config.%s and configFromSecrets.%s: expected one of them" $name $name) }}
{{- end }}
{{- end }}
{{- if regexMatch "@" (default "" (get $config "REDIS_URL")) }}
{{- $problems = append $problems "config.REDIS_URL: expected no password, which everybody could read in the pod; put the address into a secret and name that in configFromSecrets.REDIS_URL" }}
{{- end }}
{{- $own := list "MODEL" "API_KEYS" "API_KEYS_FILE" }}
{{- range .Values.env }}
{{- if or (hasKey $config .name) (hasKey $.Values.configFromSecrets .name) (has .name $own) }}
{{- $problems = append $problems (printf "env: expected no %s, which the chart sets itself; see config, configFromSecrets, model and apiKeys" .name) }}
{{- end }}
{{- end }}

{{- $delay := int64 (default 3000 (get $config "SHUTDOWN_DELAY_MS")) }}
{{- if hasKey $config "SHUTDOWN_DELAY_MS" }}{{- $delay = int64 $config.SHUTDOWN_DELAY_MS }}{{- end }}
{{- $grace := int64 (include "tetrapod.grace" .) }}
{{- if lt $grace $delay }}
{{- $problems = append $problems (printf "config.SHUTDOWN_GRACE_MS: expected at least SHUTDOWN_DELAY_MS (%d), which it includes, received %d" $delay $grace) }}
{{- end }}
{{- $termination := int64 (include "tetrapod.terminationGracePeriodSeconds" .) }}
{{- if le (mul 1000 $termination) $grace }}
{{- $problems = append $problems (printf "terminationGracePeriodSeconds: expected more than SHUTDOWN_GRACE_MS (%d ms), received %d s: the pod would be killed while it answers; leave it null" $grace $termination) }}
{{- end }}

{{- range $index, $entry := .Values.apiKeys.entries }}
{{- if not (regexMatch "^[A-Za-z0-9._-]{1,40}:[0-9A-Fa-f]{64}(:[a-z]+(\\+[a-z]+)*)?$" $entry) }}
{{- $problems = append $problems (printf "apiKeys.entries[%d]: expected NAME:SHA256 or NAME:SHA256:SCOPES, as tetrapod keys new prints it; a key itself does not belong here" $index) }}
{{- end }}
{{- end }}
{{- if and (eq $auth "off") .Values.apiKeys.entries }}
{{- $problems = append $problems "config.AUTH and apiKeys.entries: expected one of them; off would ignore the keys" }}
{{- end }}
{{- if and (hasKey .Values.configFromSecrets "API_KEYS") (eq (include "tetrapod.keys" .) "file") }}
{{- $problems = append $problems "configFromSecrets.API_KEYS and apiKeys: expected one of them, or the pods wait for a second secret; set apiKeys.existingSecret to '' and leave entries out" }}
{{- end }}
{{- if and (ne $auth "off") (not (include "tetrapod.keys" .)) }}
{{- $problems = append $problems "apiKeys: expected existingSecret or entries, or config.AUTH: 'off' where everybody who reaches the pods may use them" }}
{{- end }}

{{- with .Values.model }}
{{- if and .pull.source .existingClaim.name }}
{{- $problems = append $problems "model.pull.source and model.existingClaim.name: expected one of them" }}
{{- end }}
{{- if and .existingClaim.name (not .existingClaim.path) }}
{{- $problems = append $problems "model.existingClaim.path: expected the model's folder in the claim, received nothing" }}
{{- end }}
{{- if and .pull.source (not (regexMatch "^https?://" .pull.source)) (not (regexMatch "@." .pull.source)) }}
{{- $problems = append $problems (printf "model.pull.source: expected OWNER/NAME@REVISION, best with a commit, received %s: without a revision pods may serve different models" .pull.source) }}
{{- end }}
{{- if and (or (hasPrefix "http://" .pull.source) (hasPrefix "http://" .pull.endpoint)) (not .pull.allowHttp) }}
{{- $problems = append $problems "model.pull: expected https, or allowHttp: true if anybody on the way may change the model" }}
{{- end }}
{{- end }}

{{- with .Values.autoscaling }}
{{- if lt (int64 .maxReplicas) (int64 .minReplicas) }}
{{- $problems = append $problems (printf "autoscaling.maxReplicas: expected at least minReplicas (%d), received %d" (int64 .minReplicas) (int64 .maxReplicas)) }}
{{- end }}
{{- if and .queueWait.enabled (not .enabled) }}
{{- $problems = append $problems "autoscaling.queueWait.enabled: expected autoscaling.enabled as well" }}
{{- end }}
{{- if and .queueWait.enabled (eq $metrics "off") }}
{{- $problems = append $problems "autoscaling.queueWait.enabled: expected config.METRICS other than off, as the metric comes from GET /metrics" }}
{{- end }}
{{- end }}

{{- with .Values.rollout }}
{{- if and (has (toString .maxUnavailable) (list "0" "0%")) (has (toString .maxSurge) (list "0" "0%")) }}
{{- $problems = append $problems "rollout: expected maxUnavailable or maxSurge above 0, or no pod could be replaced" }}
{{- end }}
{{- end }}
{{- if and .Values.ingress.enabled (not .Values.ingress.hosts) }}
{{- $problems = append $problems "ingress.hosts: expected at least one host, received none" }}
{{- end }}

{{- with .Values.metrics.serviceMonitor }}
{{- if and .enabled (eq $metrics "off") }}
{{- $problems = append $problems "metrics.serviceMonitor.enabled: expected config.METRICS other than off" }}
{{- end }}
{{- if and .enabled (ne $metrics "public") (include "tetrapod.keys" $) (not .apiKeySecret.name) }}
{{- $problems = append $problems "metrics.serviceMonitor.apiKeySecret.name: expected a secret with an API key of the scope metrics, or config.METRICS: public" }}
{{- end }}
{{- end }}
{{- with .Values.metrics.prometheusRule }}
{{- $records := list }}
{{- range (default (list) (get ($.Files.Get "files/rules/objectives.rules.yaml" | fromYaml) "groups")) }}
{{- range .rules }}{{ $records = append $records .record }}{{ end }}
{{- end }}
{{- if and .enabled (not $records) }}
{{- $problems = append $problems "metrics.prometheusRule.enabled: expected the rules of deploy/monitoring in the chart's folder files/rules, found none; npm run manifests:write copies them" }}
{{- end }}
{{- range $record, $_ := .objectives }}
{{- if not (has $record $records) }}
{{- $problems = append $problems (printf "metrics.prometheusRule.objectives: expected one of %s, received %s" (join ", " $records) $record) }}
{{- end }}
{{- end }}
{{- end }}

{{- range $secret, $port := dict "REDIS_URL" "redis" "INFERENCE_URL" "inference" }}
{{- if and $.Values.networkPolicy.enabled (hasKey $.Values.configFromSecrets $secret) (kindIs "invalid" (get (get $.Values.networkPolicy.egress $port) "port")) }}
{{- $problems = append $problems (printf "networkPolicy.egress.%s.port: expected the port of configFromSecrets.%s, which the chart cannot read" $port $secret) }}
{{- end }}
{{- end }}

{{- range $name, $address := dict "config.REDIS_URL" (get $config "REDIS_URL") "config.INFERENCE_URL" (get $config "INFERENCE_URL") "OTEL_EXPORTER_OTLP_ENDPOINT" (include "tetrapod.tracesEndpoint" .) }}
{{- if and $address (not (include "tetrapod.portOf" $address)) }}
{{- $problems = append $problems (printf "%s: expected an address with http, https, redis or rediss before its ://, received none; the network policy would open every port" $name) }}
{{- end }}
{{- end }}

{{- if $problems }}
{{- fail (printf "wrong values:\n- %s\n" (join "\n- " $problems)) }}
{{- end }}
{{- end }}
