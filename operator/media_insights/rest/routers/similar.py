"""Similar images: frames and photographs that look like one, in all assets that the caller may read."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.errors import InvalidQuery
from media_insights.ports.moment_search import LikeRequest
from media_insights.rest.access import Accessed
from media_insights.rest.hit_views import HitView, hit_view
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.routers.search import NamespaceName, index_in, readable

router = APIRouter(prefix="/v1/similar", tags=["search"])
_NO_TEXT_TOWER = "no model here knows words and images: an image is found by another image only"
_BY_WORDS = "give asset and time of an image that looks so; or find labels with /v1/search?q=label:…"


class SimilarQuery(BaseModel):
    """The image that others are compared with."""

    model_config = ConfigDict(extra="forbid")

    asset: Annotated[str, Field(max_length=63, description="Id of the asset that the image is of.")] = ""
    time: Annotated[int, Field(ge=0, le=2**40, description="Milliseconds: the frame that is nearest to it.")] = 0
    text: Annotated[str, Field(max_length=1000, description="What it shows, in words: 501 without a model.")] = ""
    namespace: NamespaceName = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 20


class SimilarImages(StatusShape):
    """Images that are like one; frames that follow each other are one."""

    items: list[HitView] = Field(description="The most alike first; `best` is the frame that is most alike.")


@router.get("", summary="Find images that look like one", responses=declared(404, 501))
async def similar_images(query: Annotated[SimilarQuery, Query()], access: Accessed) -> SimilarImages:
    """Find frames and images that look like one; those around it in its own asset are left out. None may be alike."""
    if query.text:
        raise ApiRefusal(501, "not-implemented", _NO_TEXT_TOWER, hint=_BY_WORDS)
    index, asset = index_in(access), await access.asset(query.asset)
    wanted = await readable(access, query.namespace)
    request = LikeRequest(
        asset_uid=asset.metadata.uid,
        time=query.time,
        namespaces=wanted,
        asset_namespaces=frozenset({asset.metadata.namespace}),
        limit=query.limit,
    )
    try:
        found = await run_in_threadpool(index.alike, request)
    except InvalidQuery as error:
        raise ApiRefusal(404, "not-found", str(error)) from error
    return SimilarImages(items=[hit_view(each) for each in found.hits])
