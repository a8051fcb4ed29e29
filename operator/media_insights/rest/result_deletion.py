"""Deletion of one result at the API: its asset is asked, by whoever may delete the asset."""

from datetime import UTC, datetime

from fastapi.concurrency import run_in_threadpool

from media_insights.actions.delete_result import deletion_patch
from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.stored_plans import PlanReference, reference_of
from media_insights.domain.running.deleted_results import until_of
from media_insights.domain.running.result_readers import reader_of
from media_insights.errors import Damaged
from media_insights.rest.access import RequestAccess
from media_insights.rest.holding import require_no_hold
from media_insights.rest.newest import patch_newest
from media_insights.rest.problems import ApiRefusal
from media_insights.storage.library import Library


async def delete_result(asset: MediaAsset, result: str, access: RequestAccess) -> None:
    """Ask an asset to delete a result as it is now.

    Raises ApiRefusal without one (404), on legal hold, and while an unfinished execution reads it (409).
    """
    pointers = await run_in_threadpool(Library(access.ports.store).pointers, asset)
    found = {each.operator: each.time for each in pointers.metadata}
    if result not in found:
        known = sorted(found)
        said = f"{asset.metadata.name} has no result {result}; it has: {', '.join(known) or 'none yet'}"
        raise ApiRefusal(404, "not-found", said)
    require_no_hold(asset)
    await _require_no_reader(asset, result, access)
    at = until_of(found[result], datetime.now(UTC))

    def patch_of(newest: MediaAsset) -> Manifest:
        require_no_hold(newest)
        return deletion_patch(newest, result, at)

    await patch_newest(access.ports.assets, asset.metadata.namespace, asset.metadata.name, patch_of)


async def _require_no_reader(asset: MediaAsset, result: str, access: RequestAccess) -> None:
    """One that starts after this question is not found: its step then fails, as it does without the result."""
    meta, executions, library = asset.metadata, access.ports.executions, Library(access.ports.store)
    for each in await executions.summaries():
        if (each.namespace, each.fields["asset"]) != (meta.namespace, meta.name) or each.fields["state"] in FINISHED:
            continue
        found = await executions.get(each.namespace, each.name)
        plan = await run_in_threadpool(_usable_plan, library, reference_of(found, meta.uid))
        if plan is not None and (step := reader_of(result, plan, found.status)):
            said = f"{result} is read by the step {step} of {each.name}: wait for it, or cancel {each.name}"
            raise ApiRefusal(409, "wrong-state", said)


def _usable_plan(library: Library, reference: PlanReference) -> Plan | None:
    """A run whose plan cannot be read ends in Error, and reads nothing more."""
    try:
        return library.plan(reference)
    except Damaged:
        return None
