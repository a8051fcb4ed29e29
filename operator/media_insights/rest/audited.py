"""Audited requests: every request to a route is recorded, with who sent it and the rights that it used.

A new route is recorded without doing anything for it: what a route's caller may do is decided in one place, ``access``,
which notes it here.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from media_insights.ports.audit import REQUEST, Audit, AuditRecord, DecidedRight, RecordedRequest, Via
from media_insights.ports.identity import Caller, Right
from media_insights.rest.deployment import Deployment

PUBLIC = frozenset({"/healthz", "/version", "/openapi.json", "/docs"})
"""Routes that use no authority: they answer everybody the same."""
MOST_RIGHTS = 32
"""Rights that are recorded of one request; what a page asks to know what to show may be more."""
HEADER = "X-Request-Id"
_SCOPE = "media_insights.audit"
_CREDENTIALS = frozenset({"token", "link"})
"""Places of patterns that hold what opens something."""
_UPLOADS = "/v1/uploads/{id}"
_READING = frozenset({"get", "list"})


@dataclass(slots=True)
class AuditTrail:
    """What one request has used so far."""

    who: str = ""
    via: Via = "nobody"
    rights: list[DecidedRight] = field(default_factory=list)
    kind: str = ""
    namespace: str = ""
    name: str = ""
    uid: str = ""
    verb: str = ""
    """What was done, where the rights do not say it."""

    def sent_by(self, caller: Caller, via: Via) -> None:
        """Note who sent the request."""
        self.who, self.via = caller.name, via

    def decided(self, right: Right, *, allowed: bool) -> None:
        """Note a right that was asked for."""
        found = DecidedRight(verb=right.verb, kind=right.kind, namespace=right.namespace, allowed=allowed)
        if found not in self.rights and len(self.rights) < MOST_RIGHTS:
            self.rights.append(found)

    def about(self, kind: str, namespace: str, name: str, uid: str = "") -> None:
        """Note the object that the request is about."""
        self.kind, self.namespace, self.name, self.uid = kind, namespace, name, uid

    def record(self, request: RecordedRequest, answer: int) -> AuditRecord:
        """Return what is recorded: the verb is that of the right on which the answer depended."""
        used = self._decisive()
        parameters = request.parameters
        return AuditRecord(
            event="request",
            who=self.who,
            via=self.via,
            verb=self.verb or (used.verb if used else ""),
            kind=self.kind or (used.kind if used else ""),
            namespace=self.namespace or (used.namespace if used else "") or parameters.get("namespace", ""),
            name=self.name or parameters.get("name", ""),
            uid=self.uid,
            answer=answer,
            rights=tuple(self.rights),
            request=request,
        )

    def _decisive(self) -> DecidedRight | None:
        """Return the last right that was refused, or that is more than reading, or the last one."""
        refused = [each for each in self.rights if not each.allowed]
        more = [each for each in self.rights if each.verb not in _READING]
        found = refused or more or self.rights
        return found[-1] if found else None


class Audited:
    """Records every request to a route when its answer begins, or when there will be none."""

    def __init__(self, app: ASGIApp, deployment: Deployment, audit: Audit) -> None:  # noqa: ARG002 - as its siblings
        self._app = app
        self._audit = audit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a trail, and record it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trail = scope[_SCOPE] = AuditTrail()
        number = uuid.uuid4().hex
        answered = False

        def record(status: int) -> None:
            nonlocal answered
            answered = True
            if (request := _recorded_of(scope, number)) is not None:
                self._audit(trail.record(request, status))

        async def send_and_record(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = number
                record(message["status"])
            await send(message)

        mark = REQUEST.set(number)
        try:
            await self._app(scope, receive, send_and_record)
        except Exception:
            if not answered:
                record(500)
            raise
        finally:
            if not answered:
                record(0)
            REQUEST.reset(mark)


def trail_of(request: Request) -> AuditTrail:
    """Return where a request's use of authority is noted."""
    found: AuditTrail = request.scope[_SCOPE]
    return found


def _recorded_of(scope: Scope, number: str) -> RecordedRequest | None:
    """Return what is recorded of a request; None for one to no route, or to one that everybody may ask."""
    route = getattr(scope.get("route"), "path", "")
    if not route or route in PUBLIC:
        return None
    peer = scope.get("client") or ("", 0)
    return RecordedRequest(
        id=number,
        method=scope["method"],
        route=route,
        parameters=_without_credentials(route, scope.get("path_params") or {}),
        peer=peer[0],
    )


def _without_credentials(route: str, parameters: Mapping[str, object]) -> dict[str, str]:
    secret = _CREDENTIALS | ({"id"} if route.startswith(_UPLOADS) else set())
    return {name: str(value) for name, value in parameters.items() if name not in secret}
