"""Rejections that objects of several kinds share: one reason, one sentence, wherever it is told."""

from collections.abc import Iterable

from media_insights.api.v1alpha1 import reasons
from media_insights.api.v1alpha1.asset import S3Source
from media_insights.api.v1alpha1.prefix import Prefix
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.sources.tenancy import Tenant, how_to_enable, not_allowed
from media_insights.domain.wording import suggestion


def namespace_not_enabled(namespace: str) -> Rejection:
    """Return why nothing is done in a namespace that is no tenant."""
    message = (
        f"the namespace {namespace} is not enabled for media-insights; an administrator can: {how_to_enable(namespace)}"
    )
    return Rejection(reason=reasons.NAMESPACE_NOT_ENABLED, message=message)


def unknown_workflow(path: str, name: str, namespace: str, known: Iterable[str]) -> Rejection:
    """Return why a field, by its path, cannot name a workflow."""
    message = (
        f"{path}: there is no MediaWorkflow {name} in the namespace {namespace} or the installation's"
        f"{suggestion(name, known)}"
    )
    return Rejection(reason=reasons.UNKNOWN_WORKFLOW, message=message)


def place_not_allowed(path: str, place: Prefix | S3Source, tenant: Tenant) -> Rejection | None:
    """Return why a namespace may not name a place, by the path of the field that does; None when it may."""
    if tenant.may("Read", S3Source.model_construct(bucket=place.bucket, key=place.key)):
        return None
    sentence = not_allowed(f"s3://{place.bucket}/{place.key}", tenant.namespace, tenant.sources)
    return Rejection(reason=reasons.SOURCE_NOT_ALLOWED, message=f"{path}: {sentence}")
