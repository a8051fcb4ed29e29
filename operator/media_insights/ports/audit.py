"""Audit: what is recorded of every call that uses authority, and the shape of a record for those who read it.

A record says who did what to which object by which right, and what was answered. It never holds a token, a key, a body
or anything that a body says.
"""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Literal

from media_insights.api.v1alpha1.meta import Manifest

SCHEMA: Final = "mediainsights.dev/audit/v1"
"""Every record names it. Members may be added; one that is removed or means something else comes with another name."""
LONGEST: Final = 512
"""Characters of a text in a record; of a longer one it has the beginning."""

REQUEST: ContextVar[str] = ContextVar("media_insights_audit_request", default="")
"""Id of the request that is being answered: what is written meanwhile is recorded with it, in threads, too."""

Event = Literal["request", "object", "store", "credentials"]
"""A request to the HTTP API; a write at the API server; a write at the object store; credentials of a run."""
Via = Literal["token", "cookie", "link", "address", "sign-in", "account", "nobody"]
"""How somebody is known: ``address`` is a signed address, ``account`` the process's own account, and ``nobody`` stands
for a request that is refused before it is known who sends it."""


class AuditLevel(StrEnum):
    """How much is recorded."""

    ALL = "All"
    WRITES = "Writes"
    """Without requests that read, unless they are refused."""
    NONE = "None"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedRight:
    """A right that was asked for, and what was decided."""

    verb: str
    kind: str
    """The plural."""
    namespace: str
    allowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRequest:
    """What is recorded of a request to the HTTP API, beside what it did."""

    id: str
    """Answered in the header X-Request-Id."""
    method: str = ""
    route: str = ""
    """The pattern, such as ``/v1/assets/{id}``."""
    parameters: Mapping[str, str]
    """What the path had in the pattern's places, but for what is a credential."""
    peer: str = ""
    """Address of the other end of the connection, which may be a proxy."""

    @property
    def reads(self) -> bool:
        """Whether it is of a method that changes nothing."""
        return self.method in ("GET", "HEAD")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """One use of authority."""

    event: Event
    who: str = ""
    """Name as the cluster knows it; empty for the process's own account, for signed addresses, and for nobody."""
    via: Via
    verb: str = ""
    """Kubernetes' word for what was done to an object; ``hold``, ``release``, ``sign-in`` and ``sign-out`` beside."""
    kind: str = ""
    """The plural; ``objects`` are those of the object store."""
    namespace: str = ""
    name: str = ""
    """Name of the object, or its key in the object store."""
    uid: str = ""
    subresource: str = ""
    answer: int
    """HTTP status; 0 when there was none."""
    error: str = ""
    """Type of the error that ended it: of the tree in ``errors``, of the system, or ``CancelledError``."""
    rights: tuple[DecidedRight, ...] = ()
    request: RecordedRequest | None = None


Audit = Callable[[AuditRecord], None]
"""Takes a record; it never fails, and never waits for a network."""


def unaudited(record: AuditRecord) -> None:
    """Record nothing."""


def is_recorded(record: AuditRecord, level: AuditLevel) -> bool:
    """Return whether a record is kept at a level."""
    if level is AuditLevel.ALL:
        return True
    reads = record.request is not None and record.request.reads and record.via != "sign-in"
    return level is AuditLevel.WRITES and (not reads or record.answer >= 400)


def document_of(record: AuditRecord, *, time: str, component: str, replica: str) -> Manifest:
    """Return a record as JSON; empty members are left out, but for those that every record has.

    ``component`` and ``replica`` are the process that records, ``time`` is RFC 3339 in UTC.
    """
    request = record.request
    document = {
        "schema": SCHEMA,
        "time": time,
        "event": record.event,
        "process": {"component": component, "replica": replica},
        "who": {"name": _cut(record.who), "via": record.via},
        "verb": record.verb,
        "object": _texts(
            kind=record.kind,
            namespace=record.namespace,
            name=record.name,
            uid=record.uid,
            subresource=record.subresource,
        ),
        "answer": record.answer,
        "error": record.error,
        "rights": [_right(each) for each in record.rights],
        "request": _request(request) if request else {},
    }
    return {name: value for name, value in document.items() if name in _ALWAYS or value}


_ALWAYS = ("schema", "time", "event", "process", "who", "verb", "object", "answer")
_TEXT: Manifest = {"type": "string", "maxLength": LONGEST}


def audit_schema() -> Manifest:
    """Return the JSON Schema of records (docs/audit.schema.json)."""
    right = _object_schema(("verb", "kind", "namespace", "allowed"), allowed={"type": "boolean"})
    parameters = {"type": "object", "additionalProperties": _TEXT}
    request = _object_schema(("id",), "method", "route", "peer", parameters=parameters)
    members = {
        "schema": {"const": SCHEMA},
        "time": {"type": "string", "format": "date-time"},
        "event": {"enum": ["request", "object", "store", "credentials"]},
        "process": _object_schema(("component", "replica")),
        "who": _object_schema(
            ("name", "via"), via={"enum": ["token", "cookie", "link", "address", "sign-in", "account", "nobody"]}
        ),
        "verb": _TEXT,
        "object": _object_schema((), "kind", "namespace", "name", "uid", "subresource"),
        "answer": {"type": "integer", "minimum": 0, "maximum": 599},
        "error": _TEXT,
        "rights": {"type": "array", "items": right},
        "request": request,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://mediainsights.dev/audit.schema.json",
        "title": "Audit record",
        "type": "object",
        "properties": members,
        "required": list(_ALWAYS),
    }


def _object_schema(required: tuple[str, ...], *optional: str, **typed: Manifest) -> Manifest:
    """Return the schema of an object whose members are texts, but for those whose type is said."""
    named = dict.fromkeys((*required, *optional), _TEXT)
    return {"type": "object", "properties": {**named, **typed}, "required": list(required)}


def _right(right: DecidedRight) -> dict[str, Any]:
    return {"verb": right.verb, "kind": right.kind, "namespace": _cut(right.namespace), "allowed": right.allowed}


def _request(request: RecordedRequest) -> dict[str, Any]:
    parameters = {name: _cut(value) for name, value in request.parameters.items()}
    texts = _texts(id=request.id, method=request.method, route=request.route, peer=request.peer)
    return {**texts, **({"parameters": parameters} if parameters else {})}


def _texts(**texts: str) -> dict[str, str]:
    return {name: _cut(text) for name, text in texts.items() if text}


def _cut(text: str) -> str:
    return text[:LONGEST]
