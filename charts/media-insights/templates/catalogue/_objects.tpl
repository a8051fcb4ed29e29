{{- /*
The objects of our own kinds, as YAML documents by file name: operators, each with its image, and the workflow.

Helm looks up every kind before it makes the first object, so one release cannot hold a kind and objects of it. They
are in a ConfigMap, and a Job applies them after Helm has made all else (job.yaml).
*/ -}}
{{- define "media-insights.catalogue" -}}
{{- $models := .Values.operators.models | default dict }}
{{- range $name, $_ := $models }}
{{- if not ($.Files.Get (printf "files/operators/%s.yaml" $name)) }}
{{- fail (printf "operators.models.%s: there is no such operator in this chart" $name) }}
{{- end }}
{{- end }}
{{- range $path, $_ := .Files.Glob "files/operators/*.yaml" }}
{{- $operator := $.Files.Get $path | fromYaml }}
{{- $name := $operator.metadata.name }}
{{- if not (has $name $.Values.operators.disabled) }}
{{- if $operator.spec.image }}
{{- $default := printf "%s/%s:%s" $.Values.image.registry $operator.spec.image (include "media-insights.tag" $) }}
{{- if or (contains "/" $operator.spec.image) (contains ":" $operator.spec.image) }}{{ $default = $operator.spec.image }}{{ end }}
{{- $_ := set $operator.spec "image" (get $.Values.operators.images $name | default $default) }}
{{- end }}
{{- with get $models $name }}
{{- $_ := set $operator.spec "modelSource" . }}
{{- end }}
{{- $_ := set $operator.metadata "labels" (include "media-insights.catalogue.labels" $ | fromYaml) }}
mediaoperators.{{ $name }}.yaml: |
{{ toYaml $operator | indent 2 }}
{{- end }}
{{- end }}
{{- if .Values.workflows.fullAnalysis }}
{{- $workflow := .Files.Get "files/workflows/full-analysis.yaml" | fromYaml }}
{{- $stages := list }}
{{- range $stage := $workflow.spec.stages }}
{{- $operators := list }}
{{- range $entry := $stage.operators }}
{{- if not (has $entry.name $.Values.operators.disabled) }}{{ $operators = append $operators $entry }}{{ end }}
{{- end }}
{{- if $operators }}{{ $stages = append $stages (dict "name" $stage.name "operators" $operators) }}{{ end }}
{{- end }}
{{- $_ := set $workflow.spec "stages" $stages }}
{{- $_ := set $workflow.metadata "namespace" .Release.Namespace }}
{{- $_ := set $workflow.metadata "labels" (include "media-insights.catalogue.labels" .  | fromYaml) }}
{{- if $stages }}
mediaworkflows.{{ $workflow.metadata.name }}.yaml: |
{{ toYaml $workflow | indent 2 }}
{{- end }}
{{- end }}
{{- range $file, $name := dict "face-index" "face-index" "image-embedding" "image-embedding" "import" "generic-data-lookup" }}
{{- if and ($.Files.Get (printf "files/operators/%s.yaml" $name)) (not (has $name $.Values.operators.disabled)) }}
{{- $workflow := $.Files.Get (printf "files/workflows/%s.yaml" $file) | fromYaml }}
{{- $_ := set $workflow.metadata "namespace" $.Release.Namespace }}
{{- $_ := set $workflow.metadata "labels" (include "media-insights.catalogue.labels" $ | fromYaml) }}
mediaworkflows.{{ $workflow.metadata.name }}.yaml: |
{{ toYaml $workflow | indent 2 }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "media-insights.catalogue.labels" -}}
{{ include "media-insights.labels" . }}
app.kubernetes.io/component: catalogue
{{- end -}}

{{/* Annotations of what applies the catalogue, given its weight. */}}
{{- define "media-insights.catalogue.hook" -}}
helm.sh/hook: post-install,post-upgrade,post-rollback
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded,hook-failed
{{- end -}}
