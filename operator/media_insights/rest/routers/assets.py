"""Assets: list, read, create, change the title of, and delete."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from media_insights.actions.asset import LONGEST_TITLE, new_asset, title_of, with_cleanup
from media_insights.api.v1alpha1 import MediaAsset, labels
from media_insights.api.v1alpha1.asset import AssetWorkflow, S3Source, SourceType
from media_insights.api.v1alpha1.meta import NO_CONTROLS, Manifest, Name, StatusShape
from media_insights.domain import layout, names
from media_insights.domain.holds import LONGEST_REASON
from media_insights.domain.planning.references import Address
from media_insights.errors import AlreadyExists
from media_insights.ports.objects import ObjectSummary
from media_insights.rest import paging, views
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.conditional import IfMatch, conditional, etag_of, require_match
from media_insights.rest.holding import require_no_hold
from media_insights.rest.naming import Attempt, IdempotencyKey
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.upload_tokens import source_of
from media_insights.rest.usable_workflows import require_workflow

router = APIRouter(prefix="/v1", tags=["assets"])


class AssetQuery(paging.ListQuery):
    """Parameters of the list of assets."""

    q: Annotated[str, Field(max_length=256, description="Part of a name or title, in any case.")] = ""
    type: SourceType | Literal[""] = ""
    state: Annotated[str, Field(max_length=31)] = ""
    order: Literal["newest", "oldest", "title"] = "newest"

    def matches(self, found: ObjectSummary) -> bool:
        """Return whether an asset is in the list."""
        words = f"{found.name}\n{found.fields['title']}".lower()
        chosen = all(
            wanted in ("", found.fields[name]) for name, wanted in (("type", self.type), ("state", self.state))
        )
        return chosen and self.q.lower() in words


class AssetList(StatusShape):
    """A page of assets."""

    items: list[views.AssetRow]
    total: int = Field(description="Assets on all pages.")
    next: str = Field(default="", description="Cursor of the next page; empty at the end.")


class NewAsset(BaseModel):
    """A media file that becomes an asset: an upload that was completed, or an object of the store."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "namespace": "newsroom",
                    "source": {"bucket": "media-insights", "key": layout.upload_key("newsroom", "clip.mp4")},
                    "title": "Harbour at dawn",
                    "workflows": [{"name": "full-analysis", "configuration": {"transcribe": {"language": "en"}}}],
                }
            ]
        },
    )

    namespace: Name
    upload: str = Field(default="", max_length=2048, description="Id of a completed upload; this or `source`.")
    source: S3Source | None = None
    name: Name | None = Field(default=None, description="Default: made of the file's name.")
    title: str = Field(default="", max_length=LONGEST_TITLE, pattern=NO_CONTROLS["pattern"])
    workflows: list[AssetWorkflow] = Field(default_factory=list, max_length=16)
    delete_source: bool = Field(default=False, alias="deleteSource", description="Delete the file with the asset.")


