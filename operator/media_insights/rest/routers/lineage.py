"""Lineage: for each result what made it, of what, and how."""

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool

from media_insights.api.v1alpha1.asset import MetadataPointer
from media_insights.api.v1alpha1.execution import OperatorProgress
from media_insights.domain.planning.plan import Plan
from media_insights.errors import NoSuchBucket, NoSuchObject, StoreError
from media_insights.rest.access import Accessed
from media_insights.rest.lineage_views import LineageView, lineage_view, step_of
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.routers.results import StoredResultName
from media_insights.rest.stored import stored_asset
from media_insights.storage.library import StoredAsset
from media_insights.storage.store import Store

router = APIRouter(prefix="/v1", tags=["results"])
LARGEST_READ = 8 * 2**20
"""Bytes of a result that is read for the models that it names; of a larger one only the operator's are told."""


@router.get("/assets/{id}/results/{name}/lineage", summary="What made a result", responses=declared(404, 409))
async def get_lineage(id: str, name: StoredResultName, access: Accessed) -> LineageView:  # noqa: A002 - its name in the path
    """Return operator, version, image, models, parameters, inputs with their ETags, and times of a result."""
    stored = await stored_asset(await access.asset(id), access)
    return await run_in_threadpool(_lineage, stored, name)


def _lineage(stored: StoredAsset, name: str) -> LineageView:
    pointer = next((each for each in stored.pointers.metadata if each.operator == name), None)
    if pointer is None:
        known = ", ".join(sorted(stored.results)) or "none yet"
        raise ApiRefusal(404, "not-found", f"{stored.asset.metadata.name} has no result {name}; it has: {known}")
    plan = next((each for each in stored.plans.values() if step_of(each, pointer.key)), None)
    step = step_of(plan, pointer.key) if plan else None
    keys = [pointer.key, *(each.key for each in (step.inputs if step else ()) if each.key and not each.bucket)]
    return lineage_view(
        pointer,
        plan,
        _progress(stored, plan, pointer),
        _etags(stored.library.store, keys),
        _small_result(stored, pointer),
    )


def _progress(stored: StoredAsset, plan: Plan | None, pointer: MetadataPointer) -> OperatorProgress | None:
    """Return when the operator ran, of the execution that the result's pointer names, where that is still there."""
    step = step_of(plan, pointer.key) if plan else None
    found = (each for each in stored.executions if each.metadata.name == pointer.execution)
    listed = (each for execution in found for stage in execution.status.stages for each in stage.operators)
    return next((each for each in listed if step and each.name == step.name), None)


def _etags(store: Store, keys: list[str]) -> dict[str, str]:
    found = {}
    for key in dict.fromkeys(keys):
        try:
            found[key] = store.head(key).etag
        except (NoSuchObject, NoSuchBucket):
            continue
    return found


def _small_result(stored: StoredAsset, pointer: MetadataPointer) -> object:
    if pointer.bytes > LARGEST_READ:
        return None
    try:
        return stored.results[pointer.operator]
    except StoreError:
        return None
