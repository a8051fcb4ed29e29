"""Recent changes of objects: what a process remembers of them, and tells its subscribers."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from itertools import islice

from media_insights.ports.feed import ChangedKind, ObjectChange
from media_insights.ports.objects import ObjectSummary

REMEMBERED = 10_000
SILENCE = 15.0
"""Seconds after which a subscriber is told that nothing happened: connections that are silent are cut on their way."""


@dataclass(slots=True)
class RecentChanges:
    """A bounded memory of changes; all its methods are called in one event loop."""

    remembered: int = REMEMBERED
    silence: float = SILENCE
    _changes: deque[ObjectChange] = field(default_factory=deque)
    _newest: int = 0
    _waiting: set[asyncio.Event] = field(default_factory=set)

    @property
    def newest(self) -> int:
        """The number of the newest change."""
        return self._newest

    def remembers(self, after: int) -> bool:
        """Return whether every change after a number is known; a number that was never given is not."""
        return self._newest - len(self._changes) <= after <= self._newest

    def publish(self, kind: ChangedKind, summary: ObjectSummary, *, deleted: bool = False) -> None:
        """Remember a change and tell the subscribers."""
        self._newest += 1
        change = ObjectChange(
            number=self._newest,
            kind=kind,
            namespace=summary.namespace,
            name=summary.name,
            uid=summary.uid,
            state=summary.fields.get("state", ""),
            deleted=deleted,
        )
        self._changes.append(change)
        if len(self._changes) > self.remembered:
            self._changes.popleft()
        for each in self._waiting:
            each.set()

    async def changes(self, after: int) -> AsyncGenerator[ObjectChange | None, None]:
        """Yield every change after a number, then each that comes; None after silence; end when some are forgotten."""
        woken = asyncio.Event()
        self._waiting.add(woken)
        try:
            while self.remembers(after):
                woken.clear()
                known = len(self._changes) - (self._newest - after)
                for change in list(islice(self._changes, known, None)):
                    after = change.number
                    yield change
                if not woken.is_set() and not await _within(woken, self.silence):
                    yield None
        finally:
            self._waiting.discard(woken)


async def _within(event: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
