"""Access: who asks, what they may do, and the objects that they may see.

An object that the caller may not read is answered like one that does not exist.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated, Literal

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer

from media_insights.api.v1alpha1 import Kind, MediaAsset, MediaBatch, MediaExecution, MediaSource
from media_insights.errors import NotFound, Unauthorized
from media_insights.ports.identity import Caller, Right
from media_insights.ports.objects import KindObjects, KindT, ObjectSummary
from media_insights.rest.audited import AuditTrail, trail_of
from media_insights.rest.deployment import Deployment, Ports
from media_insights.rest.embed_links import maker_of_link
from media_insights.rest.problems import ApiRefusal
from media_insights.rest.sessions import SESSION, caller_of_session, require_own_origin
from media_insights.rest.signing import Signer
from media_insights.rest.token_cookies import token_of_cookie

_BEARER = HTTPBearer(
    auto_error=False,
    description="A token that the cluster's API server accepts. On a laptop: the token of `serve --token`, if any.",
)

TOKEN_HEADER = "Media-Insights-Token"  # noqa: S105 - the header's name
"""Header of the same token for callers who come through the API server, which keeps ``Authorization`` to itself."""
_TOKEN = APIKeyHeader(
    name=TOKEN_HEADER,
    scheme_name="TokenHeader",
    auto_error=False,
    description="The same token, without the word Bearer, where a proxy in between takes Authorization away.",
)


@dataclass(frozen=True, slots=True)
class RequestAccess:
    """One request's caller, and the world as they may see it."""

    ports: Ports
    deployment: Deployment
    caller: Caller
    via: Literal["token", "cookie", "link"] = "token"
    """How the caller is known."""
    token: str = field(default="", repr=False)
    """What a program sent; empty for browsers, also where their cookie has a token, and for links."""
    trail: AuditTrail = field(default_factory=AuditTrail, repr=False)
    """Where the use of rights is noted."""

    @property
    def signer(self) -> Signer:
        """What signs tokens for this installation."""
        return Signer(self.deployment.key)

    async def allows(self, verb: str, kind: type[Kind], namespace: str) -> bool:
        """Return whether the caller has a right."""
        right = _right(verb, kind, namespace)
        allowed = await self.ports.identity.allows(self.caller, right)
        self.trail.decided(right, allowed=allowed)
        return allowed

    async def require(self, verb: str, kind: type[Kind], namespace: str) -> None:
        """Raise ApiRefusal (403) unless the caller has a right."""
        if not await self.allows(verb, kind, namespace):
            where = f" in the namespace {namespace}" if namespace else ""
            raise ApiRefusal(
                403,
                "forbidden",
                f"{self.caller.name} may not {verb} {kind.PLURAL}{where}",
                hint=how_to_allow(verb, kind),
            )

    async def asset(self, uid: str, verb: str = "get", namespace: str = "") -> MediaAsset:
        """Return an asset (of a namespace, if one is named) on which the caller has a right. Raises ApiRefusal."""
        return await self._found(self.ports.assets, MediaAsset, uid, verb, namespace)

    async def execution(self, uid: str, verb: str = "get", namespace: str = "") -> MediaExecution:
        """Return an execution on which the caller has a right. Raises ApiRefusal."""
        return await self._found(self.ports.executions, MediaExecution, uid, verb, namespace)

    async def batch(self, uid: str, verb: str = "get") -> MediaBatch:
        """Return a batch on which the caller has a right. Raises ApiRefusal, also where there are no batches."""
        return await self._found(batches_in(self.ports), MediaBatch, uid, verb, "")

    async def source(self, uid: str) -> MediaSource:
        """Return a source that the caller may read. Raises ApiRefusal, also where nothing is watched."""
        return await self._found(sources_in(self.ports), MediaSource, uid, "get", "")

    async def visible(self, objects: KindObjects[KindT], kind: type[KindT], namespace: str) -> list[ObjectSummary]:
        """Return the objects of a namespace, or of all that the caller may list. Raises ApiRefusal when none may be."""
        if namespace:
            await self.require("list", kind, namespace)
            return [each for each in await objects.summaries() if each.namespace == namespace]
        found = await objects.summaries()
        if await self.allows("list", kind, ""):
            return list(found)
        listable = await self._listable(kind, {each.namespace for each in found})
        return [each for each in found if each.namespace in listable]

    async def _listable(self, kind: type[Kind], namespaces: Iterable[str]) -> set[str]:
        return {each for each in sorted(namespaces) if each and await self.allows("list", kind, each)}

    async def _found(
        self, objects: KindObjects[KindT], kind: type[KindT], uid: str, verb: str, namespace: str
    ) -> KindT:
        absent = ApiRefusal(404, "not-found", f"there is no {kind.__name__} {uid}")
        try:
            found = await objects.find(uid)
        except NotFound:
            raise absent from None
        where = found.metadata.namespace
        if namespace not in ("", where) or not await self.allows("get", kind, where):
            raise absent
        self.trail.about(kind.PLURAL, where, found.metadata.name, found.metadata.uid)
        if verb != "get":
            await self.require(verb, kind, where)
        return found


