"""The threads in which a process waits for its object store."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from media_insights.storage.s3 import CONNECTIONS


def wait_in_threads(count: int = CONNECTIONS) -> None:
    """Give ``asyncio.to_thread`` of the running loop as many threads as the store's client has connections.

    asyncio's own number is that of the cores and four. A call to the store waits for nearly all of its time, so on a
    small node a slow store would hold all workers of the controller to six calls at once.
    """
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(count, thread_name_prefix="store"))
