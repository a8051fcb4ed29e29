"""Routes of the engine that give addresses of single objects: a file is posted to one, and read from another.

The addresses are of this API and not of the object store: nobody can reach that, or gets a key of it.
"""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.errors import Changed
from media_insights.ports.identity import Caller
from media_insights.rest.access import Accessed
from media_insights.rest.audited import trail_of
from media_insights.rest.deployment import Deployment, Ports
from media_insights.rest.file_digests import run_where_files_are_read
from media_insights.rest.mie.catalogue_words import Json
from media_insights.rest.mie.named_objects import address_of, object_of, readable_object, upload_named
from media_insights.rest.mie.path_parts import MieNamespace
from media_insights.rest.mie.posted_forms import FormParser
from media_insights.rest.mie.requests_as_ours import MediaObject
from media_insights.rest.object_bytes import object_response
from media_insights.rest.problems import ApiRefusal, Responses, declared
from media_insights.rest.requests_in import POSTED_BYTES
from media_insights.rest.room import require_room
from media_insights.rest.signing import Signer
from media_insights.rest.stored import content_type_of
from media_insights.rest.upload_tokens import SMALLEST_PART
from media_insights.rest.uploaded_files import is_same

router = APIRouter(prefix="/mie/{namespace}", tags=["Media Insights Engine: data plane API"])
_TEXT: Responses = {200: {"description": "The address.", "content": {"text/plain": {"schema": {"type": "string"}}}}}
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
            }
        },
    }
}
_BYTES: dict[str, Any] = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
_OBJECT: Responses = {200: {"description": "The whole.", **_BYTES}, 206: {"description": "A range of it.", **_BYTES}}


@router.post("/upload", summary="Where a file may be posted", responses=declared())
async def prepare_upload(namespace: MieNamespace, body: MediaObject, request: Request, access: Accessed) -> Json:
    """Return address and fields of a form that stores a file: for an hour, for one key, for 5 GiB at most."""
    await access.require("create", MediaAsset, namespace)
    named = upload_named(body, namespace, access.deployment.bucket)
    await require_room(access.ports.capacities, namespace, 0)
    access.trail.verb = "sign"
    access.trail.about("objects", namespace, f"{access.deployment.bucket}/{named.key}")
    fields = {"key": named.key, "policy": named.token("mie-upload", access.signer)}
    return {"url": address_of(request, f"/mie/{namespace}/upload/form", access), "fields": fields}


@router.post(
    "/upload/form",
    status_code=204,
    summary="Post a file",
    responses=declared(409, 507),
    openapi_extra=_FORM,
)
async def post_file(namespace: MieNamespace, request: Request) -> Response:
    """Store the field `file`, which is the last one. The form's `policy` is what allows it: no token is sent.

    A file that is there with the same content is fine; another one of that name is never replaced.
    """
    ports: Ports = request.app.state.ports
    deployment: Deployment = request.app.state.deployment
    try:
        parser = FormParser(request.headers.get("Content-Type", ""))
    except ApiRefusal as error:
        raise ApiRefusal(401, "unauthorized", f"no policy was sent: {error}") from None
    file = await _file_begins(parser, request.stream())
    key = object_of(parser.form.fields.get("policy", ""), "mie-upload", namespace, Signer(deployment.key)).key
    _note(request, "create", namespace, f"{deployment.bucket}/{key}")
    if parser.form.fields.get("key") != key:
        raise ApiRefusal(403, "forbidden", "the form has another key than its policy")
    await require_room(ports.capacities, namespace, _length_of(request))
    await _Storing(ports, key).store(parser, file)
    return Response(status_code=204)


def _length_of(request: Request) -> int:
    """Return how many bytes a form says that it has; its file has a few less. One that does not say counts as one."""
    length = request.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdecimal() else 1


