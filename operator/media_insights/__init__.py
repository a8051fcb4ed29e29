"""media-insights: a Kubernetes-native platform that runs media operators over assets.

Packages, lowest first; imports only go down (import-linter checks it): ``api`` (the kinds), ``domain`` (pure
decisions), ``compile`` (Argo Workflows through Hera), ``storage`` (S3), ``cluster`` (Kubernetes I/O), ``handlers``
(kopf) and ``local`` (the embedded engine), ``cli``.
"""

__version__ = "0.1.0"