class AssetChange(BaseModel):
    """What may be changed of an asset."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"title": "Harbour at dusk"}]})

    title: str | None = Field(default=None, max_length=LONGEST_TITLE, pattern=NO_CONTROLS["pattern"])
    legal_hold: str | None = Field(
        default=None,
        alias="legalHold",
        max_length=LONGEST_REASON,
        description="Why it must not be deleted; empty lifts the hold. Absent: as it is.",
    )

    @model_validator(mode="after")
    def _changes_something(self) -> "AssetChange":
        if self.title is None and self.legal_hold is None:
            raise ValueError("say the title, or the legalHold, that the asset is to have")
        return self

    def patch(self) -> Manifest:
        """Return the merge patch that makes the change."""
        changed: Manifest = {} if self.title is None else {"spec": {"title": self.title}}
        if self.legal_hold is not None:
            changed["metadata"] = {"annotations": {labels.LEGAL_HOLD: self.legal_hold.strip() or None}}
        return changed


@router.get("/assets", summary="List assets, by default the newest first", responses=declared())
async def list_assets(query: Annotated[AssetQuery, Query()], access: Accessed) -> AssetList:
    """List the assets of one namespace, or of all that the caller may list."""
    found = await access.visible(access.ports.assets, MediaAsset, query.namespace)
    matching = [each for each in found if query.matches(each)]
    page = paging.page_of(matching, query, access.signer, paging.ORDERS[query.order])
    return AssetList(items=[views.asset_summary(each) for each in page.items], total=len(matching), next=page.next)


@router.post("/assets", status_code=201, summary="Create an asset", responses=declared(404, 409))
async def create_asset(
    body: NewAsset, access: Accessed, response: Response, idempotency_key: IdempotencyKey = ""
) -> views.AssetDocument:
    """Create an asset over a file, and run the workflows that are named over it."""
    await access.require("create", MediaAsset, body.namespace)
    for number, each in enumerate(body.workflows):
        await require_workflow(each.name, body.namespace, f"/workflows/{number}/name", access)
    attempt = Attempt(idempotency_key, f"{access.caller.name} {body.namespace}", body.model_dump(mode="json"))
    made = await _create(body, _address_of(body, access), access, attempt)
    response.headers["ETag"] = etag_of(made.metadata)
    response.headers["Location"] = f"{access.deployment.prefix}/v1/assets/{made.metadata.uid}"
    return views.asset_view(made)


@router.get("/assets/{id}", summary="Read an asset", responses=declared(404))
async def get_asset(id: str, access: Accessed, response: Response) -> views.AssetDocument:  # noqa: A002 - its name in the path
    """Return an asset with pointers to all that is known about it."""
    found = await access.asset(id)
    response.headers["ETag"] = etag_of(found.metadata)
    view = views.asset_view(found)
    return views.linked_view(view) if access.via == "link" else view


@router.patch("/assets/{id}", summary="Change an asset's title, or put it on legal hold", responses=declared(404, 412))
async def change_asset(
    id: str,  # noqa: A002 - its name in the path
    body: AssetChange,
    access: Accessed,
    response: Response,
    if_match: IfMatch = "",
) -> views.AssetDocument:
    """Change the title or the legal hold; with If-Match only while the asset is as it was read."""
    found = await access.asset(id, "update")
    if body.legal_hold is not None:
        access.trail.verb = "hold" if body.legal_hold.strip() else "release"
    require_match(if_match, found.metadata)
    patch = conditional(body.patch(), if_match, found.metadata)
    changed = await access.ports.assets.patch(found.metadata.namespace, found.metadata.name, patch)
    response.headers["ETag"] = etag_of(changed.metadata)
    return views.asset_view(changed)


@router.delete("/assets/{id}", status_code=202, summary="Delete an asset", responses=declared(404, 409, 412))
async def delete_asset(id: str, access: Accessed, if_match: IfMatch = "") -> views.Receipt:  # noqa: A002 - as above
    """Delete an asset with its executions and all its results; its source only if it says so. What is on hold stays."""
    found = await access.asset(id, "delete")
    require_match(if_match, found.metadata)
    require_no_hold(found)
    await access.ports.assets.delete(found.metadata.namespace, found.metadata.name, found.metadata.uid)
    receipt = f"{access.deployment.prefix}/v1/receipts/{found.metadata.namespace}/{found.metadata.uid}"
    return views.receipt_of(found.metadata).model_copy(update={"receipt": receipt})


def _address_of(body: NewAsset, access: RequestAccess) -> Address:
    if bool(body.upload) == (body.source is not None):
        raise ApiRefusal(422, "invalid", "name an upload or a source: one of both", at=[("/source", "or /upload")])
    if body.source:
        return Address(body.source.bucket, body.source.key)
    return Address(access.deployment.bucket, source_of(body.upload, body.namespace, access.signer))


async def _create(body: NewAsset, address: Address, access: RequestAccess, attempt: Attempt) -> MediaAsset:
    file = address.key.rpartition("/")[2]
    plain = body.name or names.asset_name_of(file)
    if body.name is None and attempt.key:
        plain = names.unique(plain, attempt.token())
    try:
        return await attempt.create(access.ports.assets, _manifest(plain, body, address))
    except AlreadyExists:
        if body.name is not None:
            raise
    return await access.ports.assets.create(_manifest(names.unique(plain, attempt.token()), body, address))


def _manifest(name: str, body: NewAsset, address: Address) -> Manifest:
    workflows: dict[str, dict[str, Any]] = {each.name: each.configuration for each in body.workflows}
    title = body.title or title_of(address.key.rpartition("/")[2])
    made = with_cleanup(new_asset(name, address, workflows, title=title, delete_source=body.delete_source))
    return {**made, "metadata": {**made["metadata"], "namespace": body.namespace}}
