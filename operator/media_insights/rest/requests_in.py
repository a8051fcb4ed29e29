"""What happens to every request before its route: paths are put right, foreign pages and large bodies refused."""

import re
from urllib.parse import urlsplit

from fastapi import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from media_insights.rest.deployment import Deployment
from media_insights.rest.problems import CONTENT_TYPE, ApiRefusal

_SLASHES = re.compile(r"/{2,}")
_MIE_STAGE = re.compile(r"^(/mie/[^/]+)/api(?=/|$)")
"""MIE's clients have the stage of its API Gateway in their paths."""
_PART = re.compile(r"^/v1/uploads/[^/]+/parts/")
_FORM = re.compile(r"^/mie/[^/]+/upload/form$")
POSTED_BYTES = 5 * 2**30
"""Most bytes of a file that comes in a form, as in the engine."""
_FORM_BYTES = POSTED_BYTES + 2**20
_MIE_ROUTES = re.compile(
    r"^(?:/api)?(/(?:workflow|system|service|upload|download|mediapath|create|metadata|checkout|checkin|checkouts)"
    r"(?:/.*)?)$"
)
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class RoutePaths:
    """Takes the installation's prefix from paths, joins double slashes, and finds MIE's routes where MIE had them."""

    def __init__(self, app: ASGIApp, deployment: Deployment) -> None:
        self._app = app
        self._deployment = deployment

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under the path of its route."""
        if scope["type"] == "http":
            path = self._path_of(scope["path"])
            scope = {**scope, "path": path, "raw_path": path.encode()}
        await self._app(scope, receive, send)

    def _path_of(self, path: str) -> str:
        prefix = self._deployment.prefix
        path = _SLASHES.sub("/", path)
        if prefix and (path == prefix or path.startswith(f"{prefix}/")):
            path = path.removeprefix(prefix) or "/"
        path = _MIE_STAGE.sub(r"\1", path)
        namespace = self._deployment.mie_namespace
        if namespace and (found := _MIE_ROUTES.match(path)):
            return f"/mie/{namespace}{found[1]}"
        return path.rstrip("/") if path.startswith("/mie/") else path


class Hosts:
    """Refuses requests for another host, and writing ones that a page of another origin makes a browser send."""

    def __init__(self, app: ASGIApp, deployment: Deployment) -> None:
        self._app = app
        self._hosts = deployment.hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """StageAnswer 403, or pass the request on."""
        refusal = self._refusal(scope) if scope["type"] == "http" and self._hosts else None
        if refusal is None:
            await self._app(scope, receive, send)
        else:
            await JSONResponse(refusal.document(), 403, media_type=CONTENT_TYPE)(scope, receive, send)

    def _refusal(self, scope: Scope) -> ApiRefusal | None:
        headers = dict(scope["headers"])
        if _host_of(headers.get(b"host", b"")) not in self._hosts:
            return ApiRefusal(403, "wrong-host", "this address does not answer under that name; use 127.0.0.1")
        origin = headers.get(b"origin", b"")
        if (
            origin
            and scope["method"] not in _READING
            and urlsplit(origin.decode("latin-1")).hostname not in self._hosts
        ):
            return ApiRefusal(403, "wrong-origin", "a page of another origin may not do this")
        return None


class Bodies:
    """Refuses bodies that are larger than their route takes, whether they say so or not."""

    def __init__(self, app: ASGIApp, deployment: Deployment) -> None:
        self._app = app
        self._deployment = deployment

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what is received, and end with 413 beyond the limit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._most(scope["path"])
        received = 0

        async def limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(413, f"the body is larger than {most} bytes")
            return message

        await self._app(scope, limited, send)

    def _most(self, path: str) -> int:
        if _FORM.match(path):
            return _FORM_BYTES
        return self._deployment.part_bytes if _PART.match(path) else self._deployment.body_bytes


def _host_of(header: bytes) -> str:
    """Return a Host header without its port, lower case; an IPv6 address without its brackets."""
    return (urlsplit(f"//{header.decode('latin-1')}").hostname or "") if header else ""
