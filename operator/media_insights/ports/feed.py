"""Feed: changes of objects, as they happen."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Literal, Protocol

ChangedKind = Literal["mediaassets", "mediaexecutions", "mediabatches"]
"""The kinds whose changes are told, by their plurals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectChange:
    """A change of one object; the object itself says what it is now."""

    number: int
    """Rises by one with each change that a process sees; another process counts anew."""
    kind: ChangedKind
    namespace: str
    name: str
    uid: str
    state: str = ""
    """The object's state after it."""
    deleted: bool = False


class Feed(Protocol):
    """Tells whoever subscribes what changes."""

    @property
    def newest(self) -> int:
        """The number of the newest change; 0 before the first."""

    def remembers(self, after: int) -> bool:
        """Return whether every change with a number above ``after`` is known."""

    def changes(self, after: int) -> AsyncGenerator[ObjectChange | None, None]:
        """Yield every change with a number above ``after``, first those that are remembered, then as they come.

        Yields None after some seconds of silence, and ends when a reader is so slow that changes are forgotten.
        """
