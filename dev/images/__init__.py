"""Builds the project's container images and brings them to a cluster or a registry. Standard library only.

Belongs here: what an image consists of, when it must be built anew, and the builders (buildah, podman, docker).
Must not be here: what runs inside an image (``operator/``, ``operators-images/``) or the local cluster
(``cluster/``).

The way of one image: a spec (an operator's folder) → its fingerprint, which is also its tag → a context with all that
the Dockerfile copies, so that a build needs no network → a build → an OCI layout → the cluster.
"""
