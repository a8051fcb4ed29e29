{{- define "media-insights.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "media-insights.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/name: media-insights
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: media-insights
{{- end -}}

{{- define "media-insights.controller.selector" -}}
app.kubernetes.io/name: media-insights
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: controller
{{- end -}}

{{- define "media-insights.api.selector" -}}
app.kubernetes.io/name: media-insights
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: api
{{- end -}}

{{- define "media-insights.events.selector" -}}
app.kubernetes.io/name: media-insights
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: events
{{- end -}}

{{- define "media-insights.search.selector" -}}
app.kubernetes.io/name: media-insights
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: search
{{- end -}}

{{- define "media-insights.objectstore.selector" -}}
app.kubernetes.io/name: media-insights
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: objectstore
{{- end -}}

{{- define "media-insights.nats.selector" -}}
app.kubernetes.io/name: media-insights
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: nats
{{- end -}}

{{/* Whether the NATS server of this chart is used: "true" or nothing. */}}
{{- define "media-insights.embeddedNats" -}}
{{- if and (.Values.events).enabled .Values.events.nats.embedded -}}true{{- end -}}
{{- end -}}

{{- define "media-insights.nats.name" -}}
{{- printf "%s-nats" (include "media-insights.fullname" .) -}}
{{- end -}}

{{- define "media-insights.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "media-insights.fullname" .) -}}
{{- end -}}

{{- define "media-insights.tag" -}}
{{- .Values.image.tag | default .Chart.AppVersion -}}
{{- end -}}

{{- define "media-insights.controllerImage" -}}
{{- .Values.image.controller | default (printf "%s/controller:%s" .Values.image.registry (include "media-insights.tag" .)) -}}
{{- end -}}

{{/* What the indexer mounts to find images by words: operators.models.image-embedding as JSON, or nothing. */}}
{{- define "media-insights.imagesByWords" -}}
{{- if ((.Values.search).imagesByWords | default dict).enabled }}
{{- if has "image-embedding" .Values.operators.disabled }}
{{- fail "search.imagesByWords.enabled: images have vectors of the operator image-embedding: take it out of operators.disabled" }}
{{- end }}
{{- $source := get (.Values.operators.models | default dict) "image-embedding" }}
{{- if not $source }}
{{- fail "search.imagesByWords.enabled: set operators.models.image-embedding to a model with a text half, too" }}
{{- end }}
{{- toJson $source }}
{{- end }}
{{- end -}}

{{/* Image of the indexer: with ONNX Runtime where words are compared with images. */}}
{{- define "media-insights.indexerImage" -}}
{{- if include "media-insights.imagesByWords" . -}}
{{- .Values.image.search | default (printf "%s/search:%s" .Values.image.registry (include "media-insights.tag" .)) -}}
{{- else -}}
{{- include "media-insights.controllerImage" . -}}
{{- end -}}
{{- end -}}

{{/* Image of the operator text-embedding, which holds the model that search by meaning asks with. */}}
{{- define "media-insights.embeddingImage" -}}
{{- get .Values.operators.images "text-embedding" | default (printf "%s/text-embedding:%s" .Values.image.registry (include "media-insights.tag" .)) -}}
{{- end -}}

{{/* Whether the S3 gateway of this chart is used: "true" or nothing. */}}
{{- define "media-insights.embeddedStore" -}}
{{- if not .Values.objectStore.external.endpoint -}}true{{- end -}}
{{- end -}}

{{- define "media-insights.objectstore.name" -}}
{{- printf "%s-objectstore" (include "media-insights.fullname" .) -}}
{{- end -}}

{{- define "media-insights.objectstore.endpoint" -}}
{{- if include "media-insights.embeddedStore" . -}}
{{- printf "http://%s.%s.svc:7070" (include "media-insights.objectstore.name" .) .Release.Namespace -}}
{{- else -}}
{{- .Values.objectStore.external.endpoint -}}
{{- end -}}
{{- end -}}

{{/* Whether the store is reached as the pods' own accounts, without any key: "true" or nothing. */}}
{{- define "media-insights.workloadIdentity" -}}
{{- $external := .Values.objectStore.external -}}
{{- if ($external.workloadIdentity).enabled -}}
{{- if not $external.endpoint -}}
{{- fail "objectStore.external.workloadIdentity: the embedded store knows no identities of pods; set objectStore.external.endpoint" -}}
{{- else if $external.secretName -}}
{{- fail "objectStore.external: secretName and workloadIdentity are two ways of reaching the store; set one of them" -}}
{{- else if ne (include "media-insights.runCredentials" .) "assumeRole" -}}
{{- fail "objectStore.external.workloadIdentity: keys of runs are then sessions of a role; name it in assumeRole.roleArn, with multiTenant: true" -}}
{{- end -}}
true
{{- end -}}
{{- end -}}

{{/* Annotations of an account that reaches the store, given what it has besides: (list . <map>). */}}
{{- define "media-insights.identity.annotations" -}}
{{- $ := index . 0 -}}
{{- $annotations := index . 1 -}}
{{- if include "media-insights.workloadIdentity" $ -}}
{{- $annotations = merge (deepCopy $.Values.objectStore.external.workloadIdentity.annotations) $annotations -}}
{{- end -}}
{{- with $annotations -}}
annotations: {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end -}}

{{/* Whether the chart itself gives pods a token for the cloud, instead of the cloud's webhook: "true" or nothing. */}}
{{- define "media-insights.identity.token" -}}
{{- if and (include "media-insights.workloadIdentity" .) .Values.objectStore.external.workloadIdentity.roleArn -}}true{{- end -}}
{{- end -}}

{{/* Variables by which a container reaches the store: keys of the Secret, or what boto3 finds its identity by. */}}
{{- define "media-insights.objectstore.env" -}}
{{- $external := .Values.objectStore.external -}}
{{- if include "media-insights.workloadIdentity" . -}}
- {name: AWS_DEFAULT_REGION, value: {{ .Values.objectStore.region | quote }}}
{{- with $external.assumeRole.endpoint }}
- {name: AWS_ENDPOINT_URL_STS, value: {{ . | quote }}}
{{- end }}
{{- if $external.caSecretName }}
- {name: AWS_CA_BUNDLE, value: /etc/media-insights/ca/ca.crt}
{{- end }}
{{- if include "media-insights.identity.token" . }}
- {name: AWS_ROLE_ARN, value: {{ $external.workloadIdentity.roleArn | quote }}}
- {name: AWS_WEB_IDENTITY_TOKEN_FILE, value: /var/run/secrets/media-insights/store/token}
{{- end }}
{{- else -}}
- name: MEDIA_INSIGHTS_S3_ACCESS_KEY
  valueFrom: {secretKeyRef: {name: {{ include "media-insights.objectstore.secret" . }}, key: accesskey}}
- name: MEDIA_INSIGHTS_S3_SECRET_KEY
  valueFrom: {secretKeyRef: {name: {{ include "media-insights.objectstore.secret" . }}, key: secretkey}}
{{- end -}}
{{- end -}}

{{/* What such a container mounts besides: the store's authority, and the token. */}}
{{- define "media-insights.objectstore.mounts" -}}
{{- if and .Values.objectStore.external.endpoint .Values.objectStore.external.caSecretName }}
- {name: store-ca, mountPath: /etc/media-insights/ca, readOnly: true}
{{- end }}
{{- if include "media-insights.identity.token" . }}
- {name: store-identity, mountPath: /var/run/secrets/media-insights/store, readOnly: true}
{{- end }}
{{- end -}}

{{- define "media-insights.objectstore.volumes" -}}
{{- if and .Values.objectStore.external.endpoint .Values.objectStore.external.caSecretName }}
- name: store-ca
  secret:
    secretName: {{ .Values.objectStore.external.caSecretName }}
    items: [{key: ca.crt, path: ca.crt}]
{{- end }}
{{- if include "media-insights.identity.token" . }}
- name: store-identity
  projected:
    sources:
      - serviceAccountToken: {path: token, audience: {{ .Values.objectStore.external.workloadIdentity.audience | quote }}, expirationSeconds: 3600}
{{- end }}
{{- end -}}

{{/* Where such a pod gets its own credentials, as the destination of a policy: the STS, where it has no keys. */}}
{{- define "media-insights.identity.destination" -}}
{{- if include "media-insights.workloadIdentity" . -}}
{{- include "media-insights.runCredentials.destination" . -}}
{{- end -}}
{{- end -}}

{{/* The Secret with the store's accesskey and secretkey, in the installation's namespace; nothing with workloadIdentity. */}}
{{- define "media-insights.objectstore.secret" -}}
{{- if include "media-insights.embeddedStore" . -}}
{{- .Values.objectStore.embedded.secretName | default (include "media-insights.objectstore.name" .) -}}
{{- else if not (include "media-insights.workloadIdentity" .) -}}
{{- required "objectStore.external.secretName: name the Secret that holds the keys accesskey and secretkey of this S3, or enable workloadIdentity" .Values.objectStore.external.secretName -}}
{{- end -}}
{{- end -}}

{{/* The IAM that makes a user for each run. */}}
{{- define "media-insights.objectstore.iam" -}}
{{- if include "media-insights.embeddedStore" . -}}
{{- printf "http://%s.%s.svc:7071" (include "media-insights.objectstore.name" .) .Release.Namespace -}}
{{- else -}}
{{- .Values.objectStore.external.iam.endpoint -}}
{{- end -}}
{{- end -}}

{{/* How runs get credentials of the store: iamUsers, assumeRole or, by declaration, shared. */}}
{{- define "media-insights.runCredentials" -}}
{{- $external := .Values.objectStore.external -}}
{{- if not .Values.multiTenant -}}
shared
{{- else if include "media-insights.embeddedStore" . -}}
iamUsers
{{- else if and $external.iam.endpoint $external.assumeRole.roleArn -}}
{{- fail "objectStore.external: iam.endpoint and assumeRole.roleArn are two ways of giving each run keys of its own; set one of them" -}}
{{- else if $external.iam.endpoint -}}
iamUsers
{{- else if $external.assumeRole.roleArn -}}
assumeRole
{{- else -}}
{{- fail "objectStore.external: say how each run gets keys that open its own files only, by iam.endpoint or assumeRole.roleArn; a store that can do neither makes all enabled namespaces one trust domain, which multiTenant: false declares" -}}
{{- end -}}
{{- end -}}

{{/*
Where the controller makes keys of runs, as the destination of a policy: {namespace, podLabels, ports}; an IAM or STS outside of
the chart is only a port, since its name is looked up. Empty: no keys are made.
*/}}
{{- define "media-insights.runCredentials.destination" -}}
{{- $external := .Values.objectStore.external -}}
{{- $kind := include "media-insights.runCredentials" . -}}
{{- if and (eq $kind "iamUsers") (include "media-insights.embeddedStore" .) -}}
namespace: {{ .Release.Namespace }}
podLabels: {{- include "media-insights.objectstore.selector" . | nindent 2 }}
ports: [7071]
{{- else if eq $kind "iamUsers" -}}
ports: [{{ include "media-insights.portOf" $external.iam.endpoint }}]
{{- else if eq $kind "assumeRole" -}}
ports: [{{ include "media-insights.portOf" $external.assumeRole.endpoint }}]
{{- end -}}
{{- end -}}

{{/*
Where the store is for pods, as the destination of a policy: {networks, namespace, podLabels, ports}; what is empty has to be
looked up. A Service has no address that a policy sees, so that its pods must be named.
*/}}
{{- define "media-insights.objectstore.destination" -}}
{{- $external := .Values.objectStore.external -}}
{{- if include "media-insights.embeddedStore" . -}}
namespace: {{ .Release.Namespace }}
podLabels: {{- include "media-insights.objectstore.selector" . | nindent 2 }}
ports: [7070]
{{- else if $external.pods.namespace -}}
namespace: {{ $external.pods.namespace }}
podLabels: {{- toYaml $external.pods.labels | nindent 2 }}
ports: [{{ $external.pods.port | default (include "media-insights.objectstore.port" .) }}]
networks: {{- toYaml $external.networks | nindent 2 }}
{{- else -}}
{{- if and (not $external.networks) (regexMatch "^https?://[^/:]+\\.svc(\\.[^/:]+)?(:|/|$)" $external.endpoint) -}}
{{- fail (printf "objectStore.external.pods: name namespace, labels and port of the pods behind %s: NetworkPolicies see packets after a Service was resolved" $external.endpoint) -}}
{{- end -}}
networks: {{- toYaml $external.networks | nindent 2 }}
ports: [{{ include "media-insights.objectstore.port" . }}]
{{- end -}}
{{- end -}}

{{- define "media-insights.objectstore.port" -}}
{{- include "media-insights.portOf" (include "media-insights.objectstore.endpoint" .) -}}
{{- end -}}

{{/* The port of an URL; of none, which is the cloud's own: 443. */}}
{{- define "media-insights.portOf" -}}
{{- $port := regexFind ":[0-9]+/?$" . | trimPrefix ":" | trimSuffix "/" -}}
{{- $port | default (ternary "80" "443" (hasPrefix "http://" .)) -}}
{{- end -}}

{{/* The peers of a NetworkPolicy's rule for a destination; empty: none. */}}
{{- define "media-insights.peers" -}}
{{- with .namespace }}
- namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: {{ . }}}}
  {{- with $.podLabels }}
  podSelector: {matchLabels: {{- toJson . | nindent 4 }}}
  {{- end }}
{{- end }}
{{- range .networks }}
- ipBlock: {cidr: {{ . | quote }}}
{{- end }}
{{- end -}}

{{/* What the receiver of traces asks for, as a variable of controller and API; nothing without a Secret. */}}
{{- define "media-insights.tracing.env" -}}
{{- if and (.Values.tracing).enabled (.Values.tracing).secretName }}
- name: MEDIA_INSIGHTS_OTLP_HEADER
  valueFrom: {secretKeyRef: {name: {{ .Values.tracing.secretName }}, key: header}}
{{- end }}
{{- end -}}

{{/* Where traces go, as the destination of a policy; nothing where nothing is traced. */}}
{{- define "media-insights.tracing.destination" -}}
{{- if (.Values.tracing).enabled -}}
{{- toYaml .Values.tracing.destination -}}
{{- end -}}
{{- end -}}

{{/* Who reaches health and metrics of a pod, as rules of a NetworkPolicy: probes, and who may read metrics. */}}
{{- define "media-insights.watched" -}}
- ports: [{port: health}]
- ports: [{port: metrics}]
  {{- with include "media-insights.peers" (.Values.networkPolicy.metrics | default dict) }}
  from: {{- . | nindent 4 }}
  {{- end }}
{{- end -}}

{{/* What pod security "restricted" asks of a pod, and of each of its containers. */}}
{{- define "media-insights.podSecurity" -}}
runAsNonRoot: true
{{- range $field, $id := .Values.podSecurity }}
{{- if not (kindIs "invalid" $id) }}
{{ $field }}: {{ $id | int64 }}
{{- end }}
{{- end }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "media-insights.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{/* Namespaces in which the controller may delete assets, since their entry has a retention; "*" is every namespace. */}}
{{- define "media-insights.retained" -}}
{{- $found := list -}}
{{- range .Values.tenants }}{{ if .retention }}{{ $found = append $found .namespace }}{{ end }}{{ end -}}
{{- $found | toJson -}}
{{- end -}}

{{/* The Secrets that credentials of runs are made from: the installation's and those of the tenants list. */}}
{{- define "media-insights.secretNames" -}}
{{- $names := list -}}
{{ with include "media-insights.objectstore.secret" . }}{{ $names = append $names . }}{{ end -}}
{{- $users := eq (include "media-insights.runCredentials" .) "iamUsers" -}}
{{- range .Values.tenants }}
{{- if and .secret $users }}{{ fail (printf "tenants: %s has a secret, but users are made by the installation's own keys (multiTenant: true with an IAM)" .namespace) }}{{ end -}}
{{ with .secret }}{{ $names = append $names . }}{{ end }}{{ end -}}
{{- $names | uniq | toYaml -}}
{{- end -}}


{{/* A ClusterRole of ours, bound to the controller's account across the cluster: (list . "<end of its name>"). */}}
{{- define "media-insights.controller.clusterBinding" -}}
{{- $ := index . 0 -}}
{{- $name := printf "%s-%s-%s" (include "media-insights.fullname" $) $.Release.Namespace (index . 1) -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ $name }}
  labels: {{- include "media-insights.labels" $ | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ $name }}
subjects:
  - {kind: ServiceAccount, name: {{ include "media-insights.serviceAccount" $ }}, namespace: {{ $.Release.Namespace }}}
{{- end -}}

{{/* What every pod has: how its image is pulled, who it runs as, and no variables about other Services. */}}
{{/* Where pods of a component run, given its values and the labels that select its pods. */}}
{{- define "media-insights.placement" -}}
{{- $values := index . 0 -}}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- range $field := list "nodeSelector" "tolerations" "affinity" "dnsConfig" }}
{{- with get $values $field }}
{{ $field }}: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
topologySpreadConstraints:
  {{- if $values.topologySpreadConstraints }}
  {{- toYaml $values.topologySpreadConstraints | nindent 2 }}
  {{- else }}
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- index . 1 | nindent 8 }}
  {{- end }}
{{- end -}}

{{- define "media-insights.pod" -}}
{{- with .Values.image.pullSecrets -}}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{ end -}}
enableServiceLinks: false
{{- if not (kindIs "invalid" .Values.hostUsers) }}
hostUsers: {{ .Values.hostUsers }}
{{- end }}
securityContext: {{- include "media-insights.podSecurity" . | nindent 2 }}
{{- end -}}

{{/* Annotations of what `helm test` makes, given its weight. */}}
{{- define "media-insights.test.hook" -}}
helm.sh/hook: test
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end -}}
