"""Work queue: keys to reconcile, each at most once at a time, however often it is enqueued."""

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

FIRST_PAUSE = 0.2
"""Seconds before a failed key is tried again; doubled each time up to :data:`LONGEST_PAUSE`."""
LONGEST_PAUSE = 60.0


class WorkQueue(Generic[K]):
    """A queue of keys for asyncio workers.

    A key that is added while it is being reconciled is reconciled once more afterwards; added ten times, still once.
    """

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._ready: deque[K] = deque()
        self._dirty: set[K] = set()
        self._active: set[K] = set()
        self._failures: dict[K, int] = {}
        self._due: dict[K, float] = {}
        self._later: list[tuple[float, int, K]] = []
        self._order = itertools.count()
        self._wake = asyncio.Event()

    def __len__(self) -> int:
        """Count the keys that are ready."""
        return len(self._ready)

    def add(self, key: K) -> None:
        """Ask for a key as soon as possible."""
        if key in self._dirty:
            return
        self._dirty.add(key)
        self._due.pop(key, None)
        if key not in self._active:
            self._ready.append(key)
            self._wake.set()

    def offer(self, key: K) -> None:
        """Ask for a key unless it failed: the pause after a failure is kept, any other ends."""
        if key not in self._failures:
            self.add(key)

    def add_after(self, key: K, seconds: float) -> None:
        """Ask for a key in a while; an earlier wish wins over a later one."""
        due = self._clock() + seconds
        if key in self._dirty or self._due.get(key, due + 1) <= due:
            return
        self._due[key] = due
        heapq.heappush(self._later, (due, next(self._order), key))
        self._wake.set()

    async def get(self) -> K:
        """Return the next key; the caller says :meth:`done` when it has been reconciled."""
        while True:
            pause = self._move_due()
            if self._ready:
                key = self._ready.popleft()
                self._dirty.discard(key)
                self._active.add(key)
                return key
            self._wake.clear()
            try:
                async with asyncio.timeout(pause):  # wait_for of Python 3.11 can lose a cancellation: a worker goes on
                    await self._wake.wait()
            except TimeoutError:
                continue

    def done(self, key: K, *, failed: bool = False) -> float:
        """Give a key back; after a failure it comes again. Returns the pause in seconds."""
        self._active.discard(key)
        pause = 0.0
        if failed:
            count = self._failures[key] = self._failures.get(key, 0) + 1
            pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(count - 1, 20))
        else:
            self._failures.pop(key, None)
        if key in self._dirty and not failed:
            self._ready.append(key)
            self._wake.set()
        elif failed:
            self._dirty.discard(key)
            self.add_after(key, pause)
        return pause

    def _move_due(self) -> float | None:
        now = self._clock()
        while self._later and self._later[0][0] <= now:
            due, _, key = heapq.heappop(self._later)
            if self._due.get(key) == due:
                self.add(key)
        return self._later[0][0] - now if self._later else None
