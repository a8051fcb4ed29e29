"""media-insights: a Kubernetes-native platform that runs media operators over assets.

Packages, lowest first; imports only go down (import-linter checks it): ``api`` (the kinds), ``results`` (shapes of
results), ``domain`` (pure decisions), ``actions`` (use cases as manifests and patches) beside ``ports`` (what the
HTTP API needs), ``compile`` (Argo Workflows through Hera) beside ``exports`` and ``imports``, ``kube`` (the
Kubernetes API) beside ``storage`` (S3, folders) and ``embedding`` (sentences as vectors), ``runtime`` (caches, work
queue, lease) beside ``search`` (moments found by a query), ``events`` (CloudEvents and their delivery), ``settings``
(the environment), ``catalogue`` (operators' folders), ``controller`` and ``local`` (the two engines) beside ``rest``
(the HTTP API), ``cluster`` (its ports on a cluster) and ``client`` (which stands alone), ``cli``.
"""

__version__ = "0.2.0.dev0"
"""The one place that says it; ``make generate`` writes it into the chart and the controller's image."""
