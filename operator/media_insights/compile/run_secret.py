"""The credentials of one run as a Secret, and the store as Argo's executor reaches it with them.

Every template of the Argo Workflow gets the location by ``templateDefaults``: artifacts that are named by a key alone
and archived logs are taken from and put there. Form: ``ArtifactLocation`` of Argo's documentation.
"""

import base64
from dataclasses import dataclass

from hera.workflows import models

from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.compile.owners import owner_of
from media_insights.compile.settings import CompileSettings
from media_insights.domain import layout
from media_insights.domain.planning.plan import Plan
from media_insights.domain.sources.tenancy import ACCESS_KEY, CA_KEY, GUARD_KEY, SECRET_KEY, SESSION_KEY, run_secret

POD = "{{pod.name}}"
"""Argo's name of the pod, which the folder of its logs is called after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretValues:
    """What the Secret of a run holds; what is empty is left out."""

    access_key: str
    secret_key: str
    session_token: str = ""
    certificate_authority: str = ""
    """PEM of the store's own certificate authority."""
    output_guard: bytes = b""
    """The program of ``compile.output_guard``."""


def secret_of(plan: Plan, values: SecretValues) -> Manifest:
    """Return the Secret of a run, owned by its MediaExecution, so that it never outlives that."""
    given = {
        ACCESS_KEY: values.access_key.encode(),
        SECRET_KEY: values.secret_key.encode(),
        SESSION_KEY: values.session_token.encode(),
        CA_KEY: values.certificate_authority.encode(),
        GUARD_KEY: values.output_guard,
    }
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {
            "name": run_secret(plan.execution.uid),
            "namespace": plan.asset.namespace,
            "labels": {labels.MANAGED_BY: labels.FIELD_MANAGER},
            "ownerReferences": [owner_of(plan)],
        },
        "type": "Opaque",
        "data": {name: base64.b64encode(value).decode() for name, value in given.items() if value},
    }


def location_of(plan: Plan, settings: CompileSettings) -> models.ArtifactLocation:
    """Return where a run's files are: in the installation's bucket, each under its own key; logs below their prefix."""
    logs = layout.logs_prefix(plan.asset.namespace, plan.asset.uid, plan.execution.name)
    store = object_at(plan, settings.store.bucket, f"{logs}{POD}", settings)
    return models.ArtifactLocation(archive_logs=True, s3=store)


def object_at(plan: Plan, bucket: str, key: str, settings: CompileSettings) -> models.S3Artifact:
    """Return an object of any bucket, with everything that is needed to reach it."""
    store = settings.store
    return models.S3Artifact(
        key=key,
        bucket=bucket,
        endpoint=store.endpoint,
        insecure=not store.secure,
        region=store.region,
        access_key_secret=selector_of(plan, ACCESS_KEY),
        secret_key_secret=selector_of(plan, SECRET_KEY),
        session_token_secret=selector_of(plan, SESSION_KEY) if settings.session_tokens else None,
        ca_secret=selector_of(plan, CA_KEY) if settings.private_ca else None,
    )


def selector_of(plan: Plan, key: str) -> models.SecretKeySelector:
    """Return one value of the run's Secret."""
    return models.SecretKeySelector(name=run_secret(plan.execution.uid), key=key)
