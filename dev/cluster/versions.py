"""The versions of everything that is built here, and why they are these."""

KUBERNETES = "1.36.2"
"""The newest minor version that still talks to Debian's containerd 1.6; needs Go 1.26 (1.27 breaks its OpenAPI)."""

ARGO = "3.7.18"
"""The newest Argo Workflows that the Go module proxy has."""

ARGO_COMMIT = "66e32e5cc367f223e2ecf4fbe852b95eaed83034"
"""The commit of that tag: Argo prints it as part of its version, and says "+unknown" without it."""

ETCD = "3.6.8"
"""Debian's 3.4 lacks RequestWatchProgress: every watch of the API server then falls back to lists, Argo's too."""

COREDNS = "1.15.0"
VERSITYGW = "1.8.0"
NATS = "2.15.3"
HELM = "4.3.1"
COSIGN = "2.6.5"
"""Signatures as every admission controller reads them; version 3 writes another format unless told not to."""
OPENID = "3.52.0"
"""The certified library that the issuer of tests is made of: github.com/zitadel/oidc."""

GO = "go1.26"
"""The Go release that builds all of them."""
