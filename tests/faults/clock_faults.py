"""Faults of the clock that a controller reads: it is far ahead or behind for a while, as on a node before its NTP.

The clock is libfaketime's, of Debian, which counts for this test alone; the store and the API server keep the right
time, so that requests which are signed with the wrong one are refused meanwhile.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from dev.cluster import home, locks, packages
from tests.faults.fault import Fault, broken_for
from tests.faults.installation import World

_PACKAGE = "libfaketime"
_DONE = "What ran and what was made meanwhile is Complete, and nothing was said to have timed out."


def _library() -> Path:
    """Return the library that shows programs another time, fetched at the first call."""
    build = home.of(os.environ).build
    libraries = "usr/lib/*/faketime/libfaketime.so.1"
    with locks.alone(build / f"{_PACKAGE}.lock", f"another test fetches {_PACKAGE}; waiting for it"):
        if not any((build / _PACKAGE).glob(libraries)):
            packages.unpack(_PACKAGE, build / _PACKAGE)
    return next((build / _PACKAGE).glob(libraries))


def _wrong_clock(offset: str) -> Callable[[World], None]:
    """Run a controller whose clock goes wrong by an offset (libfaketime's notation) in the middle of a run."""

    def scenario(world: World) -> None:
        clock = world.controllers.folder / "clock"
        clock.write_text("+0")
        world.controllers.environment |= {
            "LD_PRELOAD": str(_library()),
            "FAKETIME_TIMESTAMP_FILE": str(clock),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        broken_for(6, lambda world: _go_wrong(world, clock, offset), lambda _: _set(clock, "+0"))(world)

    return scenario


def _go_wrong(world: World, clock: Path, offset: str) -> None:
    _set(clock, offset)
    words = [sys.executable, "-c", "import time; print(time.time())"]
    told = subprocess.run(
        words, env=world.controllers.environment, capture_output=True, text=True, check=True, timeout=30
    )
    assert abs(float(told.stdout) - time.time()) > 60, "the library shows nobody another time"


def _set(clock: Path, offset: str) -> None:
    fresh = clock.with_suffix(".new")
    fresh.write_text(offset)
    fresh.replace(clock)  # never half a number


FAULTS = tuple(
    Fault(f"The controller's clock is {words} for 6 s", _DONE, _wrong_clock(offset))
    for words, offset in (
        ("two minutes ahead", "+2m"),
        ("two minutes behind", "-2m"),
        ("a day ahead", "+1d"),
        ("a day behind", "-1d"),
    )
)
