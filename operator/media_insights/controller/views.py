"""Views: the parts of objects that are read often; total, since old or hand-made objects may hold anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from media_insights.api.v1alpha1 import MediaOperator, MediaOperatorSpec, MediaWorkflow, MediaWorkflowSpec, labels
from media_insights.api.v1alpha1.conditions import ACCEPTED, READY
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.media_source import SourceObjects
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller.planned_operators import objects_in, operators_in
from media_insights.errors import InvalidObject
from media_insights.runtime.caches import Key

M = TypeVar("M", bound=BaseModel)
_DIGITS = 10  # a number with as many is none of ours
_FAILED = FINISHED - {"Complete"}
_TRUTH = {"True": True, "False": False}


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
    finished_at: str = ""
    message: str = ""
    """Why one failed."""
    cancelled: bool = False
    """Whether it is to be cancelled."""
    retry: int = 0
    """Which retry of a batch it is; 0: none."""
    restoring: bool = False
    operators: tuple[str, ...] = ()
    """Those of its plan, as far as its status lists them."""


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
    batch: str = ""
    """UID of the batch that it is an item of."""
    ready: str = ""
    """Reason of its condition Ready: how its workflows ended."""


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """What other objects and metrics have to know of a source."""

    workflows: tuple[str, ...]
    accepted: bool | None
    state: str
    objects: Mapping[str, int]
    """What became of them → how many."""
    listed: str
    """When all of it was last listed."""


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """What other objects and metrics have to know of a batch."""

    workflow: str
    accepted: bool | None
    state: str
    items: Mapping[str, int]
    """Outcome → how many."""


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
        finished_at=str(status.get("finishedAt", "")),
        message=str(status.get("message", "")) if str(status.get("state")) in _FAILED else "",
        cancelled=spec.get("cancel") is True,
        retry=_number((meta.get("annotations") or {}).get(labels.RETRY)),
        restoring=labels.RESTORED_FROM in (meta.get("labels") or {}) and not status.get("state"),
        operators=() if str(status.get("state", "")) in FINISHED else tuple(operators_in(status)),
    )


def execution_group(manifest: Manifest) -> Key | None:
    """Return the asset that an execution belongs to."""
    meta = manifest["metadata"]
    owners = (each.get("name") for each in meta.get("ownerReferences") or () if each.get("kind") == "MediaAsset")
    asset = _dict(manifest, "spec").get("asset") or next(owners, None)
    return (meta.get("namespace", ""), str(asset)) if asset else None


def asset_maker(manifest: Manifest) -> Key | None:
    """Return the batch that an asset is an item of, or the group of the source that made it."""
    namespace = (meta := manifest["metadata"]).get("namespace", "")
    if owner := _batch_of(manifest):
        return namespace, str(owner["name"])
    uid = (meta.get("labels") or {}).get(labels.SOURCE_UID)
    return source_group(namespace, uid) if uid else None


def source_group(namespace: str, uid: str) -> Key:
    """Return the group of the assets that a source made: no object has such a name, since they stay when it goes."""
    return namespace, f"source/{uid}"


def source_summary(manifest: Manifest) -> SourceSummary:
    """Return a source's summary."""
    status = _dict(manifest, "status")
    rules = objects_in(_dict(manifest, "spec").get("rules"))
    named = (each for rule in rules for each in objects_in(rule.get("workflows")))
    return SourceSummary(
        workflows=tuple(str(each.get("name", "")) for each in named),
        accepted=_TRUTH.get(_condition(status, ACCEPTED).get("status", "")),
        state=str(status.get("state", "")),
        objects={name: _number(_dict(status, "objects").get(name)) for name in SourceObjects.model_fields},
        listed=str(status.get("lastListing", "")),
    )


def batch_summary(manifest: Manifest) -> BatchSummary:
    """Return a batch's summary."""
    status = _dict(manifest, "status")
    items = _dict(status, "items")
    return BatchSummary(
        workflow=str(_dict(manifest, "spec").get("workflow", "")),
        accepted=_TRUTH.get(_condition(status, ACCEPTED).get("status", "")),
        state=str(status.get("state", "")),
        items={name: _number(items.get(name)) for name in ("total", "done", "failed", "running")},
    )


def asset_summary(manifest: Manifest) -> AssetSummary:
    """Return an asset's summary; a decision for an older generation still counts."""
    status = _dict(manifest, "status")
    accepted = _condition(status, ACCEPTED)
    workflows = _dict(manifest, "spec").get("workflows") or ()
    source = _dict(_dict(_dict(manifest, "spec"), "source"), "s3")
    return AssetSummary(
        uid=manifest["metadata"].get("uid", ""),
        accepted=_TRUTH.get(accepted.get("status", "")),
        message=accepted.get("message", ""),
        workflows=tuple(str(each.get("name", "")) for each in workflows),
        source=(str(source.get("bucket", "")), str(source.get("key", ""))),
        leaving="deletionTimestamp" in manifest["metadata"],
        batch=str((_batch_of(manifest) or {}).get("uid", "")),
        ready=str(_condition(status, READY).get("reason", "")),
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


def _batch_of(manifest: Manifest) -> Manifest | None:
    owners = manifest["metadata"].get("ownerReferences") or ()
    return next((each for each in owners if each.get("kind") == "MediaBatch" and each.get("name")), None)


def _condition(status: Manifest, type_: str) -> Manifest:
    return next((each for each in objects_in(status.get("conditions")) if each.get("type") == type_), {})


def _number(value: object) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _DIGITS else 0


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
