"""Results: what operators found out, as stored, and as moments that have one shape for all operators."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import Field

from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.errors import StoreError
from media_insights.exports.assets import Asset
from media_insights.rest import paging, views
from media_insights.rest.access import Accessed
from media_insights.rest.object_bytes import object_response
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.stored import content_type_of, stored_asset
from media_insights.results.moments import Moment
from media_insights.storage.exportable import exportable
from media_insights.storage.library import Library, StoredAsset

router = APIRouter(prefix="/v1", tags=["results"])
StoredResultName = Annotated[str, Path(max_length=63, description="The result's name, for instance `labelDetection`.")]


class ResultList(StatusShape):
    """The newest finished result of every operator."""

    items: list[views.ResultView]


class BoxView(StatusShape):
    """A rectangle, as fractions of the image's width and height."""

    left: float
    top: float
    width: float
    height: float


class MomentView(StatusShape):
    """Something that was found, and when."""

    result: str
    operator: str = Field(description="As in the search index, for instance `label_detection`.")
    title: str = ""
    start: int | None = Field(default=None, description="Milliseconds; absent for what has no time.")
    end: int | None = None
    confidence: float | None = Field(default=None, description="Percent.")
    boxes: list[BoxView] = Field(default_factory=list)
    fields: dict[str, Any] = Field(default_factory=dict)


class MomentList(StatusShape):
    """A page of moments in the order of time."""

    items: list[MomentView]
    next: str = ""


class MomentQuery(paging.PageQuery):
    """Parameters of the list of moments."""

    result: Annotated[str, Field(max_length=63, description="Only those of one result.")] = ""
    start: Annotated[int, Field(ge=0, le=2**40, description="Only those that last at or after (ms).")] = 0
    end: Annotated[int | None, Field(ge=0, le=2**40, description="Only those that begin before (ms).")] = None
    confidence: Annotated[float, Field(ge=0, le=100, description="Only those of at least (percent).")] = 0

    def matches(self, moment: Moment) -> bool:
        """Return whether a moment is in the list; what has no time is in every span, as it is true throughout."""
        begins = moment.start is None or self.end is None or moment.start < self.end
        lasts = moment.start is None or (moment.end or moment.start) >= self.start
        return begins and lasts and (moment.confidence is None or moment.confidence >= self.confidence)


@router.get("/assets/{id}/results", summary="Which results an asset has", responses=declared(404))
async def list_results(id: str, access: Accessed) -> ResultList:  # noqa: A002 - its name in the path
    """List the newest finished result of every operator."""
    return ResultList(items=views.asset_view(await access.asset(id)).results)


@router.get(
    "/assets/{id}/results/{name}",
    summary="A result as it is stored",
    response_class=Response,
    responses={
        **declared(404, 416),
        200: {"description": "The result.", "content": {"application/json": {"schema": {}}}},
        206: {"description": "A range of it."},
        304: {"description": "It is as it was read before."},
    },
)
async def get_result(id: str, name: StoredResultName, request: Request, access: Accessed) -> Response:  # noqa: A002 - as above
    """Return one result; its shape is described by the result's JSON schema."""
    asset = await access.asset(id)
    pointers = Library(access.ports.store).of(asset, ()).results.pointers
    if name not in pointers:
        known = ", ".join(sorted(pointers)) or "none yet"
        raise ApiRefusal(404, "not-found", f"{asset.metadata.name} has no result {name}; it has: {known}")
    return await object_response(request, access.ports.store, pointers[name], content_type_of(pointers[name]))


@router.get("/assets/{id}/moments", summary="What was found, and when", responses=declared(404, 409))
async def list_moments(id: str, query: Annotated[MomentQuery, Query()], access: Accessed) -> MomentList:  # noqa: A002 - as above
    """List the moments of all results, or of one, in the order of time."""
    stored = await stored_asset(await access.asset(id), access)
    found = await run_in_threadpool(_moments, stored, query)
    page = paging.page_of(found, query, access.signer, paging.ListOrder(_key_of, f"moments {id}"))
    return MomentList(items=[_view(result, moment) for result, _, moment in page.items], next=page.next)


Found = tuple[str, int, Moment]
"""A result's name, the moment's place in it, and the moment."""


def _moments(stored: StoredAsset, query: MomentQuery) -> list[Found]:
    asset, found = exportable(stored), list[Found]()
    for name in asset.indexed:
        if query.result in ("", name):
            found += [(name, at, each) for at, each in enumerate(_readable(asset, name)) if query.matches(each)]
    return found


def _readable(asset: Asset, name: str) -> list[Moment]:
    """Return the moments of a result. Raises ApiRefusal for one that its store no longer has as it was."""
    try:
        return list(asset.moments(name))
    except StoreError as error:
        raise ApiRefusal(409, "result-damaged", f"the result {name} cannot be read: {error}") from error


def _key_of(found: Found) -> tuple[int, str, int]:
    result, at, moment = found
    return -1 if moment.start is None else moment.start, result, at


def _view(result: str, moment: Moment) -> MomentView:
    return MomentView(
        result=result,
        operator=moment.operator,
        title=moment.title,
        start=moment.start,
        end=moment.end,
        confidence=moment.confidence,
        boxes=[BoxView(left=b.left, top=b.top, width=b.width, height=b.height) for b in moment.boxes],
        fields=dict(moment.fields),
    )
