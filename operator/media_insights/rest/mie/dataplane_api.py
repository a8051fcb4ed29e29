"""Routes of the engine's data plane API."""

import json
import time
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from fastapi.concurrency import run_in_threadpool

from media_insights.actions import importing
from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain import layout
from media_insights.domain.planning.references import Address
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.holding import require_no_hold
from media_insights.rest.mie import engine_results, locks
from media_insights.rest.mie.catalogue_words import Json
from media_insights.rest.mie.named_objects import own_upload
from media_insights.rest.mie.new_assets import asset_over
from media_insights.rest.mie.pages import PageWriter
from media_insights.rest.mie.path_parts import MieAssetId, MieNamespace, MieResultName
from media_insights.rest.mie.requests_as_ours import CreateRequest, LockRequest, MetadataRequest
from media_insights.rest.naming import Attempt
from media_insights.rest.newest import patch_newest
from media_insights.rest.paging import LIFETIME
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.result_deletion import delete_result
from media_insights.rest.signing import Untrusted
from media_insights.rest.usable_workflows import require_workflow
from media_insights.storage.library import Library

router = APIRouter(prefix="/mie/{namespace}", tags=["Media Insights Engine: data plane API"])
PageCursor = Annotated[str, Query(max_length=2048, description="`cursor` of the answer before.")]
_PURPOSE = "metadata"


@router.post("/create", summary="Create an asset", responses=declared())
async def create(namespace: MieNamespace, body: CreateRequest, access: Accessed) -> Json:
    """Create an asset over an object of the store."""
    made = await asset_over(body.input, namespace, access, Attempt("", access.caller.name, {}))
    source = {"S3Bucket": body.input.bucket, "S3Key": own_upload(body.input, namespace).key}
    return {"AssetId": made.metadata.uid, "MediaType": body.input.media_type, **source}


@router.get("/mediapath/{asset_id}/{workflow_id}", summary="Where an execution's files lie", responses=declared(404))
async def media_path(
    namespace: MieNamespace, asset_id: MieAssetId, workflow_id: Annotated[str, Path(max_length=63)], access: Accessed
) -> Json:
    """Return the prefix of an execution's files."""
    asset = await access.asset(asset_id, namespace=namespace)
    execution = await access.execution(workflow_id, namespace=namespace)
    prefix = layout.execution_prefix(namespace, asset.metadata.uid, execution.metadata.uid)
    return {"S3Bucket": access.deployment.bucket, "S3Key": prefix}


@router.get("/metadata", summary="Ids of all assets", responses=declared())
async def list_assets(namespace: MieNamespace, access: Accessed) -> Json:
    """Return the ids of the namespace's assets."""
    return {"assets": [each.uid for each in await access.visible(access.ports.assets, MediaAsset, namespace)]}


@router.get("/metadata/{asset_id}", summary="An asset, then its results page by page", responses=declared(404, 409))
async def get_metadata(
    namespace: MieNamespace, asset_id: MieAssetId, access: Accessed, cursor: PageCursor = ""
) -> Json:
    """Return the asset without a cursor, and with one the next page of its results."""
    asset = await access.asset(asset_id, namespace=namespace)
    if cursor:
        return await _page(asset, cursor, access)
    names = sorted(await _keys(asset, access))
    following = {"cursor": _cursor(asset, names, 0, access)} if names else {}
    return {"asset_id": asset_id, "results": _facts(asset), **following}


@router.get("/metadata/{asset_id}/{operator}", summary="One result, page by page", responses=declared(404, 409))
async def get_result(
    namespace: MieNamespace, asset_id: MieAssetId, operator: MieResultName, access: Accessed, cursor: PageCursor = ""
) -> Json:
    """Return a page of one result."""
    asset = await access.asset(asset_id, namespace=namespace)
    keys = await _keys(asset, access)
    if operator not in keys:
        found = await run_in_threadpool(_captions, operator, keys, Library(access.ports.store))
        if found is None:
            raise ApiRefusal(404, "not-found", f"asset {asset_id} has no metadata of {operator}")
        return {"asset_id": asset_id, "operator": operator, "results": found}
    return await _page(asset, cursor or _cursor(asset, [operator], 0, access), access)


@router.post("/metadata/{asset_id}", summary="Store a result", responses=declared(404, 409))
async def store_metadata(  # noqa: PLR0913, PLR0917 - the engine's parameters
    namespace: MieNamespace,
    asset_id: MieAssetId,
    body: MetadataRequest,
    access: Accessed,
    paginated: Annotated[Literal["", "true", "True"], Query()] = "",
    end: Annotated[Literal["", "true", "True"], Query()] = "",
) -> Json:
    """Store a result, or a page of one; a page that is sent again is stored once. The last has ``end=true``."""
    asset = await access.asset(asset_id, namespace=namespace)
    await access.require("create", MediaExecution, namespace)
    await require_workflow(importing.WORKFLOW, namespace, "", access)
    if body.operator == PurePosixPath(layout.PLAN_FILE).stem:
        raise ApiRefusal(400, "bad-request", f"a result cannot be called {body.operator}")
    if end and not paginated:
        raise ApiRefusal(400, "bad-request", "end=true is for results that are stored with paginated=true")
    content: Any = body.results
    if paginated:
        writer = PageWriter(access.ports.store, layout.uploads_prefix(namespace), asset_id, body)
        pages = await run_in_threadpool(writer.add)
        if not end:
            return {"Status": "Success"}
        content = pages
    return await _stored(asset, body.operator, content, access)


@router.delete("/metadata/{asset_id}", summary="Delete an asset", responses=declared(404, 409))
async def delete_asset(namespace: MieNamespace, asset_id: MieAssetId, access: Accessed) -> str:
    """Delete an asset with all that is known about it."""
    asset = await access.asset(asset_id, "delete", namespace)
    require_no_hold(asset)
    await access.ports.assets.delete(namespace, asset.metadata.name, asset.metadata.uid)
    return f"Deleted asset: {asset_id} from the dataplane"


