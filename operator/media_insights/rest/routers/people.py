"""People: who is seen in which asset, named or not; a name is given by an edit of the asset, and taken back by it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.domain.edits.edit_log import Anchor, EditBox
from media_insights.rest import paging
from media_insights.rest.access import Accessed
from media_insights.rest.by_asset import page_over_assets
from media_insights.rest.hit_views import HitAsset
from media_insights.rest.moment_views import BoxView, box_view
from media_insights.rest.problems import declared
from media_insights.rest.seen_people import SeenPerson, people_in, place_of_person
from media_insights.results.moments import Box
from media_insights.storage.library import StoredAsset

router = APIRouter(prefix="/v1", tags=["people"])


class PersonView(StatusShape):
    """Somebody who is seen in an asset."""

    asset: HitAsset
    result: str
    operator: str
    name: str = Field(default="", description="Empty for somebody whom nobody has named.")
    identity: str = Field(default="", description="Tells those without a name apart, within the result.")
    moments: int = Field(description="In how many stretches of time they are seen.")
    detections: int
    start: int | None = Field(default=None, description="Milliseconds of the first one.")
    end: int | None = Field(default=None, description="Milliseconds at which the last one ends.")
    best: int | None = Field(default=None, description="Milliseconds of the frame that shows them best.")
    confidence: float | None = Field(default=None, description="Percent.")
    box: BoxView | None = Field(default=None, description="Where they are in that frame.")
    anchor: Anchor | None = Field(
        default=None,
        description="What an edit `name` takes to name them; absent where the operator's result has no names.",
    )


class PeopleList(StatusShape):
    """A page of people, those of the newest assets first; it may be short, or empty, and still have a `next`."""

    items: list[PersonView]
    next: str = Field(default="", description="Cursor of the next page; empty at the end.")
    unread: list[str] = Field(default_factory=list, description="Assets whose results could not be read, and why.")


class PeopleQuery(paging.ListQuery):
    """Parameters of the people."""

    named: Annotated[Literal["yes", "no", "all"], Field(description="Whether somebody has named them.")] = "all"
    name: Annotated[str, Field(max_length=255, description="Only those of this name.")] = ""
    result: Annotated[str, Field(max_length=63, description="Only those of one result, as `faceSearch`.")] = ""

    def matches(self, person: SeenPerson) -> bool:
        """Return whether a person is in the list."""
        named = self.named == "all" or (self.named == "yes") == bool(person.name)
        return named and self.name in ("", person.name) and self.result in ("", person.result)


@router.get("/people", summary="Who is seen where", responses=declared(409))
async def list_people(query: Annotated[PeopleQuery, Query()], access: Accessed) -> PeopleList:
    """List whom operators know by name or tell apart, asset by asset, as people named and merged them."""

    def chosen(stored: StoredAsset) -> list[SeenPerson]:
        return [each for each in people_in(stored) if query.matches(each)]

    page = await page_over_assets(query, access, "people", chosen, place_of_person)
    return PeopleList(items=[_view(*each) for each in page.items], next=page.next, unread=page.unread)


def _view(asset: MediaAsset, person: SeenPerson) -> PersonView:
    meta, box = asset.metadata, person.box
    return PersonView(
        asset=HitAsset(id=meta.uid, name=meta.name, namespace=meta.namespace, title=asset.spec.title),
        result=person.result,
        operator=person.operator,
        name=person.name,
        identity=person.identity,
        moments=person.moments,
        detections=person.detections,
        start=person.start,
        end=person.end,
        best=person.best,
        confidence=person.confidence,
        box=box_view(box) if box else None,
        anchor=_anchor_of(person),
    )


def _anchor_of(person: SeenPerson) -> Anchor | None:
    if not person.can_be_named:
        return None
    return Anchor(title=person.title, start=person.stored_start, box=_edit_box(person.box))


def _edit_box(box: Box | None) -> EditBox | None:
    if box is None or box.width <= 0 or box.height <= 0:
        return None
    return EditBox(left=box.left, top=box.top, width=box.width, height=box.height)
