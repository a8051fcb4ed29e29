"""Frames: still images of a video, as ``proxy`` made them. They are parts of a stored file: nothing is decoded here."""

from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ConfigDict, Field

from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.rest.access import Accessed
from media_insights.rest.object_bytes import HARMLESS
from media_insights.rest.problems import Responses, declared
from media_insights.rest.stored import StoredFile, medium_of
from media_insights.storage.frame_archives import FrameArchive, jpeg_of, read_archive

router = APIRouter(prefix="/v1", tags=["media"])
FRAMES = "Frames"
FrameTime = Annotated[int, Path(ge=0, le=2**40, description="Milliseconds from the start of the video.")]
_JPEG: Responses = {
    200: {
        "description": "The frame; `Content-Location` has its own time.",
        "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}},
    },
    304: {"description": "It is as it was read before."},
}


class FrameList(StatusShape):
    """The frames of a video in the order of time."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"times": [0, 1000, 1480, 2000], "shots": [1480]}]},
    )

    times: list[int] = Field(description="Milliseconds of every frame.")
    shots: list[int] = Field(description="Those of them that were taken because a shot begins there.")


@router.get("/assets/{id}/frames", summary="At which times there are frames", responses=declared(404, 409))
async def list_frames(id: str, access: Accessed) -> FrameList:  # noqa: A002 - its name in the path
    """List the times of the frames that `proxy` took: one a second unless told otherwise, and where shots begin."""
    file = medium_of(await access.asset(id), FRAMES, access.ports.store, access.deployment.bucket)
    archive = await run_in_threadpool(_archive_of, file)
    return FrameList(
        times=[each.time for each in archive.frames],
        shots=[each.time for each in archive.frames if each.reason == "shot"],
    )


@router.get(
    "/assets/{id}/frames/{time}.jpg",
    summary="The frame at a time",
    response_class=Response,
    responses={**declared(404, 409), **_JPEG},
)
async def get_frame(id: str, time: FrameTime, request: Request, access: Accessed) -> Response:  # noqa: A002 - as above
    """Return the last frame that was taken until a time, or else the first, as `proxy` stored it."""
    file = medium_of(await access.asset(id), FRAMES, access.ports.store, access.deployment.bucket)
    archive = await run_in_threadpool(_archive_of, file)
    frame = archive.at(time)
    etag = f'"{archive.etag}-{frame.time}"'
    headers = {
        **HARMLESS,
        "ETag": etag,
        "Content-Location": f"{access.deployment.prefix}/v1/assets/{id}/frames/{frame.time}.jpg",
    }
    if etag in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=headers)
    content = await run_in_threadpool(jpeg_of, file.store, archive, frame)
    return Response(content, headers=headers, media_type="image/jpeg")


def _archive_of(file: StoredFile) -> FrameArchive:
    return _read(file, file.store.head(file.key).etag)


@lru_cache(maxsize=16)
def _read(file: StoredFile, etag: str) -> FrameArchive:
    """Return an archive's list, which is read once while a player or a page asks for one frame after the other."""
    return read_archive(file.store, file.key, etag)
