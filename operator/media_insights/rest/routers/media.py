"""Bytes: an asset's source, the files that operators made, and exports for other tools."""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from media_insights.exports.formats import EXPORTS, ExportFormat
from media_insights.rest.access import Accessed
from media_insights.rest.asset_moments import EditsOrNot
from media_insights.rest.object_bytes import object_response
from media_insights.rest.problems import Responses, declared
from media_insights.rest.stored import medium_of, stored_asset
from media_insights.storage.exportable import exportable, left_out

router = APIRouter(prefix="/v1", tags=["media"])
_BYTES: dict[str, Any] = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
_MEDIA: Responses = {200: {"description": "The whole.", **_BYTES}, 206: {"description": "A range of it.", **_BYTES}}
LEFT_OUT = "Media-Insights-Left-Out"
"""Header of an export: what it leaves out, and why, as a JSON list of sentences."""
MediumName = Annotated[str, Path(max_length=63, description="Name of a medium, or `source`.")]
_TEXT: Responses = {200: {"description": "The export.", "content": {"text/plain": {"schema": {"type": "string"}}}}}
_TYPES = {
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
) -> Response:
    """Write results, as people edited them, for a player, a table or an editor; a header says what is left out."""
    stored = await stored_asset(await access.asset(id), access)
    asset = await run_in_threadpool(lambda: exportable(stored, with_edits=edits == "on"))
    sentences = await run_in_threadpool(left_out, stored)
    pieces = EXPORTS[format](asset)
    first = await run_in_threadpool(next, pieces, "")
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'attachment; filename="{asset.name}.{format}"',
        **({LEFT_OUT: json.dumps(sentences)} if sentences else {}),
    }
    return StreamingResponse(_bytes(chain([first], pieces)), headers=headers, media_type=_TYPES[format])


def _bytes(pieces: Iterator[str]) -> Iterator[bytes]:
    return (piece.encode("utf-8", "replace") for piece in pieces)
