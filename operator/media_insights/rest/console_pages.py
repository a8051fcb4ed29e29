"""The console: its built files and its one page, which every address that is no route of the API leads to.

``<base href>`` names the installation's prefix, so that the files need not be built for it. The files are compressed
once, when they are read; their names contain their digests, so that browsers keep them.
"""

import gzip
import html
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from media_insights.rest.deployment import Deployment
from media_insights.rest.embed_links import embed_link, link_in

PAGE = "index.html"
_API = ("/v1", "/mie", "/docs", "/openapi.json", "/healthz", "/readyz", "/version")
_PLACE = "<!-- server -->"
"""Where in the built page the server writes what depends on the request."""
_DIGESTED = "/static/"
_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
"""What is built, all of it text; a table of our own, since the machine's may say anything."""
_HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


@dataclass(frozen=True, slots=True)
class ConsoleFile:
    """A built file, as it is and compressed."""

    content: bytes = field(repr=False)
    compressed: bytes = field(repr=False)
    content_type: str


def shipped_console() -> Path:
    """Return the folder of the built files that this installation brought along."""
    return Path(str(files("media_insights"))) / "console_files"


@cache
def console_files(folder: Path) -> Mapping[str, ConsoleFile]:
    """Return the built files by their paths, for instance ``/static/index-1a2b.js``; empty where there are none."""
    return dict(_files_below(folder)) if folder.is_dir() else {}


def answer_of(request: Request, deployment: Deployment) -> Response | None:
    """Return the console's answer to a request that no route of the API matches; None when it is not the console's."""
    path = request.scope["path"]
    if request.method not in {"GET", "HEAD"} or _is_of_api(path):
        return None
    shipped = console_files(deployment.console or shipped_console())
    if path in shipped and path != f"/{PAGE}":
        return _file(shipped[path], request, is_digested=path.startswith(_DIGESTED))
    wants_page = path == "/" or "text/html" in request.headers.get("Accept", "")
    if path.startswith(_DIGESTED) or not wants_page or f"/{PAGE}" not in shipped:
        return None
    return _page(shipped[f"/{PAGE}"], request, deployment)


def policy(nonce: str, ancestors: Sequence[str] = ()) -> str:
    """Return the page's Content-Security-Policy: its own files, no script in text, and who may frame it (nobody)."""
    framing = " ".join(ancestors) or "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' blob: data:",
            "media-src 'self' blob:",
            "connect-src 'self'",
            "font-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {framing}",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _is_of_api(path: str) -> bool:
    return any(path == each or path.startswith(f"{each}/") for each in _API)


def _page(page: ConsoleFile, request: Request, deployment: Deployment) -> Response:
    nonce = secrets.token_urlsafe(16)
    link = link_in(request.scope["path"])
    about: dict[str, Any] = {
        "signIn": deployment.sessions is not None,
        "namespace": deployment.mie_namespace,
        "cluster": request.app.state.ports.batches is not None,
    }
    if link:
        shown = embed_link(link, deployment.key)
        about = {"embed": {"link": link, "asset": shown.asset if shown else ""}}
    written = (
        f'<base href="{html.escape(deployment.prefix)}/" />'
        f'<meta property="csp-nonce" nonce="{nonce}" content="{nonce}" />'
        f'<meta name="deployment" content="{html.escape(json.dumps(about))}" />'
    )
    content = page.content.replace(_PLACE.encode(), written.encode())
    ancestors = deployment.embed_origins if link else ()
    headers = {**_HARMLESS, "Content-Security-Policy": policy(nonce, ancestors), "Cache-Control": "no-store"}
    if link:
        headers["Referrer-Policy"] = "no-referrer"  # its address is all that is needed to look
    return Response(b"" if request.method == "HEAD" else content, headers=headers, media_type=page.content_type)


def _file(file: ConsoleFile, request: Request, *, is_digested: bool) -> Response:
    small = "gzip" in request.headers.get("Accept-Encoding", "") and len(file.compressed) < len(file.content)
    content = file.compressed if small else file.content
    headers = {
        **_HARMLESS,
        "Content-Security-Policy": "default-src 'none'",
        "Cache-Control": "public, max-age=31536000, immutable" if is_digested else "public, max-age=3600",
        "Vary": "Accept-Encoding",
        "Content-Length": str(len(content)),
        **({"Content-Encoding": "gzip"} if small else {}),
    }
    return Response(b"" if request.method == "HEAD" else content, headers=headers, media_type=file.content_type)


def _files_below(root: Path) -> Iterator[tuple[str, ConsoleFile]]:
    for path in sorted(each for each in root.rglob("*") if each.is_file()):
        content = path.read_bytes()
        compressed = gzip.compress(content, 9, mtime=0)
        yield f"/{path.relative_to(root).as_posix()}", ConsoleFile(content, compressed, _TYPES[path.suffix])
