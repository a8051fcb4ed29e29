"""Uploads: a file is sent in parts, which may be sent again and after any pause; the same file is sent once.

Parts go through the API, so that nobody needs a key of the object store, or can reach it.
"""

import secrets
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import Field

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.asset import S3Source
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.domain import layout
from media_insights.errors import Changed
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.begun_uploads import BegunUploads, key_suffix
from media_insights.rest.file_digests import run_where_files_are_read
from media_insights.rest.naming import Attempt, IdempotencyKey
from media_insights.rest.new_uploads import NewUpload, key_of
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.room import require_room
from media_insights.rest.upload_tokens import MOST_PARTS, Upload, part_bytes_of, upload_of
from media_insights.rest.uploaded_files import check_digest, is_same, is_there, sniffed
from media_insights.storage.multipart import UploadedPart

router = APIRouter(prefix="/v1", tags=["uploads"])
UploadId = Annotated[str, Path(max_length=2048, description="The upload's `id`.")]
PartNumber = Annotated[int, Path(ge=1, le=MOST_PARTS, description="From 1.")]


class PartView(StatusShape):
    """One part that has arrived."""

    number: int
    bytes: int


class UploadView(StatusShape):
    """An upload and what of it has arrived."""

    id: str
    source: S3Source = Field(description="Where the file will be: the source of an asset.")
    exists: bool = Field(default=False, description="The same file is there already: nothing needs to be sent.")
    bytes: int
    part_bytes: int = Field(description="Size of every part but the last.")
    part_count: int
    parts: list[PartView] = Field(default_factory=list, description="Those that have arrived.")


class UploadedFile(StatusShape):
    """A file that is there as a whole."""

    id: str
    source: S3Source
    bytes: int
    type: str = Field(description="Video, Audio, Image or Text.")
    content_type: str = ""


@router.post("/uploads", status_code=201, summary="Begin an upload", responses=declared(409, 507))
async def begin_upload(body: NewUpload, access: Accessed, idempotency_key: IdempotencyKey = "") -> UploadView:
    """Begin to send a file; with its digest, the answer says whether it is there already.

    Under an Idempotency-Key that came before, the answer says which parts have arrived.
    """
    await access.require("create", MediaAsset, body.namespace)
    if body.bytes > access.deployment.upload_bytes:
        raise ApiRefusal(413, "too-large", f"a file has at most {access.deployment.upload_bytes} bytes")
    attempt = Attempt(idempotency_key, access.caller.name, body.model_dump())
    key = key_of(body, key_suffix(attempt) if idempotency_key else secrets.token_hex(8))
    access.trail.about("objects", body.namespace, f"{access.deployment.bucket}/{key}")
    exists = bool(body.digest) and await run_in_threadpool(is_there, access.ports.store, key, body.bytes)
    if body.named:
        exists = await run_where_files_are_read(is_same, access.ports.store, key, body.bytes, body.digest)
    upload = Upload(
        namespace=body.namespace,
        key=key,
        upload="",
        bytes=body.bytes,
        part_bytes=part_bytes_of(body.bytes),
        digest=body.digest,
    )
    if exists:
        return _view(upload.token(access.signer), upload, access)
    await require_room(access.ports.capacities, body.namespace, body.bytes)
    uploads = BegunUploads(access.ports.store, access.ports.multipart)
    begun = await run_in_threadpool(uploads.begin, upload, body.content_type, attempt)
    return _view(begun.upload.token(access.signer), begun.upload, access, list(begun.parts))


@router.get("/uploads/{id}", summary="Which parts of an upload have arrived", responses=declared(404))
async def get_upload(id: UploadId, access: Accessed) -> UploadView:  # noqa: A002 - its name in the path
    """Return what has arrived, so that only the rest is sent after a pause."""
    upload = await _open_upload(id, access)
    return _view(id, upload, access, await _parts_of(upload, access))


