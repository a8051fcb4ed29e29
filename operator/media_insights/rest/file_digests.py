"""Digests of stored files: each file is read once while it stays as it is, and only a few at the same time.

A file may be as large as an upload. Threads of its own read it, so that whoever lets large files be compared again and
again waits for himself, while all other requests have the server's threads.
"""

import asyncio
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import ParamSpec, TypeVar

from media_insights.storage.store import ObjectInfo, Store

AT_ONCE = 2
_REMEMBERED = 4096
_STEP = 8 * 2**20
_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="digest")
P = ParamSpec("P")
T = TypeVar("T")


async def run_where_files_are_read(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what a call returns that may read whole files."""
    return await asyncio.get_running_loop().run_in_executor(_threads, partial(call, *args, **kwargs))


def digest_of_file(store: Store, info: ObjectInfo) -> str:
    """Return the SHA-256 of a stored file in hex."""
    return _digest(store, info.key, info.bytes, info.etag, info.modified)  # type: ignore[arg-type]  # both are frozen


@lru_cache(_REMEMBERED)
def _digest(store: Store, key: str, size: int, *_version: str) -> str:
    digest = hashlib.sha256()
    for start in range(0, size, _STEP):
        digest.update(store.range(key, start, _STEP))
    return digest.hexdigest()
