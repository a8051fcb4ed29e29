"""Similar images: frames that look like one, or show what words say, in all assets that the caller may read."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.errors import InvalidQuery, NotInstalled
from media_insights.ports.moment_search import LikeRequest
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.hit_views import HitView, hit_view
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.routers.search import NamespaceName, index_in, readable

router = APIRouter(prefix="/v1/similar", tags=["search"])
_TWO_QUESTIONS = "text and asset are two questions: give one of them"
_BY_WORDS = "give asset and time of an image that looks so; or find labels with /v1/search?q=label:…"


class SimilarQuery(BaseModel):
    """The image that others are compared with, or words that say what they show."""

    model_config = ConfigDict(extra="forbid")

    asset: Annotated[str, Field(max_length=63, description="Id of the asset that the image is of.")] = ""
    time: Annotated[int, Field(ge=0, le=2**40, description="Milliseconds: the frame that is nearest to it.")] = 0
    text: Annotated[
        str,
        Field(
            max_length=1000,
            description="In place of an asset, what images show, in words: 501 without a model that knows both.",
        ),
    ] = ""
    namespace: NamespaceName = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 20


class SimilarImages(StatusShape):
    """Images that are like one; frames that follow each other are one."""

    items: list[HitView] = Field(description="The most alike first; `best` is the frame that is most alike.")
    note: str = Field(default="", description="Why nothing may be found where something is there.")


@router.get("", summary="Find images that look like one", responses=declared(400, 404, 501))
async def similar_images(query: Annotated[SimilarQuery, Query()], access: Accessed) -> SimilarImages:
    """Find frames and images that look like one, or show what `text` says. None may do so.

    Those around an image in its own asset are left out.
    """
    index, request = index_in(access), await _request(query, access)
    try:
        found = await run_in_threadpool(index.alike, request)
    except InvalidQuery as error:
        raise ApiRefusal(404, "not-found", str(error)) from error
    except NotInstalled as error:
        raise ApiRefusal(501, "not-implemented", str(error), hint=_BY_WORDS) from error
    return SimilarImages(items=[hit_view(each) for each in found.hits], note=found.note)


async def _request(query: SimilarQuery, access: RequestAccess) -> LikeRequest:
    if query.text and query.asset:
        raise ApiRefusal(400, "query-invalid", _TWO_QUESTIONS, at=[("text", _TWO_QUESTIONS)])
    if query.text:
        return LikeRequest(text=query.text, namespaces=await readable(access, query.namespace), limit=query.limit)
    asset = await access.asset(query.asset)
    return LikeRequest(
        asset_uid=asset.metadata.uid,
        time=query.time,
        namespaces=await readable(access, query.namespace),
        asset_namespaces=frozenset({asset.metadata.namespace}),
        limit=query.limit,
    )