@router.put(
    "/uploads/{id}/parts/{number}",
    summary="Send a part",
    responses=declared(404, 409),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def put_part(id: UploadId, number: PartNumber, request: Request, access: Accessed) -> PartView:  # noqa: A002 - as above
    """Store one part; sent again, it replaces the first."""
    upload = await _open_upload(id, access)
    if number > upload.parts:
        raise ApiRefusal(
            422, "invalid", f"the upload has {upload.parts} parts", at=[("path/number", "there is no such")]
        )
    if not upload.upload:
        raise ApiRefusal(409, "wrong-state", "the same file is there already: nothing is to be sent")
    content = await request.body()
    if len(content) != upload.size_of(number):
        said = f"part {number} has {upload.size_of(number)} bytes, but {len(content)} came"
        raise ApiRefusal(422, "invalid", said)
    await run_in_threadpool(access.ports.multipart.put_part, upload.key, upload.upload, number, content)
    return PartView(number=number, bytes=len(content))


@router.post("/uploads/{id}/complete", summary="Complete an upload", responses=declared(404, 409, 415))
async def complete_upload(id: UploadId, access: Accessed) -> UploadedFile:  # noqa: A002 - as above
    """Make the parts one file, and check that it is what it was said to be, of a type that can be analysed."""
    upload = await _open_upload(id, access)
    is_new = not await run_in_threadpool(is_there, access.ports.store, upload.key, upload.bytes)
    if is_new:
        is_new = await _join(upload, access)
    else:
        await _refuse_another(upload, access)  # a file of this size may be another one
        if upload.upload:
            await run_in_threadpool(access.ports.multipart.drop, upload.key, upload.upload)
    found = await run_in_threadpool(sniffed, access.ports.store, upload, is_new=is_new)
    return UploadedFile(
        id=id,
        source=_source(upload, access),
        bytes=upload.bytes,
        type=found.type,
        content_type=found.content_type,
    )


@router.delete("/uploads/{id}", status_code=204, summary="Give an upload up", responses=declared(404))
async def drop_upload(id: UploadId, access: Accessed) -> Response:  # noqa: A002 - as above
    """Forget the parts; a file that is complete stays."""
    upload = await _open_upload(id, access)
    if upload.upload:
        await run_in_threadpool(access.ports.multipart.drop, upload.key, upload.upload)
    return Response(status_code=204)


async def _open_upload(token: str, access: RequestAccess) -> Upload:
    upload = upload_of(token, access.signer)
    access.trail.about("objects", upload.namespace, f"{access.deployment.bucket}/{upload.key}")
    await access.require("create", MediaAsset, upload.namespace)
    return upload


async def _parts_of(upload: Upload, access: RequestAccess) -> list[UploadedPart]:
    if not upload.upload:
        return []
    return list(await run_in_threadpool(access.ports.multipart.parts, upload.key, upload.upload))


async def _refuse_another(upload: Upload, access: RequestAccess) -> None:
    """Raise ApiRefusal when another file has the name alone under which this one is to be kept, or none any more."""
    if layout.names_content(upload.key):
        return
    file = (upload.key, upload.bytes, upload.digest)
    if not await run_where_files_are_read(is_same, access.ports.store, *file):
        said = "somebody else stored or deleted a file of this name meanwhile: begin the upload again"
        raise ApiRefusal(409, "changed-meanwhile", said)


async def _join(upload: Upload, access: RequestAccess) -> bool:
    """Return whether the parts are the file now; not where somebody was faster with the same. Raises ApiRefusal."""
    arrived = {part.number: part.bytes for part in await _parts_of(upload, access)}
    missing = [each for each in range(1, upload.parts + 1) if arrived.get(each) != upload.size_of(each)]
    if missing:
        shown = ", ".join(map(str, missing[:20])) + (" …" if len(missing) > 20 else "")
        raise ApiRefusal(409, "upload-incomplete", f"these parts have not arrived: {shown}")
    own, multipart = (upload.key, upload.upload), access.ports.multipart
    try:
        await run_in_threadpool(multipart.join, *own, is_new=not layout.names_content(upload.key))
    except Changed:
        await run_in_threadpool(multipart.drop, *own)
        await _refuse_another(upload, access)
        return False
    await run_where_files_are_read(check_digest, access.ports.store, upload)
    return True


def _source(upload: Upload, access: RequestAccess) -> S3Source:
    return S3Source(bucket=access.deployment.bucket, key=upload.key)


def _view(token: str, upload: Upload, access: RequestAccess, parts: list[UploadedPart] | None = None) -> UploadView:
    return UploadView(
        id=token,
        source=_source(upload, access),
        exists=not upload.upload,
        bytes=upload.bytes,
        part_bytes=upload.part_bytes,
        part_count=upload.parts,
        parts=[PartView(number=part.number, bytes=part.bytes) for part in parts or ()],
    )
