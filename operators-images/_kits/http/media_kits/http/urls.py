"""Where a request goes: an address that was read once, strictly, so that nobody later reads it differently."""

import re
from dataclasses import dataclass
from typing import Literal, cast
from urllib.parse import urlsplit

from media_operator.errors import BadParameters

PORTS = {"http": 80, "https": 443}
LONGEST = 2048
"""Characters of an address; more are a mistake."""

_PLAIN = re.compile(r"[!-\[\]-~]+")
"""Printable ASCII without blanks and without the backslash, which some readers take for a slash."""
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?|[0-9a-f:.]+")
"""A name or an address; IPv6 without brackets, and without a zone."""


@dataclass(frozen=True)
class HttpUrl:
    """An http(s) address. `target` is its path and query; `host` is in lower case, IPv6 without brackets."""

    scheme: Literal["http", "https"]
    host: str
    port: int
    target: str

    @property
    def name(self) -> str:
        """Return host and, where it is not the usual one, port: what may stand in messages, as no secret is in it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def parse_url(url: str, what: str) -> HttpUrl:
    """Return the place of an address that `what` gives (a parameter, a key of the Secret), which messages name.

    Raises BadParameters for everything but http(s) with a host, and for user names in it. The address itself is never
    told: it may hold a token.
    """
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise BadParameters(f"{what} is no address: {error}") from error
    if len(url) > LONGEST or not _PLAIN.fullmatch(url):
        raise BadParameters(f"{what} must be at most {LONGEST} printable ASCII characters, no spaces (names: xn--…)")
    if scheme not in PORTS or not _HOST.fullmatch(host):
        raise BadParameters(f"{what} must be an http:// or https:// address with a host")
    if "@" in parts.netloc:
        raise BadParameters(f"{what} must not hold a user name or password")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return HttpUrl(cast('Literal["http", "https"]', scheme), host, port or PORTS[scheme], target)
