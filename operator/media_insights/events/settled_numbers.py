"""Settled numbers: which changes of an object every sink is done with, as the store says it when their entry is gone.

A write that comes late – of a controller that no longer leads, or of a request that was sent again meanwhile – makes an
entry where there is none any more. These numbers say that it is to be sent to nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from media_insights.errors import Damaged

FORMAT: Final = "mediainsights.dev/settled/v1"
"""Value of ``format``: a reader of another format refuses the file."""


class _Stored(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    format: Literal["mediainsights.dev/settled/v1"] = FORMAT
    settled: tuple[tuple[NonNegativeInt, NonNegativeInt], ...]


@dataclass(frozen=True, slots=True)
class SettledNumbers:
    """Numbers of one object's changes.

    Not only the last one: sinks are sent different events of an object, and one may be ahead of another.
    """

    stretches: tuple[tuple[int, int], ...] = ()
    """First and last number of every stretch without a gap, in order: mostly one, whatever has happened."""

    @classmethod
    def parse(cls, content: bytes, key: str) -> Self:
        """Return the numbers that lie under a key. Raises Damaged for what is none."""
        try:
            return cls(_Stored.model_validate_json(content).settled)
        except ValidationError as error:
            raise Damaged(
                f"{key} holds no numbers of the format {FORMAT}: {error.error_count()} fields differ"
            ) from error

    def json_bytes(self) -> bytes:
        """Return the numbers as they are stored."""
        return _Stored(settled=self.stretches).model_dump_json().encode()

    def __contains__(self, number: object) -> bool:
        """Return whether a number is settled."""
        return isinstance(number, int) and any(first <= number <= last for first, last in self.stretches)

    @property
    def last(self) -> int:
        """The greatest of them, 0 when there is none."""
        return self.stretches[-1][1] if self.stretches else 0

    def including(self, numbers: Iterable[int]) -> "SettledNumbers":
        """Return these numbers and some more."""
        joined: list[tuple[int, int]] = []
        for first, last in sorted((*self.stretches, *((each, each) for each in numbers))):
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = joined[-1][0], max(last, joined[-1][1])
            else:
                joined.append((first, last))
        return SettledNumbers(tuple(joined))
