"""An asset's two conditions: Accepted (it can be analysed) and Ready (it has been)."""

from collections.abc import Mapping, Sequence

from media_insights.api.v1alpha1 import AssetStatus, MediaAsset, MediaExecution
from media_insights.api.v1alpha1.asset import MediaFacts
from media_insights.api.v1alpha1.conditions import ACCEPTED, READY, with_condition
from media_insights.api.v1alpha1.meta import Condition
from media_insights.domain.wording import cut

Conditions = tuple[Condition, ...]
_WORST_FIRST = ("Error", "TimedOut", "Cancelled", "Waiting", "Started", "Resumed", "Queued", "Complete")
LONGEST = 1500
"""Characters of a message: the whole status stays below 8 KB."""


def refused(asset: MediaAsset, reason: str, message: str, at: str) -> Conditions:
    """Return the conditions of an asset that cannot be analysed."""
    conditions = with_condition(asset.status.conditions, _of(asset, ACCEPTED, "False", reason, message, at))
    return with_condition(conditions, _of(asset, READY, "False", reason, message, at))


def accepted(asset: MediaAsset, media: MediaFacts | None, at: str) -> Conditions:
    """Return the conditions with Accepted true."""
    sentence = f"{media.type} ({media.container}, {media.bytes} bytes)" if media else ""
    return with_condition(asset.status.conditions, _of(asset, ACCEPTED, "True", "Valid", sentence, at))


def readiness(  # noqa: PLR0913, PLR0917 - a projection of six things into one line
    asset: MediaAsset,
    conditions: Conditions,
    status: AssetStatus,
    wanted: Sequence[str],
    executions: Mapping[str, MediaExecution],
    at: str,
) -> Conditions:
    """Return the conditions with Ready: true when the newest execution of every wanted workflow is Complete."""
    if not wanted:
        return with_condition(conditions, _of(asset, READY, "True", "NoWorkflows", "no workflow is asked for", at))
    newest = {each.workflow: each for each in status.executions}
    states = {name: newest[name].state if name in newest else "Queued" for name in wanted}
    worst = min(states.values(), key=_WORST_FIRST.index)
    lines = [
        _line(name, executions.get(newest[name].name) if name in newest else None, states[name]) for name in wanted
    ]
    state = "True" if worst == "Complete" else "False"
    return with_condition(conditions, _of(asset, READY, state, worst, "; ".join(lines), at))


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


def _of(asset: MediaAsset, type_: str, status: str, reason: str, message: str, at: str) -> Condition:  # noqa: PLR0913, PLR0917 - a condition's fields
    return Condition.model_validate(
        {
            "type": type_,
            "status": status,
            "reason": reason,
            "message": cut(message, LONGEST),
            "observedGeneration": asset.metadata.generation,
            "lastTransitionTime": at,
        }
    )
