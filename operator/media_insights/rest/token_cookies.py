"""Cookies of people who pasted a token: browsers send them with images, videos and events, where no header can be set.

The token itself is sealed in the cookie, so that the cluster reviews it on every request: one that is revoked or has
expired is of no use here either. No script can read it, and no other site can make a browser write with it.
"""

import time

from fastapi import Request, Response

from media_insights.rest.problems import ApiRefusal
from media_insights.rest.sessions import LONGEST, READING, SESSION_SECONDS, SessionSettings

COOKIE = "media-insights-token"


def set_token_cookie(answer: Response, request: Request, token: str, key: bytes, prefix: str) -> None:
    """Give a browser the cookie of a token. Raises ApiRefusal for a token that a browser would not keep."""
    value = _settings(key).seal(COOKIE, {"token": token}, expires=int(time.time()) + SESSION_SECONDS)
    if len(value) > LONGEST:
        said = f"the token has {len(token)} characters, more than a cookie holds"
        raise ApiRefusal(422, "invalid", said, at=[("/token", "use one of a service account")])
    _set(answer, request, value, prefix, SESSION_SECONDS)


def drop_token_cookie(answer: Response, request: Request, prefix: str) -> None:
    """Take the cookie away."""
    _set(answer, request, "", prefix, 0)


def token_of_cookie(request: Request, key: bytes) -> str:
    """Return the token that a browser was given; empty without a good cookie.

    Raises ApiRefusal (403) when another site's page makes the browser write: browsers say so, and no page can lie.
    """
    value = request.cookies.get(COOKIE, "")
    content = _settings(key).open(COOKIE, value, now=time.time()) if value else None
    if content is None:
        return ""
    if request.method not in READING and request.headers.get("Sec-Fetch-Site") != "same-origin":
        said = "a request that writes with a cookie comes from a page of this address only"
        raise ApiRefusal(403, "wrong-origin", said, hint="programs send a token: Authorization: Bearer TOKEN")
    return str(content["token"])


def _settings(key: bytes) -> SessionSettings:
    return SessionSettings(origin="", keys=(key.hex(),))


def _set(answer: Response, request: Request, value: str, prefix: str, seconds: int) -> None:
    """Set the cookie; over TLS, as the page's origin says it, only there."""
    over_tls = request.headers.get("Origin", "").startswith("https://")
    path = prefix or "/"
    answer.set_cookie(COOKIE, value, seconds, path=path, secure=over_tls, httponly=True, samesite="strict")
    answer.headers["Cache-Control"] = "no-store"
