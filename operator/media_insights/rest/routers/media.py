"""Bytes: an asset's source, the files that operators made, and exports for other tools."""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import Field
from starlette.responses import StreamingResponse

from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.exports.formats import ExportFormat, ExportRequest, pieces_of
from media_insights.exports.subtitles import tracks_of
from media_insights.rest.access import Accessed
from media_insights.rest.asset_moments import EditsOrNot
from media_insights.rest.object_bytes import disposition, object_response
from media_insights.rest.problems import Responses, declared
from media_insights.rest.stored import medium_of, stored_asset
from media_insights.storage.exportable import exportable, left_out

router = APIRouter(prefix="/v1", tags=["media"])
_BYTES: dict[str, Any] = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
_MEDIA: Responses = {200: {"description": "The whole.", **_BYTES}, 206: {"description": "A range of it.", **_BYTES}}
LEFT_OUT = "Media-Insights-Left-Out"
"""Header of an export: what it leaves out, and why, as a JSON list of sentences."""
MediumName = Annotated[str, Path(max_length=63, description="Name of a medium, or `source`.")]
ExportLanguage = Annotated[
    str,
    Query(
        max_length=35,
        pattern=r"^[A-Za-z0-9-]*$",
        description="Of vtt, srt and txt: which translation, for instance `es`; default: what is said.",
    ),
]
_TEXT: Responses = {200: {"description": "The export.", "content": {"text/plain": {"schema": {"type": "string"}}}}}
_TYPES = {
    ExportFormat.VTT: "text/vtt",
    ExportFormat.SRT: "application/x-subrip",
    ExportFormat.TXT: "text/plain",
    ExportFormat.WEBVTT_METADATA: "text/vtt",
    ExportFormat.VIDEO_INDEXER: "application/json",
    ExportFormat.CSV: "text/csv",
    ExportFormat.EDL: "text/plain",
    ExportFormat.OTIO: "application/json",
}


@router.get(
    "/assets/{id}/media/{medium}",
    summary="The bytes of a medium",
    response_class=Response,
    responses={**declared(404, 409, 416), **_MEDIA, 304: {"description": "It is as it was read before."}},
)
async def get_medium(id: str, medium: MediumName, request: Request, access: Accessed) -> Response:  # noqa: A002 - its name in the path
    """Return the asset's source or a file that an operator made; ranges are honoured, so players can seek."""
    found = medium_of(await access.asset(id), medium, access.ports.store, access.deployment.bucket)
    return await object_response(request, found.store, found.key, found.content_type)


class CaptionLanguage(StatusShape):
    """A language in which an asset has captions, which the exports `vtt` and `srt` write."""

    language: str = Field(description="Empty where nobody found out which language is spoken.")
    source: bool = Field(description="Whether it is what is said, and no translation.")
    captions: int


class CaptionLanguageList(StatusShape):
    """Languages, what is said first."""

    items: list[CaptionLanguage]


@router.get("/assets/{id}/captions", summary="In which languages there are captions", responses=declared(404, 409))
async def list_captions(id: str, access: Accessed) -> CaptionLanguageList:  # noqa: A002 - its name in the path
    """List the languages of the captions that `captions` and `translate-captions` made."""
    stored = await stored_asset(await access.asset(id), access)
    found = await run_in_threadpool(lambda: tracks_of(exportable(stored)))
    items = [CaptionLanguage(language=e.language, source=e.is_source, captions=len(e.captions)) for e in found]
    return CaptionLanguageList(items=items)


@router.get(
    "/assets/{id}/exports/{format}",
    summary="An asset's results as another tool reads them",
    response_class=Response,
    responses={**declared(404, 409), **_TEXT},
)
async def get_export(
    id: str,  # noqa: A002 - its name in the path
    format: ExportFormat,  # noqa: A002 - as above
    access: Accessed,
    edits: Annotated[EditsOrNot, Query()] = "on",
    language: ExportLanguage = "",
) -> Response:
    """Write results, as people edited them, for a player, a table or an editor; a header says what is left out."""
    stored = await stored_asset(await access.asset(id), access)
    asset = await run_in_threadpool(lambda: exportable(stored, with_edits=edits == "on"))
    sentences = await run_in_threadpool(left_out, stored)
    pieces = pieces_of(asset, ExportRequest(format, language))
    first = await run_in_threadpool(next, pieces, "")
    dotted = f".{language}" if language else ""
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": disposition("attachment", f"{asset.name}{dotted}.{format}"),
        **({LEFT_OUT: json.dumps(sentences)} if sentences else {}),
    }
    return StreamingResponse(_bytes(chain([first], pieces)), headers=headers, media_type=_TYPES[format])


def _bytes(pieces: Iterator[str]) -> Iterator[bytes]:
    return (piece.encode("utf-8", "replace") for piece in pieces)
