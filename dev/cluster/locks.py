"""Locks between commands: what two of them would spoil is done by one at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev.cluster.progress import say


@contextmanager
def alone(file: Path, meanwhile: str) -> Iterator[None]:
    """Hold the lock of a file, whose folder is made; whoever must wait says ``meanwhile``."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(meanwhile)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
