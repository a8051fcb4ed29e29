"""One build at a time: all of them share a builder's storage and the folder of contexts."""

from contextlib import AbstractContextManager

from dev.cluster import locks
from dev.images.places import Places


def alone(places: Places) -> AbstractContextManager[None]:
    """Let one command at a time build."""
    return locks.alone(places.images / "lock", "another build is going on; waiting for it")
