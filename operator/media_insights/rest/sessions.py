"""Sessions of people: who signed in, sealed in a cookie, so that any replica can open it and none keeps anything.

Cookies are encrypted (JWE, RFC 7516: ``dir`` with A256GCM). The first key seals; all open, so that keys can be rotated.
Names begin with ``__Host-``: browsers take such a cookie over TLS only, and send it to this host only.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from media_insights.ports.identity import Caller
from media_insights.ports.sign_in import SignedIn
from media_insights.rest.problems import ApiRefusal

SESSION = "__Host-media-insights"
"""Cookie of who is signed in."""
SIGN_IN = "__Host-media-insights-sign-in"
"""Cookie of a sign-in that has begun."""
SESSION_SECONDS = 8 * 3600
SIGN_IN_SECONDS = 600
LONGEST = 3800
"""Characters of a cookie's value: browsers keep 4,096 bytes with its name and attributes."""
SHORTEST_KEY = 32
READING = frozenset({"GET", "HEAD", "OPTIONS"})
_ALGORITHMS = ["dir", "A256GCM"]
_EVERYBODY = "system:authenticated"
"""Kubernetes' group of all whom it knows; roles for everybody name it."""
_PATH = re.compile(r"/(?![/\\])[!-~]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSettings:
    """How sessions are sealed, and where browsers see the API."""

    origin: str
    """Scheme, host and port under which browsers reach the API: ``https://media.example.com``."""
    keys: tuple[str, ...] = field(repr=False)
    """At least 32 characters each; the first seals, all open."""

    def __post_init__(self) -> None:
        """Raises ValueError without a key, or for one that is too short."""
        if not self.keys or any(len(each) < SHORTEST_KEY for each in self.keys):
            raise ValueError(f"session keys have at least {SHORTEST_KEY} characters each, and there is at least one")

    def seal(self, purpose: str, content: Mapping[str, Any], *, expires: int) -> str:
        """Return a cookie's value that only this installation can read, good until a time (seconds since 1970)."""
        text = json.dumps({**content, "purpose": purpose, "exp": expires}, ensure_ascii=False, separators=(",", ":"))
        return jwe.encrypt_compact({"alg": "dir", "enc": "A256GCM"}, text.encode(), _key(self.keys[0]))

    def open(self, purpose: str, value: str, *, now: float) -> dict[str, Any] | None:
        """Return what a cookie holds; None for one that was not sealed here, for another purpose, or has expired."""
        for each in self.keys if len(value) <= LONGEST else ():
            try:
                plain = jwe.decrypt_compact(value, _key(each), algorithms=_ALGORITHMS).plaintext
                content: dict[str, Any] = json.loads(plain or b"")
            except (JoseError, ValueError):
                continue
            return content if content.get("purpose") == purpose and content.get("exp", 0) > now else None
        return None


def session_of(person: SignedIn, settings: SessionSettings, *, now: float) -> str:
    """Return the cookie of somebody who signed in. Raises ApiRefusal when a browser would not keep it."""
    value = settings.seal(
        SESSION, {"name": person.name, "groups": list(person.groups)}, expires=int(now) + SESSION_SECONDS
    )
    if len(value) > LONGEST:
        said = f"{person.name} is in {len(person.groups)} groups, more than a cookie holds"
        raise ApiRefusal(403, "too-many-groups", said, hint="let the issuer put only those into its token that matter")
    return value


def caller_of_session(value: str, settings: SessionSettings, *, now: float) -> Caller | None:
    """Return whom a session's cookie is of; None when it is not good, or no longer."""
    content = settings.open(SESSION, value, now=now)
    if content is None:
        return None
    return Caller(name=content["name"], groups=(*content["groups"], _EVERYBODY))


def require_own_origin(method: str, origin: str, settings: SessionSettings) -> None:
    """Raise ApiRefusal (403) when a page of another origin makes a browser write with its cookie.

    Browsers say with every writing request which origin sent it; one without is from no page of ours.
    """
    if method not in READING and origin != settings.origin:
        said = "a request that writes with a session's cookie comes from a page of this address only"
        raise ApiRefusal(403, "wrong-origin", said, hint="programs send a token: Authorization: Bearer TOKEN")


def own_path(path: str) -> str:
    """Return a path of this address to which a browser may be sent; ``/`` for anything else."""
    return path if _PATH.fullmatch(path) else "/"


def secret() -> str:
    """Return 256 random bits as text."""
    return secrets.token_urlsafe(32)


def _key(text: str) -> OctKey:
    return OctKey.import_key(hashlib.sha256(f"media-insights session\n{text}".encode()).digest())
