"""Session: who asks, and how people sign in: by OpenID Connect, or with a token that they paste.

Either way a sealed cookie is at its end.
"""

import hmac
import time
from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import RedirectResponse

from media_insights.errors import Unauthorized
from media_insights.ports.identity import Caller
from media_insights.ports.sign_in import SignIn, SignInAttempt
from media_insights.rest.access import Accessed
from media_insights.rest.audited import trail_of
from media_insights.rest.deployment import Deployment, Ports
from media_insights.rest.problems import ApiRefusal, Responses, declared
from media_insights.rest.sessions import (
    SESSION,
    SESSION_SECONDS,
    SIGN_IN,
    SIGN_IN_SECONDS,
    SessionSettings,
    caller_of_session,
    own_path,
    require_own_origin,
    secret,
    session_of,
)
from media_insights.rest.token_cookies import drop_token_cookie, set_token_cookie

router = APIRouter(prefix="/v1/session", tags=["session"])
_ELSEWHERE: Responses = {303: {"description": "Where the browser goes next."}}
_NO_SIGN_IN = "nobody signs in here: send a token, Authorization: Bearer TOKEN"


class SessionView(BaseModel):
    """Who asks."""

    name: str = Field(description="As Kubernetes knows them; rights are bound to it or to a group.")
    groups: list[str]
    via: Literal["token", "cookie", "link"] = Field(description="What was sent to show it.")


class SessionToken(BaseModel):
    """A token that somebody pasted."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"token": "eyJhbGciOi…"}]})

    token: str = Field(min_length=1, max_length=8192)


@router.get("", summary="Who asks", responses=declared())
async def get_session(access: Accessed) -> SessionView:
    """Return who the caller is."""
    return SessionView(name=access.caller.name, groups=list(access.caller.groups), via=access.via)


@router.post("", status_code=204, summary="Sign in with a token", responses=declared())
async def begin_session(body: SessionToken, request: Request) -> Response:
    """Give a browser a cookie with a token; it is reviewed on every request, as if it were sent."""
    ports: Ports = request.app.state.ports
    deployment: Deployment = request.app.state.deployment
    trail = trail_of(request)
    trail.verb = "sign-in"
    try:
        caller = await ports.identity.caller_of(body.token)
    except Unauthorized as error:
        raise ApiRefusal(401, "unauthorized", str(error)) from None
    trail.sent_by(caller, "sign-in")
    answer = Response(status_code=204)
    set_token_cookie(answer, request, body.token, deployment.key, deployment.prefix)
    return answer


@router.get(
    "/start", summary="Sign in", response_class=Response, status_code=303, responses={**declared(404), **_ELSEWHERE}
)
async def start_session(
    request: Request,
    to: Annotated[str, Query(max_length=1024, description="Path of this address to which to return.")] = "/",
) -> Response:
    """Send a browser to the issuer, which sends it back to `callback`."""
    sign_in, settings, deployment = _of(request)
    attempt = SignInAttempt(
        state=secret(),
        nonce=secret(),
        verifier=secret(),
        redirect=f"{settings.origin}{deployment.prefix}/v1/session/callback",
    )
    answer = RedirectResponse(await sign_in.address(attempt), 303)
    content = {"attempt": asdict(attempt), "to": own_path(to)}
    value = settings.seal(SIGN_IN, content, expires=int(time.time()) + SIGN_IN_SECONDS)
    _set(answer, SIGN_IN, value, SIGN_IN_SECONDS)
    return answer


@router.get(
    "/callback",
    summary="The way back from the issuer",
    response_class=Response,
    status_code=303,
    responses={**declared(404), **_ELSEWHERE},
)
async def finish_session(
    request: Request,
    state: Annotated[str, Query(max_length=256)] = "",
    code: Annotated[str, Query(max_length=4096)] = "",
    error: Annotated[str, Query(max_length=256)] = "",
) -> Response:
    """Redeem the issuer's code, and give the browser the cookie of its session."""
    sign_in, settings, _ = _of(request)
    trail = trail_of(request)
    trail.verb = "sign-in"
    begun = settings.open(SIGN_IN, request.cookies.get(SIGN_IN, ""), now=time.time())
    if begun is None or not hmac.compare_digest(begun["attempt"]["state"].encode(), state.encode()):
        raise ApiRefusal(403, "sign-in-unknown", "this browser did not begin this sign-in, or too long ago: begin anew")
    if error or not code:
        raise ApiRefusal(403, "sign-in-refused", f"the issuer let nobody in: {error or 'it sent no code'}")
    try:
        person = await sign_in.person(SignInAttempt(**begun["attempt"]), code)
    except Unauthorized as refused:
        raise ApiRefusal(403, "sign-in-refused", str(refused)) from None
    trail.sent_by(Caller(name=person.name), "sign-in")
    answer = RedirectResponse(own_path(begun["to"]), 303)
    _set(answer, SESSION, session_of(person, settings, now=time.time()), SESSION_SECONDS)
    _set(answer, SIGN_IN, "", 0)
    return answer


@router.delete("", status_code=204, summary="Sign out", responses=declared())
async def end_session(request: Request) -> Response:
    """Take the session's cookies from the browser; at the issuer, its user stays signed in."""
    deployment: Deployment = request.app.state.deployment
    trail = trail_of(request)
    trail.verb = "sign-out"
    answer = Response(status_code=204)
    drop_token_cookie(answer, request, deployment.prefix)
    if deployment.sessions is not None:
        person = caller_of_session(request.cookies.get(SESSION, ""), deployment.sessions, now=time.time())
        if person is not None:
            trail.sent_by(person, "cookie")
        require_own_origin(request.method, request.headers.get("Origin", ""), deployment.sessions)
        _set(answer, SESSION, "", 0)
    return answer


def _of(request: Request) -> tuple[SignIn, SessionSettings, Deployment]:
    ports: Ports = request.app.state.ports
    deployment: Deployment = request.app.state.deployment
    if ports.sign_in is None or deployment.sessions is None:
        raise ApiRefusal(404, "not-found", _NO_SIGN_IN)
    return ports.sign_in, deployment.sessions, deployment


def _set(answer: Response, name: str, value: str, seconds: int) -> None:
    """Set a cookie, or take it away (0 seconds), as ``__Host-`` asks for; no script can read it."""
    answer.set_cookie(name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax")
    answer.headers["Cache-Control"] = "no-store"
