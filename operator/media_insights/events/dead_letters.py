"""Dead letters: events that a sink did not take, with the reason; they lie in the store until they are sent again."""

import json
from dataclasses import dataclass
from typing import Self

from pydantic import BaseModel, ValidationError

from media_insights.errors import Damaged
from media_insights.events.cloud_events import CloudEvent


class _StoredLetter(BaseModel):
    sink: str
    why: str
    event: CloudEvent


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One event that one sink did not take."""

    sink: str
    why: str
    """What the sink said, or what kept us from reaching it."""
    event: CloudEvent

    @classmethod
    def parse(cls, content: bytes, key: str) -> Self:
        """Return the letter that lies under a key. Raises Damaged for what is none."""
        try:
            found = _StoredLetter.model_validate_json(content)
        except ValidationError as error:
            raise Damaged(f"{key} holds no event that was put aside: {error.error_count()} fields differ") from error
        return cls(found.sink, found.why, found.event)

    def json_bytes(self) -> bytes:
        """Return the letter as it is stored."""
        stored = {"sink": self.sink, "why": self.why, "event": json.loads(self.event.json_bytes())}
        return json.dumps(stored, ensure_ascii=False).encode(errors="replace")

    @property
    def order(self) -> tuple[str, str]:
        """What letters are sorted by: as their events were noticed."""
        return self.event.time, self.event.sequence
