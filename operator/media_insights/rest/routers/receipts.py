"""Receipts: what was stored of an asset or a result that is gone, and that nothing of it is left."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.concurrency import run_in_threadpool
from pydantic import Field, ValidationError

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.errors import Damaged, NoSuchObject
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.storage.receipts import receipt_of_asset, receipt_of_result

router = APIRouter(prefix="/v1", tags=["assets"])
ReceiptNamespace = Annotated[str, Path(max_length=63, pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
DeletedAssetId = Annotated[str, Path(max_length=63, pattern=r"^[A-Za-z0-9-]+$", description="The UID that it had.")]

DeletedResultName = Annotated[
    str, Path(max_length=63, pattern=r"^[A-Za-z0-9_-]+$", description="The result's name, for instance `words`.")
]


class DeletedObject(StatusShape):
    """An object that was deleted."""

    key: str
    bytes: int
    etag: str = Field(default="", description="The store's own mark of the content.")
    sha256: str = Field(default="", description="Digest of the content; absent for objects of more than 16 MiB.")


class AssetReceipt(StatusShape):
    """What was stored of an asset or a result that is gone."""

    asset: str = Field(description="The asset's name.")
    asset_id: str
    result: str = Field(default="", description="Of a result: its name.")
    namespace: str
    deleted_at: str = Field(description="RFC 3339, UTC.")
    objects: list[DeletedObject] = Field(description="The first 20,000.")
    objects_not_listed: int = Field(default=0, description="How many there were besides.")
    objects_left: int = Field(description="0 when the deletion is complete.")


@router.get("/receipts/{namespace}/{id}", summary="The receipt of a deleted asset", responses=declared(404, 409))
async def get_receipt(namespace: ReceiptNamespace, id: DeletedAssetId, access: Accessed) -> AssetReceipt:  # noqa: A002 - its name in the path
    """Return what was stored of an asset that is gone; whoever may read the namespace's assets may read it."""
    return await _read(f"an asset {id}", namespace, access, lambda: receipt_of_asset(access.ports.store, namespace, id))


@router.get(
    "/receipts/{namespace}/{id}/results/{name}", summary="The receipt of a deleted result", responses=declared(404, 409)
)
async def get_receipt_of_result(
    namespace: ReceiptNamespace,
    id: DeletedAssetId,  # noqa: A002 - as above
    name: DeletedResultName,
    access: Accessed,
) -> AssetReceipt:
    """Return what was stored of a result that was deleted, the last time; it is there when the deletion is complete."""
    store = access.ports.store
    return await _read(
        f"a result {name} of an asset {id}", namespace, access, lambda: receipt_of_result(store, namespace, id, name)
    )


async def _read(what: str, namespace: str, access: RequestAccess, read: Callable[[], dict[str, Any]]) -> AssetReceipt:
    absent = ApiRefusal(404, "not-found", f"there is no receipt of {what} in {namespace}")
    if not await access.allows("get", MediaAsset, namespace):
        raise absent
    try:
        return _receipt_of(await run_in_threadpool(read))
    except NoSuchObject:
        raise absent from None
    except (KeyError, TypeError, AttributeError, ValidationError) as error:
        raise Damaged(f"the receipt of {what} cannot be read: {error}") from error


def _receipt_of(stored: dict[str, Any]) -> AssetReceipt:
    return AssetReceipt(
        asset=stored["Asset"],
        asset_id=stored["AssetId"],
        result=stored.get("Result", ""),
        namespace=stored["Namespace"],
        deleted_at=stored["DeletedAt"],
        objects=[
            DeletedObject(key=each["Key"], bytes=each["Bytes"], etag=each["ETag"], sha256=each.get("Sha256", ""))
            for each in stored["Objects"]
        ],
        objects_not_listed=stored.get("ObjectsNotListed", 0),
        objects_left=stored["ObjectsLeft"],
    )