@router.delete("/metadata/{asset_id}/{operator}", summary="Delete one result", responses=declared(404, 409))
async def delete_metadata(
    namespace: MieNamespace, asset_id: MieAssetId, operator: MieResultName, access: Accessed
) -> str:
    """Delete a result of the asset as it is now; one of a later run takes its place."""
    await delete_result(await access.asset(asset_id, "delete", namespace), operator, access)
    return f"Deleted metadata: {operator} of asset: {asset_id} from the dataplane"


@router.post("/checkout/{asset_id}", summary="Lock an asset", responses=declared(404, 409))
async def check_out(namespace: MieNamespace, asset_id: MieAssetId, body: LockRequest, access: Accessed) -> Json:
    """Lock an asset: a note for others."""
    asset = await access.asset(asset_id, "update", namespace)
    locked = await patch_newest(
        access.ports.assets, namespace, asset.metadata.name, lambda newest: locks.lock_patch(newest, body.locked_by)
    )
    return locks.lock_of(locked) or {}


@router.post("/checkin/{asset_id}", summary="Unlock an asset", responses=declared(404, 409))
async def check_in(namespace: MieNamespace, asset_id: MieAssetId, access: Accessed) -> str:
    """Unlock an asset."""
    asset = await access.asset(asset_id, "update", namespace)
    await patch_newest(access.ports.assets, namespace, asset.metadata.name, locks.unlock_patch)
    return f"Unlocked asset {asset_id}"


@router.get("/checkouts", summary="Locked assets", responses=declared())
async def list_locks(namespace: MieNamespace, access: Accessed) -> Json:
    """Return the locks of the namespace's assets."""
    listed = await access.visible(access.ports.assets, MediaAsset, namespace)
    assets = [await access.ports.assets.get(each.namespace, each.name) for each in listed]
    found = [lock for each in assets if (lock := locks.lock_of(each))]
    return {"locks": [{**lock, "LockedAt": str(lock["LockedAt"])} for lock in found]}


async def _stored(asset: MediaAsset, operator: str, content: Any, access: RequestAccess) -> Json:
    """Begin the execution that makes the content a result of the asset: its pointer moves when that has ended."""
    namespace, body = asset.metadata.namespace, json.dumps(content, ensure_ascii=False).encode()
    key = importing.key_of(namespace, operator, body)
    await run_in_threadpool(access.ports.store.put, key, body, "application/json")
    attempt = Attempt(f"{asset.metadata.uid} {key}", access.caller.name, {})
    address = Address(access.deployment.bucket, key).uri
    manifest = importing.import_of(asset.metadata, operator, address, attempt.token())
    await attempt.create(access.ports.executions, manifest)
    return {"Status": "Success", "Bucket": access.deployment.bucket, "Key": key}


def _captions(name: str, keys: dict[str, str], library: Library) -> Json | None:
    return engine_results.captions_in(name, keys, lambda other: library.result(keys[other]))


async def _keys(asset: MediaAsset, access: RequestAccess) -> dict[str, str]:
    """Return the key of each result of an asset."""
    pointers = await run_in_threadpool(Library(access.ports.store).pointers, asset)
    return {each.operator: each.key for each in pointers.metadata}


async def _page(asset: MediaAsset, cursor: str, access: RequestAccess) -> Json:
    names, number = _read(asset, cursor, access)
    pointers = await run_in_threadpool(Library(access.ports.store).pointers, asset)
    library, keys = Library(access.ports.store), {each.operator: each.key for each in pointers.metadata}
    if names[0] not in keys:
        raise ApiRefusal(404, "not-found", f"asset {asset.metadata.uid} has no metadata of {names[0]}")
    result = await run_in_threadpool(library.result, keys[names[0]])
    pages = result if isinstance(result, list) else [result]
    more = [*names], number + 1
    if number + 1 >= len(pages):
        more = names[1:], 0
    following = {"cursor": _cursor(asset, *more, access)} if more[0] else {}
    text = next((each.key for each in pointers.files if each.media == engine_results.TEXT), "")
    page = pages[number] if number < len(pages) else {}
    told = engine_results.completed(names[0], page, access.deployment.bucket, text)
    results = await run_in_threadpool(
        engine_results.joined, names[0], told, keys, lambda other: library.result(keys[other])
    )
    return {"asset_id": asset.metadata.uid, "operator": names[0], "results": results, **following}


def _cursor(asset: MediaAsset, names: list[str], page: int, access: RequestAccess) -> str:
    content = {"a": asset.metadata.uid, "o": names, "p": page}
    return access.signer.sign(_PURPOSE, content, expires=int(time.time()) + LIFETIME)


def _read(asset: MediaAsset, cursor: str, access: RequestAccess) -> tuple[list[str], int]:
    try:
        found = access.signer.read(_PURPOSE, cursor, now=time.time())
    except Untrusted as error:
        raise ApiRefusal(400, "cursor-invalid", f"begin without a cursor: this one cannot be used, {error}") from None
    if found["a"] != asset.metadata.uid:
        raise ApiRefusal(400, "cursor-invalid", "the cursor belongs to another asset")
    return found["o"], found["p"]


def _facts(asset: MediaAsset) -> Json:
    source, media, created = asset.spec.source.s3, asset.status.media, asset.metadata.creation_timestamp
    return {
        "MediaType": (media.type if media else asset.spec.media_type) or "",
        "S3Bucket": source.bucket if source else "",
        "S3Key": source.key if source else asset.spec.source.uri,
        "Created": rfc3339(created) if created else "",
    }
