"""Bytes of stored objects: whole, or the range that was asked for (RFC 9110), never more than a piece in memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from media_insights.rest.problems import ApiRefusal
from media_insights.storage.store import ObjectInfo, Store

PIECE = 2**20
"""Bytes that are read from the store at once."""
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",  # a file of somebody else never runs as a page of ours
    "Cache-Control": "private, no-cache",
}
"""Headers of every answer that is a stored file."""
_RANGES = {**HARMLESS, "Accept-Ranges": "bytes"}


@dataclass(frozen=True, slots=True)
class ByteRange:
    """A part of an object."""

    start: int
    length: int


async def object_response(request: Request, store: Store, key: str, content_type: str) -> Response:
    """Return an object as an answer to a GET. Raises the errors of the store, and ApiRefusal (416)."""
    info = await run_in_threadpool(store.head, key)
    etag = f'"{info.etag}"'
    if etag in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers={**_RANGES, "ETag": etag})
    span = _span_of(request, info, etag)
    headers = {**_RANGES, "ETag": etag, "Content-Disposition": disposition("inline", key.rpartition("/")[2])}
    whole = span is None
    span = span or ByteRange(0, info.bytes)
    if not whole:
        headers["Content-Range"] = f"bytes {span.start}-{span.start + span.length - 1}/{info.bytes}"
    headers["Content-Length"] = str(span.length)
    status = 200 if whole else 206
    return StreamingResponse(_pieces(store, key, span), status, headers, media_type=content_type)


def disposition(kind: str, file: str) -> str:
    """Return the header that names a file (RFC 6266): of no name does a character mean anything in it."""
    return f"{kind}; filename*=UTF-8''{quote(file, safe='')}"


def _span_of(request: Request, info: ObjectInfo, etag: str) -> ByteRange | None:
    """Return the range that is asked for; None for the whole, also where several are asked for."""
    wanted = _RANGE.fullmatch(request.headers.get("Range", ""))
    if wanted is None or request.headers.get("If-Range", etag) != etag or not (wanted[1] or wanted[2]):
        return None
    if not wanted[1]:
        start, end = max(0, info.bytes - int(wanted[2])), info.bytes - 1
    else:
        start, end = int(wanted[1]), min(int(wanted[2] or info.bytes), info.bytes - 1)
    if start > end:
        raise ApiRefusal(416, "range-not-satisfiable", f"the object has {info.bytes} bytes")
    return ByteRange(start, end - start + 1)


def _pieces(store: Store, key: str, span: ByteRange) -> Iterator[bytes]:
    """Yield the bytes; Starlette reads this in a thread."""
    end = span.start + span.length
    for start in range(span.start, end, PIECE):
        yield store.range(key, start, min(PIECE, end - start))
