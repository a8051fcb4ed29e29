"""Search: moments of all assets that the caller may read, by what was seen, heard, said and written in them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.errors import InvalidQuery, Unavailable
from media_insights.ports.moment_search import (
    Facets,
    FacetValue,
    Hit,
    HitPage,
    MomentSearch,
    SearchOrder,
    SearchRequest,
)
from media_insights.rest import paging
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.hit_views import HitView, hit_view
from media_insights.rest.problems import ApiRefusal, declared

router = APIRouter(prefix="/v1/search", tags=["search"])
_ORDER = "search"
_FEW = 5
"""Moments of a first page below which those of a like meaning are looked for, too."""
_MOST_SIMILAR = 10
_T = TypeVar("_T")

QueryText = Annotated[str, Field(max_length=2000, description="What to find; empty: every moment. See docs/search.md.")]
ORDERS = (
    "By fit, by confidence, asset by asset in `time`, or the same with the oldest (`created`) or the newest asset "
    "(`-created`) first."
)
NamespaceName = Annotated[str, Field(max_length=63, description="Default: all that the caller may read.")]


class SimilarMoments(StatusShape):
    """Moments whose sentences mean something like the plain words of the query; none may."""

    items: list[HitView] = Field(description="The most alike first.")
    reason: str = Field(default="", description="Why nothing could be looked for, where something is missing.")


class HitList(StatusShape):
    """A page of the moments that were found."""

    items: list[HitView]
    next: str = ""
    hint: str = Field(default="", description="How the query was read, where something else may have been meant.")
    similar: SimilarMoments | None = Field(
        default=None, description="What means something like the query; absent where it was not asked for."
    )


class FacetView(StatusShape):
    """How many of the moments that were found have a value."""

    value: str
    count: int


class FacetsView(StatusShape):
    """What the moments that were found are."""

    count: int
    capped: bool = Field(description="Whether there are more than were counted.")
    kinds: list[FacetView]
    operators: list[FacetView]
    titles: list[FacetView] = Field(description="The most frequent ones.")


class SuggestionList(StatusShape):
    """Titles of moments."""

    items: list[str]


SimilarOrNot = Annotated[
    Literal["auto", "always", "never"],
    Field(description="Moments of a like meaning: `auto` with the first page when it holds fewer than five."),
]


class SearchQuery(paging.PageQuery):
    """Parameters of a search."""

    q: QueryText = ""
    namespace: NamespaceName = ""
    order: Annotated[SearchOrder, Field(description=ORDERS)] = "relevance"
    similar: SimilarOrNot = "auto"


class FacetQuery(BaseModel):
    """Parameters of the facets of a search."""

    model_config = ConfigDict(extra="forbid")

    q: QueryText = ""
    namespace: NamespaceName = ""


class SuggestionQuery(BaseModel):
    """Parameters of suggestions."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, Field(max_length=200, description="How the title begins.")] = ""
    namespace: NamespaceName = ""
    limit: Annotated[int, Field(ge=1, le=50)] = 10


@router.get("", summary="Find moments", responses=declared(501))
async def search_moments(query: Annotated[SearchQuery, Query()], access: Accessed) -> HitList:
    """Find the moments that a query describes, in all assets that the caller may read."""
    after = paging.last_of(query, access.signer, _ORDER)
    request = SearchRequest(
        query=query.q,
        namespaces=await readable(access, query.namespace),
        order=query.order,
        limit=query.limit,
        after=after,
    )
    found = await answer_of(index_in(access).search, request)
    more = paging.cursor_of(query, access.signer, _ORDER, found.hits[-1].place) if found.more else ""
    similar = await _similar(index_in(access), request, found.hits) if _wants_similar(query, found) else None
    return HitList(items=[hit_view(each) for each in found.hits], next=more, hint=found.hint, similar=similar)


@router.get("/facets", summary="What a search finds, counted", responses=declared(501))
async def search_facets(query: Annotated[FacetQuery, Query()], access: Accessed) -> FacetsView:
    """Count kinds, operators and titles of what a query finds, up to its first 10,000 moments."""
    request = SearchRequest(query=query.q, namespaces=await readable(access, query.namespace))
    return _facets_view(await answer_of(index_in(access).facets, request))


@router.get("/suggestions", summary="Titles that begin so", responses=declared(501))
async def search_suggestions(query: Annotated[SuggestionQuery, Query()], access: Accessed) -> SuggestionList:
    """List titles of moments that begin with a text, the most frequent first."""
    namespaces, index = await readable(access, query.namespace), index_in(access)
    return SuggestionList(items=list(await run_in_threadpool(index.suggestions, query.q, namespaces, query.limit)))


def _wants_similar(query: SearchQuery, found: HitPage) -> bool:
    if query.similar != "auto":
        return query.similar == "always"
    return query.order == "relevance" and not query.cursor and len(found.hits) < _FEW


async def _similar(index: MomentSearch, request: SearchRequest, shown: Sequence[Hit]) -> SimilarMoments:
    """Return what means something like a query, and is not shown already.

    What is wrong with that must not keep its words from being found.
    """
    most = min(request.limit, _MOST_SIMILAR)
    meaning = replace(request, reading="Meaning", order="relevance", after=(), limit=most + len(shown))
    try:
        found = (await run_in_threadpool(index.search, meaning)).without(shown, most)
    except (InvalidQuery, Unavailable) as error:
        return SimilarMoments(items=[], reason=str(error))
    return SimilarMoments(items=[hit_view(each) for each in found.hits if each.score is not None], reason=found.note)


def index_in(access: RequestAccess) -> MomentSearch:
    """Return the index. Raises ApiRefusal where there is none."""
    found = access.ports.search
    if found is None:
        raise ApiRefusal(
            501,
            "not-implemented",
            "moments are not indexed here: set search.enabled in the chart, or read /v1/assets/{id}/moments",
        )
    return found


async def readable(access: RequestAccess, namespace: str) -> frozenset[str]:
    """Return the namespaces whose results the caller may read."""
    visible = {each.namespace for each in await access.visible(access.ports.assets, MediaAsset, namespace)}
    return frozenset([each for each in sorted(visible) if await access.allows("get", MediaAsset, each)])


async def answer_of(ask: Callable[[SearchRequest], _T], request: SearchRequest) -> _T:
    """Return what an index answers. Raises ApiRefusal, which says where the query goes wrong."""
    try:
        return await run_in_threadpool(ask, request)
    except InvalidQuery as error:
        where = "query/q" if error.position is None else f"query/q, character {error.position + 1}"
        raise ApiRefusal(400, "query-invalid", str(error), at=[(where, str(error))]) from error


def _facets_view(found: Facets) -> FacetsView:
    return FacetsView(
        count=found.count,
        capped=found.is_capped,
        kinds=_values(found.kinds),
        operators=_values(found.operators),
        titles=_values(found.titles),
    )


def _values(found: Sequence[FacetValue]) -> list[FacetView]:
    return [FacetView(value=each.value, count=each.count) for each in found]