@router.post(
    "/download", summary="Where an object is read", response_class=Response, responses={**declared(404), **_TEXT}
)
async def prepare_download(
    namespace: MieNamespace, body: MediaObject, request: Request, access: Accessed
) -> PlainTextResponse:
    """Return an address from which one object is read, without a token, for an hour."""
    named = await readable_object(body, namespace, access)
    access.trail.verb = "sign"
    access.trail.about("objects", namespace, f"{access.deployment.bucket}/{named.key}")
    await run_in_threadpool(access.ports.store.head, named.key)
    token = named.token("mie-download", access.signer)
    return PlainTextResponse(address_of(request, f"/mie/{namespace}/download/{token}", access))


@router.get(
    "/download/{token}",
    summary="Read an object",
    response_class=Response,
    responses={**declared(404, 416), **_OBJECT, 304: {"description": "It is as it was read before."}},
)
async def get_object(
    namespace: MieNamespace, token: Annotated[str, Path(max_length=4096)], request: Request
) -> Response:
    """Return the object of an address; ranges are honoured. The address is what allows it: no token is sent."""
    ports: Ports = request.app.state.ports
    deployment: Deployment = request.app.state.deployment
    key = object_of(token, "mie-download", namespace, Signer(deployment.key)).key
    _note(request, "get", namespace, f"{deployment.bucket}/{key}")
    return await object_response(request, ports.store, key, content_type_of(key))


def _note(request: Request, verb: str, namespace: str, name: str) -> None:
    """Note what somebody does by an address. Nobody knows who that is; who asked for the address was recorded."""
    trail = trail_of(request)
    trail.sent_by(Caller(name=""), "address")
    trail.verb = verb
    trail.about("objects", namespace, name)


async def _file_begins(parser: FormParser, stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Read a form up to its file, and return the rest of the stream. Raises ApiRefusal for a form without one."""
    async for chunk in stream:
        parser.write(chunk)
        if parser.form.has_file:
            return stream
    raise ApiRefusal(401, "unauthorized", "the form has no file: its fields are key, policy and, as the last one, file")


@dataclass
class _Storing:
    """One file on its way into the store, part by part."""

    ports: Ports
    key: str
    upload: str = ""
    parts: int = 0
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    async def store(self, parser: FormParser, rest: AsyncIterator[bytes]) -> None:
        """Store the file. Raises ApiRefusal (400, 409, 413), and leaves nothing of one that did not come whole."""
        try:
            await self._read(parser, rest)
        except BaseException:
            await self._drop()
            raise

    async def _read(self, parser: FormParser, rest: AsyncIterator[bytes]) -> None:
        form = parser.form
        await self._take(form.take(SMALLEST_PART))
        async for chunk in rest:
            parser.write(chunk)
            await self._take(form.take(SMALLEST_PART))
        if not form.is_whole:
            raise ApiRefusal(400, "bad-request", "the form ends before its file does")
        try:
            await self._end(bytes(form.content))
        except Changed:
            await self._drop()
            file = (self.key, self.size, self.digest.hexdigest())
            if not await run_where_files_are_read(is_same, self.ports.store, *file):
                said = "somebody else stored or deleted a file of this name meanwhile: send it again"
                raise ApiRefusal(409, "changed-meanwhile", said) from None

    async def _take(self, pieces: Any) -> None:
        for piece in pieces:
            await run_in_threadpool(self._put, piece)

    def _put(self, piece: bytes) -> None:
        self._count(piece)
        if not self.upload:
            self.upload = self.ports.multipart.begin(self.key, content_type_of(self.key))
        self.parts += 1
        self.ports.multipart.put_part(self.key, self.upload, self.parts, piece)

    def _count(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > POSTED_BYTES:
            raise ApiRefusal(413, "too-large", f"a posted file has at most {POSTED_BYTES} bytes")
        self.digest.update(piece)

    async def _end(self, last: bytes) -> None:
        if not self.upload:
            self._count(last)
            await run_in_threadpool(self.ports.store.replace, self.key, last, "")
            return
        if last:
            await run_in_threadpool(self._put, last)
        await run_in_threadpool(self.ports.multipart.join, self.key, self.upload, is_new=True)

    async def _drop(self) -> None:
        if self.upload:
            await run_in_threadpool(self.ports.multipart.drop, self.key, self.upload)
            self.upload = ""
