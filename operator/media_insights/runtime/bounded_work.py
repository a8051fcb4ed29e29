"""Bounded work: computations over what users write, in threads beside the event loop, each within a time.

A thread cannot be ended: a computation that took too long goes on, and its thread serves nobody else until it is done.
There are few of them, so that such computations can never take the whole process.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from media_insights.errors import TookTooLong, Unavailable

THREADS = 4
SECONDS = 30.0
"""Many times what the largest plan takes, for machines that are busy."""

P = ParamSpec("P")
T = TypeVar("T")


def until_late(items: Iterable[T], seconds: float) -> Iterator[T]:
    """Yield items; raises TookTooLong after so many seconds, so that their thread is free again."""
    end = time.monotonic() + seconds
    for each in items:
        if time.monotonic() > end:
            raise TookTooLong(_sentence(seconds))
        yield each


def _sentence(seconds: float) -> str:
    return f"it took longer than {seconds:g} s to examine what it says; make it smaller"


class BoundedWork:
    """A few threads, and for how long one of them may compute."""

    def __init__(self, threads: int = THREADS, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="bounded-work")
        self._free = asyncio.Semaphore(threads)

    async def run(self, compute: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Return what a computation returns, or raise its error.

        Raises TookTooLong when it does not end in time, and Unavailable when every thread is busy for so long.
        """
        try:
            async with asyncio.timeout(self.seconds):  # wait_for of Python 3.11 can lose a cancellation
                await self._free.acquire()
        except TimeoutError:
            raise Unavailable("every thread for computations is busy with other objects") from None
        computed = asyncio.get_running_loop().run_in_executor(self._pool, lambda: compute(*given, **named))
        computed.add_done_callback(self._release)
        await asyncio.wait({computed}, timeout=self.seconds)
        if not computed.done():
            raise TookTooLong(_sentence(self.seconds))
        return computed.result()

    def _release(self, computed: "asyncio.Future[T]") -> None:
        self._free.release()
        if not computed.cancelled():
            computed.exception()  # whoever waited may be gone: nobody else would ask for it
