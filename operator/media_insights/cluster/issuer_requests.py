"""Requests to an issuer of identities: bounded in time and size, and never sent on to where it redirects."""

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp

from media_insights.errors import Unauthorized, Unavailable

TIMEOUT = 10.0
"""Seconds for an answer of the issuer."""
MAX_BYTES = 2**20
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


async def ask(
    issuer: str, method: str, url: str, *, form: Mapping[str, str] | None = None, authorization: str = ""
) -> dict[str, Any]:
    """Return an answer of an issuer. Raises Unavailable, and Unauthorized for what it does not accept."""
    headers = {"Accept": "application/json", **({"Authorization": authorization} if authorization else {})}
    timeout = aiohttp.ClientTimeout(total=TIMEOUT)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.request(method, url, data=form, headers=headers, allow_redirects=False) as answer,
        ):
            found = json.loads(await _content_of(answer))
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise Unavailable(f"the issuer {issuer} cannot be asked: {error}") from error
    if not isinstance(found, dict) or answer.status >= 500:
        raise Unavailable(f"the issuer {issuer} answered {answer.status}")
    if answer.status >= 300:
        raise Unauthorized(f"the issuer refused: {found.get('error_description') or found.get('error') or ''}")
    return found


def basic(client: str, secret: str) -> str:
    """Return the credentials of a client as a header has them (RFC 6749, 2.3.1)."""
    pair = f"{quote(client, safe='')}:{quote(secret, safe='')}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def is_safe(url: Any) -> bool:
    """Return whether an address keeps what is sent to it secret: by TLS, or because it does not leave the machine."""
    parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


async def _content_of(answer: aiohttp.ClientResponse) -> bytes:
    """Return an answer's content. Raises ValueError for one that is larger than any of an issuer's."""
    content = bytearray()
    async for piece in answer.content.iter_chunked(2**16):
        content += piece
        if len(content) > MAX_BYTES:
            raise ValueError(f"its answer has more than {MAX_BYTES} bytes")
    return bytes(content)
