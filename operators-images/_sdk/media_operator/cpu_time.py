"""CPU time of this process and of the programs that it started: what a pod costs, which nobody else can measure there.

The engine names the file, `MEDIA_INSIGHTS_CPU_TIME`, where it wants to be told.
"""

import resource
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def spent() -> float:
    """Return the seconds that this process has computed, and those programs of its that have ended."""
    usages = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def leave(environ: Mapping[str, str]) -> None:
    """Write the seconds, with three decimals, where the engine wants them. Never fails the run."""
    if file := environ.get("MEDIA_INSIGHTS_CPU_TIME"):
        with suppress(OSError):
            Path(file).write_text(f"{spent():.3f}")
