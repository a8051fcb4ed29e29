"""Streaming (HLS, RFC 8216): the playlists of ``hls`` and the files that they name, one beside the other.

Playlists name files relatively, and segments are ranges of files, so they are passed on as they are stored.
"""

from functools import lru_cache
from pathlib import PurePosixPath
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.concurrency import run_in_threadpool

from media_insights.rest.access import Accessed
from media_insights.rest.object_bytes import object_response
from media_insights.rest.problems import ApiRefusal, Responses, declared
from media_insights.rest.stored import StoredFile, content_type_of, medium_of
from media_insights.storage.playlists import family_of

router = APIRouter(prefix="/v1", tags=["media"])
PLAYLIST = "HlsPlaylist"
StreamedFile = Annotated[
    str, Path(max_length=255, description="`hls.m3u8`, which players open, or a file that it leads to.")
]
_BYTES: dict[str, Any] = {
    "content": {
        "application/vnd.apple.mpegurl": {"schema": {"type": "string"}},
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
    }
}
_FILES: Responses = {
    200: {"description": "The whole.", **_BYTES},
    206: {"description": "A range of it.", **_BYTES},
    304: {"description": "It is as it was read before."},
}


@router.get(
    "/assets/{id}/hls/{file}",
    summary="A playlist or a file for streaming",
    response_class=Response,
    responses={**declared(404, 409, 416), **_FILES},
)
async def get_stream_file(id: str, file: StreamedFile, request: Request, access: Accessed) -> Response:  # noqa: A002 - its name in the path
    """Return a file of the asset's stream; ranges are honoured. Give players the address of `hls.m3u8`."""
    playlist = medium_of(await access.asset(id), PLAYLIST, access.ports.store, access.deployment.bucket)
    key = str(PurePosixPath(playlist.key).with_name(file)) if "/" not in file and file not in ("", ".", "..") else ""
    if key not in await run_in_threadpool(_family, playlist):
        raise ApiRefusal(404, "not-found", f"the stream of this asset has no file {file}; begin with hls.m3u8")
    return await object_response(request, playlist.store, key, content_type_of(key))


def _family(playlist: StoredFile) -> frozenset[str]:
    return _read(playlist, playlist.store.head(playlist.key).etag)


@lru_cache(maxsize=256)
def _read(playlist: StoredFile, _etag: str) -> frozenset[str]:
    """Return the keys of a playlist and all that it leads to, read once while somebody plays it."""
    return frozenset(family_of(playlist.key, lambda key, most: playlist.store.range(key, 0, most)))
