"""Entries of the outbox: the events of one write of an object's status, as they lie in the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from media_insights.domain import event_layout
from media_insights.errors import Damaged
from media_insights.events.cloud_events import CloudEvent, EventKind, EventObject

FORMAT: Final = "mediainsights.dev/events/v1"
"""Value of ``format``: a reader of another format refuses the file."""


class _Stored(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    format: Literal["mediainsights.dev/events/v1"] = FORMAT
    kind: EventKind
    namespace: str
    name: str
    uid: str
    events: tuple[CloudEvent, ...] = Field(min_length=1)
    taken: dict[str, int] = Field(default_factory=dict)
    failing: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxEntry:
    """The events of one write of an object's status, in order."""

    kind: EventKind
    namespace: str
    name: str
    uid: str
    """Of the object."""
    events: tuple[CloudEvent, ...]
    """At least one."""
    taken: Mapping[str, int] = field(default_factory=dict)
    """Sink → number of the last event that it took or that was put aside for it; written while another one is late."""
    failing: Mapping[str, str] = field(default_factory=dict)
    """Sink → since when (RFC 3339) it has taken nothing of the asset."""

    @classmethod
    def of(cls, about: EventObject, events: Sequence[CloudEvent]) -> Self:
        """Return the entry of some events, of which there is at least one."""
        return cls(kind=about.kind, namespace=about.namespace, name=about.name, uid=about.uid, events=tuple(events))

    @classmethod
    def parse(cls, content: bytes, key: str) -> Self:
        """Return the entry that lies under a key. Raises Damaged for what is none."""
        try:
            found = _Stored.model_validate_json(content)
        except ValidationError as error:
            fields = error.error_count()
            raise Damaged(f"{key} holds no events of the format {FORMAT}: {fields} fields differ") from error
        entry = cls(
            kind=found.kind,
            namespace=found.namespace,
            name=found.name,
            uid=found.uid,
            events=found.events,
            taken=found.taken,
            failing=found.failing,
        )
        if key not in (entry.pending_key, entry.log_key):
            raise Damaged(f"{key} holds events of another place: {entry.pending_key}")
        return entry

    def json_bytes(self) -> bytes:
        """Return the entry as it is stored."""
        stored = _Stored(
            kind=self.kind,
            namespace=self.namespace,
            name=self.name,
            uid=self.uid,
            events=self.events,
            taken=dict(self.taken),
            failing=dict(self.failing),
        )
        return stored.model_dump_json(by_alias=True, exclude_none=True).encode()

    @property
    def partition(self) -> str:
        """What its events are ordered by: the asset's UID."""
        return self.events[0].partitionkey

    @property
    def last(self) -> int:
        """The number of its last event: it holds when the object's status says so."""
        return self.events[-1].number

    @property
    def order(self) -> tuple[str, str, int]:
        """What entries of different objects of one asset are sorted by: time, then whatever is always the same."""
        return self.events[0].time, self.uid, self.events[0].number

    @property
    def pending_key(self) -> str:
        """Where it waits."""
        return event_layout.pending_key(self.namespace, self.partition, self.uid, self.events[0].number)

    @property
    def log_key(self) -> str:
        """Where it lies after its delivery."""
        return event_layout.log_key(self.namespace, self.events[0].time, self.uid, self.events[0].number)