def batches_in(ports: Ports) -> KindObjects[MediaBatch]:
    """Return the batches. Raises ApiRefusal (501) where there are none."""
    if ports.batches is None:
        said = "there are no batches on a laptop: `media-insights run` analyses any number of files"
        raise ApiRefusal(501, "not-implemented", said)
    return ports.batches


def sources_in(ports: Ports) -> KindObjects[MediaSource]:
    """Return the sources that are watched. Raises ApiRefusal (501) where none is."""
    if ports.sources is None:
        said = "nothing is watched on a laptop: `media-insights run` on a folder does what is new in it"
        raise ApiRefusal(501, "not-implemented", said)
    return ports.sources


def how_to_allow(verb: str, kind: type[Kind]) -> str:
    """Return what would give somebody a right."""
    return f"an administrator binds a role with the verb {verb} on {kind.PLURAL}.mediainsights.dev"


def _right(verb: str, kind: type[Kind], namespace: str) -> Right:
    return Right(verb=verb, kind=kind.PLURAL, namespace=namespace)


async def _access(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],
    token: Annotated[str | None, Security(_TOKEN)],
) -> RequestAccess:
    access = await _access_of(request, credentials, token)
    access.trail.sent_by(access.caller, access.via)
    return access


async def _access_of(
    request: Request, credentials: HTTPAuthorizationCredentials | None, token: str | None
) -> RequestAccess:
    ports: Ports = request.app.state.ports
    deployment: Deployment = request.app.state.deployment
    trail = trail_of(request)
    if (maker := maker_of_link(request, deployment.key)) is not None:
        return RequestAccess(ports, deployment, maker, "link", trail=trail)
    person = None if credentials else _signed_in(request, deployment)
    if person is not None:
        return RequestAccess(ports, deployment, person, "cookie", trail=trail)
    sent = credentials.credentials if credentials else token or ""
    kept = "" if sent else token_of_cookie(request, deployment.key)
    try:
        caller = await ports.identity.caller_of(sent or kept)
    except Unauthorized as error:
        raise ApiRefusal(401, "unauthorized", str(error)) from None
    return RequestAccess(ports, deployment, caller, "cookie" if kept else "token", sent, trail)


def _signed_in(request: Request, deployment: Deployment) -> Caller | None:
    """Return who signed in with the browser that sends a request. Raises ApiRefusal for a foreign page's request."""
    value = request.cookies.get(SESSION, "")
    if deployment.sessions is None or not value:
        return None
    person = caller_of_session(value, deployment.sessions, now=time.time())
    if person is None:
        raise ApiRefusal(401, "session-ended", "the session has ended: sign in again")
    require_own_origin(request.method, request.headers.get("Origin", ""), deployment.sessions)
    return person


Accessed = Annotated[RequestAccess, Depends(_access)]
"""A handler's argument: every route but health and version has one."""
