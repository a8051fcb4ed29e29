"""Views: the parts of objects that are read often; total, since old or hand-made objects may hold anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from media_insights.api.v1alpha1 import MediaOperator, MediaOperatorSpec, MediaWorkflow, MediaWorkflowSpec
from media_insights.api.v1alpha1.conditions import ACCEPTED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.errors import InvalidObject
from media_insights.runtime.caches import Key

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class ExecutionView:
    """What queue and asset have to know of an execution."""

    asset: str
    workflow: str
    state: str
    created: str
    queued_at: str
    priority: int | None
    leaving: bool
    demand: Mapping[str, int] | None = None
    """Device → count, as recorded; None: not recorded."""
    started_at: str = ""


@dataclass(frozen=True, slots=True)
class AssetSummary:
    """What executions have to know of an asset."""

    uid: str
    accepted: bool | None
    message: str
    workflows: tuple[str, ...]
    source: tuple[str, str] = ("", "")
    """Bucket and key."""
    leaving: bool = False


def execution_view(manifest: Manifest) -> ExecutionView:
    """Return an execution's view."""
    meta, spec, status = manifest["metadata"], _dict(manifest, "spec"), _dict(manifest, "status")
    priority = spec.get("priority")
    return ExecutionView(
        asset=str(spec.get("asset", "")),
        workflow=str(spec.get("workflow", "")),
        state=str(status.get("state", "")),
        created=meta.get("creationTimestamp", ""),
        queued_at=str(status.get("queuedAt", "")),
        priority=priority if isinstance(priority, int) else None,
        leaving="deletionTimestamp" in meta,
        demand=_demand(status),
        started_at=str(status.get("startedAt", "")),
    )


def execution_group(manifest: Manifest) -> Key | None:
    """Return the asset that an execution belongs to."""
    meta = manifest["metadata"]
    owners = (each.get("name") for each in meta.get("ownerReferences") or () if each.get("kind") == "MediaAsset")
    asset = _dict(manifest, "spec").get("asset") or next(owners, None)
    return (meta.get("namespace", ""), str(asset)) if asset else None


def asset_summary(manifest: Manifest) -> AssetSummary:
    """Return an asset's summary; a decision for an older generation still counts."""
    conditions = _dict(manifest, "status").get("conditions") or ()
    accepted: Manifest = next((each for each in conditions if each.get("type") == ACCEPTED), {})
    workflows = _dict(manifest, "spec").get("workflows") or ()
    source = _dict(_dict(_dict(manifest, "spec"), "source"), "s3")
    return AssetSummary(
        uid=manifest["metadata"].get("uid", ""),
        accepted={"True": True, "False": False}.get(accepted.get("status", "")),
        message=accepted.get("message", ""),
        workflows=tuple(str(each.get("name", "")) for each in workflows),
        source=(str(source.get("bucket", "")), str(source.get("key", ""))),
        leaving="deletionTimestamp" in manifest["metadata"],
    )


def workflow_spec(manifest: Manifest) -> MediaWorkflowSpec | None:
    """Return a workflow's spec, or None when it cannot be read."""
    try:
        return parsed(MediaWorkflow, manifest).spec
    except InvalidObject:
        return None


def operator_spec(manifest: Manifest) -> MediaOperatorSpec | None:
    """Return an operator's spec, or None when it cannot be read."""
    try:
        return parsed(MediaOperator, manifest).spec
    except InvalidObject:
        return None


def run_is_over(manifest: Manifest) -> bool:
    """Return whether an Argo Workflow has ended, so that no pod of it runs."""
    return _dict(manifest, "status").get("phase") in ("Succeeded", "Failed", "Error")


def parsed(kind: type[M], manifest: Manifest) -> M:
    """Return an object of our kinds; InvalidObject names every field that is wrong.

    A status that cannot be read is left out: it is ours to write, and an old version's must stop nothing.
    """
    try:
        return kind.model_validate(manifest)
    except ValidationError as error:
        if all(problem["loc"][:1] == ("status",) for problem in error.errors()):
            return kind.model_validate({**manifest, "status": {}})
        raise InvalidObject("; ".join(_sentence(problem) for problem in error.errors())) from error


def _demand(status: Manifest) -> dict[str, int] | None:
    demand = status.get("demand")
    if not isinstance(demand, dict) or not all(isinstance(count, int) for count in demand.values()):
        return None
    return demand


def _sentence(problem: Mapping[str, Any]) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in problem["loc"]).lstrip(".")
    return f"{path}: {problem['msg']}"


def _dict(manifest: Manifest, part: str) -> dict[str, Any]:
    value = manifest.get(part)
    return value if isinstance(value, dict) else {}
