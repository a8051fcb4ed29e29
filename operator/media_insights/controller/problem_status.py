"""Problem status: what is written on an object that cannot be acted upon, beside whatever its status already says."""

from datetime import datetime

from media_insights.api.v1alpha1.conditions import ACCEPTED, READY, REJECTED, SUCCEEDED, condition, with_condition
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Condition, Manifest
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain.wording import cut
from media_insights.errors import Rejected
from media_insights.kube.resources import EXECUTIONS, Resource

INVALID_SPEC = "InvalidSpec"
"""Reason: the spec cannot be read; the schema in the cluster is older or newer than the controller."""


def invalid(resource: Resource, manifest: Manifest, problems: str, at: datetime) -> Manifest | None:
    """Return the status of an object whose spec cannot be read; None for one that ended before."""
    if (manifest.get("status") or {}).get("state") in FINISHED:
        return None
    type_ = SUCCEEDED if resource == EXECUTIONS else ACCEPTED
    status = _with_condition(manifest, manifest.get("status") or {}, _of(manifest, type_, INVALID_SPEC, problems, at))
    return status | (_ended(problems, at) if resource == EXECUTIONS else {})


def rejected(
    resource: Resource, manifest: Manifest, status: Manifest, errors: list[Rejected], at: datetime
) -> Manifest:
    """Return a status with what the API server refused: an execution cannot start, anything else is not ready."""
    said = "; ".join(f"the API server refused it: {each.refusal.message or each}" for each in errors)
    type_ = SUCCEEDED if resource == EXECUTIONS else READY
    found = _with_condition(manifest, status, _of(manifest, type_, REJECTED, said, at))
    return found | (_ended(said, at) if resource == EXECUTIONS else {})


def _ended(message: str, at: datetime) -> Manifest:
    return {"state": "Error", "message": cut(message, 1000), "finishedAt": rfc3339(at)}


def _of(manifest: Manifest, type_: str, reason: str, message: str, at: datetime) -> Condition:
    generation = manifest["metadata"].get("generation", 0)
    return condition(type_, False, reason=reason, message=cut(message, 1500), generation=generation, at=at)


def _with_condition(manifest: Manifest, status: Manifest, new: Condition) -> Manifest:
    """Change one condition of a status; one that cannot be read is replaced, those of other types stay as they are."""
    old = (manifest.get("status") or {}).get("conditions", ())
    same = [each for each in old if each.get("type") == new.type and {"type", "status", "reason"} <= set(each)]
    changed = with_condition(tuple(Condition.model_validate(each) for each in same), new)
    others = [each for each in status.get("conditions", ()) if each.get("type") != new.type]
    return {**status, "conditions": [*others, *(each.model_dump(mode="json", by_alias=True) for each in changed)]}
