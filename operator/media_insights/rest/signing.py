"""Signed tokens: what the API hands out and gets back unchanged – cursors, uploads – so that it needs no memory."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_MAC = 16
"""Bytes of a signature: 128 bits."""


class Untrusted(ValueError):  # noqa: N818 - reads as a sentence where it is raised
    """A token was not made here, for another purpose, or has expired."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs small JSON objects with HMAC-SHA-256; a token of one purpose is none of another."""

    key: bytes

    def sign(self, purpose: str, content: Mapping[str, Any], *, expires: int) -> str:
        """Return a token that holds ``content`` and is good until a time (seconds since 1970)."""
        body = _encoded(json.dumps({**content, "exp": expires}, separators=(",", ":"), ensure_ascii=False).encode())
        return f"{body}.{_encoded(self._mac(purpose, body))}"

    def read(self, purpose: str, token: str, *, now: float) -> dict[str, Any]:
        """Return what a token holds. Raises Untrusted."""
        body, _, mac = token.partition(".")
        try:
            if not hmac.compare_digest(self._mac(purpose, body), _decoded(mac)):
                raise Untrusted("it was not made here")
            content: dict[str, Any] = json.loads(_decoded(body))
        except (ValueError, binascii.Error) as error:
            raise Untrusted("it was not made here") from error
        if content.pop("exp") < now:
            raise Untrusted("it has expired")
        return content

    def _mac(self, purpose: str, body: str) -> bytes:
        return hmac.digest(self.key, f"{purpose}\n{body}".encode(), hashlib.sha256)[:_MAC]


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
