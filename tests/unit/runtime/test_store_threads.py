import asyncio
import threading

from media_insights.runtime.store_threads import wait_in_threads
from media_insights.storage.s3 import CONNECTIONS


async def test_as_many_calls_wait_at_once_as_the_store_has_connections() -> None:
    wait_in_threads()
    all_wait = threading.Barrier(CONNECTIONS)

    await asyncio.gather(*(asyncio.to_thread(all_wait.wait, 60) for _ in range(CONNECTIONS)))

    assert not all_wait.broken
