"""Argo's artifact repository of a tenant's namespace: the store as Argo's executor reads it, and its credentials.

Form: ``workflow-controller-configmap.yaml``, section ``artifactRepository``, of Argo's documentation.
"""

import base64

import yaml

from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain import layout
from media_insights.domain.sources.tenancy import (
    ACCESS_KEY,
    ARTIFACT_KEY,
    ARTIFACT_REPOSITORY,
    CA_KEY,
    SECRET_KEY,
    STORE_SECRET,
)
from media_insights.domain.store_address import StoreAddress

_LOGS = f"{{{{workflow.labels.{labels.ASSET_UID}}}}}", "{{workflow.name}}", "{{pod.name}}"
"""Asset, execution and pod in Argo's words, for logs: the only artifacts without a key of their own."""


def store_secret_of(access_key: str, secret_key: str, certificate_authority: str = "") -> Manifest:
    """Return the Secret with the store's credentials, and with its certificate authority (PEM) where it has its own."""
    values = {ACCESS_KEY: access_key, SECRET_KEY: secret_key}
    if certificate_authority:
        values[CA_KEY] = certificate_authority
    encoded = {name: base64.b64encode(value.encode()).decode() for name, value in values.items()}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": STORE_SECRET}, "type": "Opaque", "data": encoded}


def repository_of(store: StoreAddress, namespace: str, *, private_ca: bool) -> Manifest:
    """Return the ConfigMap that tells a namespace's Argo Workflows about the store.

    ``private_ca``: the namespace's Secret holds a certificate authority of the store's own.
    """
    s3: Manifest = {
        "endpoint": store.endpoint,
        "bucket": store.bucket,
        "region": store.region,
        "insecure": not store.secure,
        "keyFormat": layout.logs_format(namespace, *_LOGS),
        "accessKeySecret": _selector(ACCESS_KEY),
        "secretKeySecret": _selector(SECRET_KEY),
    }
    if private_ca:
        s3["caSecret"] = _selector(CA_KEY)
    text = yaml.safe_dump({"s3": s3}, sort_keys=False)
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": ARTIFACT_REPOSITORY},
        "data": {ARTIFACT_KEY: text},
    }


def _selector(key: str) -> Manifest:
    return {"name": STORE_SECRET, "key": key}
