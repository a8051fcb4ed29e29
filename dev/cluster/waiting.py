"""Waiting: poll a condition until it holds, or fail saying what did not happen."""

import time
from collections.abc import Callable

from dev.cluster.errors import ClusterError


def until(wanted: str, probe: Callable[[], bool], *, seconds: float, hint: Callable[[], str] = str) -> None:
    """Ask ``probe`` five times a second until it says yes.

    Raises :class:`ClusterError` after ``seconds`` with the sentence ``wanted`` and what ``hint`` knows about the cause.
    """
    end = time.monotonic() + seconds
    while not probe():
        if time.monotonic() > end:
            message = f"waited {seconds:.0f} s in vain: {wanted}. {hint()}"
            raise ClusterError(message)
        time.sleep(0.2)
