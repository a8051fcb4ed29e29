"""Review: what waits for a person's decision, which is an edit: ``confirm`` or ``reject`` with a note."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.domain.edits.edit_log import Anchor
from media_insights.rest import paging
from media_insights.rest.access import Accessed
from media_insights.rest.by_asset import page_over_assets
from media_insights.rest.hit_views import HitAsset
from media_insights.rest.moment_views import FindingView, members_of
from media_insights.rest.problems import declared
from media_insights.rest.review_items import ReviewChoice, ReviewItem, ReviewReason, items_of, place_of_item

router = APIRouter(prefix="/v1", tags=["review"])


class ReviewItemView(FindingView):
    """Something that was found, about which nobody has decided."""

    asset: HitAsset
    anchor: Anchor = Field(description="What an edit of the asset takes to confirm or reject all of it.")


class ReviewList(StatusShape):
    """A page of items, those of the newest assets first; it may be short, or empty, and still have a `next`."""

    items: list[ReviewItemView]
    next: str = Field(default="", description="Cursor of the next page; empty at the end.")
    unread: list[str] = Field(default_factory=list, description="Assets whose results could not be read, and why.")


class ReviewQuery(paging.ListQuery):
    """Parameters of the review."""

    kind: Annotated[ReviewReason, Field(description="Unsafe content, or what its operator was not sure of.")] = (
        "moderation"
    )
    result: Annotated[str, Field(max_length=63, description="Only those of one result.")] = ""
    below: Annotated[float, Field(ge=0, le=100, description="For low-confidence: what is surer is left out.")] = 60


@router.get("/review", summary="What waits for a decision", responses=declared(409))
async def list_review(query: Annotated[ReviewQuery, Query()], access: Accessed) -> ReviewList:
    """List what nobody has confirmed or rejected; decide by an edit of the asset, with the item's anchor and a note."""
    choice = ReviewChoice(reason=query.kind, result=query.result, below=query.below)
    page = await page_over_assets(query, access, "review", lambda stored: items_of(stored, choice), place_of_item)
    return ReviewList(items=[_view(asset, item) for asset, item in page.items], next=page.next, unread=page.unread)


def _view(asset: MediaAsset, item: ReviewItem) -> ReviewItemView:
    result, moment = item
    meta = asset.metadata
    return ReviewItemView(
        asset=HitAsset(id=meta.uid, name=meta.name, namespace=meta.namespace, title=asset.spec.title),
        anchor=Anchor(title=moment.title, start=moment.start, end=moment.end, throughout=moment.start is not None),
        **members_of(result, moment),
    )
