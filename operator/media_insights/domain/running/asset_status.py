"""Status of an asset, with its two conditions: Accepted (it can be analysed) and Ready (it has been).

Both engines use it, as they do :mod:`media_insights.domain.running.status`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from media_insights.api.v1alpha1 import AssetStatus, MediaAsset, MediaExecution, labels, reasons
from media_insights.api.v1alpha1.asset import AssetExecution, MediaFacts
from media_insights.api.v1alpha1.conditions import ACCEPTED, READY, condition, with_condition
from media_insights.api.v1alpha1.meta import Condition
from media_insights.domain import layout
from media_insights.domain.planning.problems import Problem
from media_insights.domain.running.pointers import Pointers, folders_of
from media_insights.domain.running.status_size import bounded
from media_insights.domain.wording import cut

LONGEST = 1500
"""Characters of a message; :func:`~media_insights.domain.running.status_size.bounded` counts the whole status."""
_DIGITS = 10
"""A version with as many is none of ours."""
_WORST_FIRST = ("Error", "TimedOut", "Cancelled", "Waiting", "Started", "Resumed", "Queued", "Complete")


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetProgress:
    """How far the analysis of an asset is."""

    newest: tuple[AssetExecution, ...] = ()
    """The newest execution per workflow."""
    pointers: Pointers = field(default_factory=Pointers)
    workflows: Sequence[str] = ()
    """Those that are wanted."""
    executions: Mapping[str, MediaExecution] = field(default_factory=dict)
    """Name → the executions that exist."""
    unusable: tuple[Problem, ...] = ()
    """Of executions to whose results nothing can point, since their snapshots cannot be used."""


def accepted_status(asset: MediaAsset, media: MediaFacts | None, analysis: AssetProgress, now: datetime) -> AssetStatus:
    """Return the status of an asset that can be analysed."""
    sentence = f"{media.type} ({media.container}, {media.bytes} bytes)" if media else ""
    accepted = condition(ACCEPTED, True, reason=reasons.VALID, message=sentence, generation=_generation(asset), at=now)
    status = _status(asset, analysis, accepted, _ready(asset, analysis, now))
    return bounded(status.model_copy(update={"media": media}))


def refused_status(asset: MediaAsset, reason: str, message: str, analysis: AssetProgress, now: datetime) -> AssetStatus:
    """Return the status of an asset that cannot be analysed."""
    said = cut(message, LONGEST)
    both = (
        condition(type_, False, reason=reason, message=said, generation=_generation(asset), at=now)
        for type_ in (ACCEPTED, READY)
    )
    return bounded(_status(asset, analysis, *both))


def _status(asset: MediaAsset, analysis: AssetProgress, *conditions: Condition) -> AssetStatus:
    present = asset.status.conditions
    for each in conditions:
        present = with_condition(present, each)
    return asset.status.model_copy(
        update={
            "observed_generation": _generation(asset),
            "conditions": present,
            "edits": edits_of(asset),
            "executions": analysis.newest,
            "prefix": (prefix := layout.asset_prefix(asset.metadata.namespace, asset.metadata.uid)),
            "results": folders_of(analysis.pointers, prefix),
            "metadata": (),
            "files": (),
        }
    )


def edits_of(asset: MediaAsset) -> int | None:
    """Return the version of the edits that were announced; whatever else stands there, anybody may have written."""
    text = asset.metadata.annotations.get(labels.EDITS, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _DIGITS else asset.status.edits


def _generation(asset: MediaAsset) -> int:
    return asset.metadata.generation


def _ready(asset: MediaAsset, analysis: AssetProgress, now: datetime) -> Condition:
    """Ready is true when the newest execution of every wanted workflow is Complete."""
    newest = {each.workflow: each for each in analysis.newest}
    states = {name: newest[name].state if name in newest else "Queued" for name in analysis.workflows}
    lines = [
        _line(name, analysis.executions.get(newest[name].name) if name in newest else None, state)
        for name, state in states.items()
    ]
    worst = min(states.values(), key=_WORST_FIRST.index, default=reasons.NO_WORKFLOWS)
    message = cut("; ".join((*(each.message for each in analysis.unusable), *lines)), LONGEST)
    message = message or "no workflow is asked for"
    worst = next((each.reason for each in analysis.unusable), worst)
    well = worst in ("Complete", reasons.NO_WORKFLOWS)
    return condition(READY, well, reason=worst, message=message, generation=_generation(asset), at=now)


def _line(workflow: str, execution: MediaExecution | None, state: str) -> str:
    """Return for instance ``full-analysis 7/12, transcribe and text-detection running``."""
    if execution is None:
        return f"{workflow} {state.lower()}"
    status = execution.status
    if state in ("Error", "TimedOut", "Cancelled"):
        return f"{workflow} {status.progress}: {status.message}".replace(" :", ":")
    running = [
        each.name for stage in status.stages for each in stage.operators if each.status in ("Executing", "Started")
    ]
    where = f"{workflow} {status.progress}" if status.progress else f"{workflow} {state.lower()}"
    shown = ", ".join(running[:3]) + (f" and {len(running) - 3} more" if len(running) > 3 else "")
    return f"{where}, {shown} running" if running else where
