"""The status of an object that cannot be reconciled: its condition, merged into the existing status."""

from datetime import datetime

from pydantic import ValidationError

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, reasons
from media_insights.api.v1alpha1.conditions import (
    ACCEPTED,
    READY,
    SUCCEEDED,
    condition,
    with_condition,
)
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Condition, Manifest
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.controller.refused_actions import RefusedActions
from media_insights.controller.status_patches import status_json
from media_insights.controller.views import parsed
from media_insights.domain.deciding.changes import (
    Change,
    change_count_after,
    changes_of_asset,
    changes_of_execution,
    with_results,
)
from media_insights.domain.deciding.executions import next_status
from media_insights.domain.deciding.executions.execution_facts import ExecutionFacts
from media_insights.domain.running.asset_status import LONGEST
from media_insights.domain.wording import cut
from media_insights.kube.resources import ASSETS, EXECUTIONS, Resource


def invalid(resource: Resource, manifest: Manifest, problems: str, at: datetime) -> Manifest | None:
    """Return the status of an object whose spec cannot be read; None for an execution that ended before."""
    if resource == EXECUTIONS and str(_status_of(manifest).get("state", "")) in FINISHED:
        return None
    type_ = SUCCEEDED if resource == EXECUTIONS else ACCEPTED
    status = _with_condition(manifest, _status_of(manifest), _of(manifest, type_, reasons.INVALID_SPEC, problems, at))
    status |= {"observedGeneration": manifest["metadata"].get("generation", 0)}
    return status | (_ended(problems, at) if resource == EXECUTIONS else {})


def unread(resource: Resource, manifest: Manifest, reason: str, sentence: str, at: datetime) -> Manifest:
    """Return the status of an object that is not read (a stub), or at which the controller fails.

    An execution that is not read has ended, since what its spec says cannot be done; another may go on.
    """
    type_ = SUCCEEDED if resource == EXECUTIONS else ACCEPTED
    status = _with_condition(manifest, _status_of(manifest), _of(manifest, type_, reason, sentence, at))
    ends = resource == EXECUTIONS and reason == reasons.TOO_LARGE
    return status | (_ended(sentence, at) if ends else {})


def refused(
    resource: Resource, manifest: Manifest, decided: Manifest | None, actions: RefusedActions, at: datetime
) -> Manifest:
    """Return the status of an object some of whose actions were refused.

    An execution, which can be read since it was decided on, has ended or stays where it was. Anything else is what
    was decided, and not ready.
    """
    if resource == EXECUTIONS:
        return _refused_execution(manifest, actions, at)
    known = (manifest.get("status") or {}) if decided is None else decided
    return _with_condition(manifest, known, _of(manifest, READY, actions.reason, actions.message, at))


def changes_of(
    resource: Resource, manifest: Manifest, status: Manifest, decided: tuple[Change, ...]
) -> tuple[Manifest, tuple[Change, ...]]:
    """Return a status with the number of its last change, and what it changes.

    Results are those that were ``decided``, since a status need not have room for all of them; so is everything that
    changes of a batch, whose state is what was decided.
    """
    new, changes = {**manifest, "status": status}, decided
    if resource == EXECUTIONS:
        changes = changes_of_execution(parsed(MediaExecution, manifest), parsed(MediaExecution, new).status)
    elif resource == ASSETS:
        asset = parsed(MediaAsset, manifest)
        changes = with_results(changes_of_asset(asset, parsed(MediaAsset, new).status), decided, asset.status.changes)
    last = (manifest.get("status") or {}).get("changes")
    others = {key: value for key, value in status.items() if key != "changes"}
    count = change_count_after(last, changes)
    return others if count is None else {**others, "changes": count}, changes


def _refused_execution(manifest: Manifest, actions: RefusedActions, at: datetime) -> Manifest:
    facts, message = ExecutionFacts(execution=parsed(MediaExecution, manifest)), cut(actions.message, LONGEST)
    if actions.passing:
        return status_json(next_status.status_when_forbidden(facts, message, at, actions.reason))
    return status_json(next_status.status_at_end(facts, "Error", message, at, actions.reason))


def _status_of(manifest: Manifest) -> Manifest:
    """Return what an object says of itself: whatever an older version, or nobody, has written there."""
    status = manifest.get("status")
    return status if isinstance(status, dict) else {}


def _conditions_of(status: Manifest) -> list[Manifest]:
    conditions = status.get("conditions")
    return [each for each in conditions if isinstance(each, dict)] if isinstance(conditions, list) else []


def _readable(condition_: Manifest) -> Condition | None:
    try:
        return Condition.model_validate(condition_)
    except ValidationError:
        return None


def _ended(message: str, at: datetime) -> Manifest:
    return {"state": "Error", "message": cut(message, 1024), "finishedAt": rfc3339(at)}


def _of(manifest: Manifest, type_: str, reason: str, message: str, at: datetime) -> Condition:
    generation = manifest["metadata"].get("generation", 0)
    return condition(type_, False, reason=reason, message=cut(message, LONGEST), generation=generation, at=at)


def _with_condition(manifest: Manifest, status: Manifest, new: Condition) -> Manifest:
    """Change one condition of a status; one that cannot be read is replaced, those of other types stay as they are."""
    old = _conditions_of(_status_of(manifest))
    same = [found for each in old if each.get("type") == new.type and (found := _readable(each)) is not None]
    changed = with_condition(tuple(same), new)
    others = [each for each in _conditions_of(status) if each.get("type") != new.type]
    return {**status, "conditions": [*others, *(each.model_dump(mode="json", by_alias=True) for each in changed)]}
