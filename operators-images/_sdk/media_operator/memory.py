"""Memory of this process against the limit that its engine tells it."""

import os
from collections.abc import Mapping
from pathlib import Path

SHORT = 0.7
"""Share of the limit above which a process that has ended an item does not begin another: it may need as much again."""


def is_short(environ: Mapping[str, str] = os.environ, status: Path = Path("/proc/self/status")) -> bool:
    """Return whether a fresh process should go on: memory that an item has left behind, files that are mapped aside.

    The limit is `MEDIA_INSIGHTS_MEMORY`, in bytes; without one there is none.
    """
    limit = environ.get("MEDIA_INSIGHTS_MEMORY", "")
    return limit.isdecimal() and _own(status) > SHORT * int(limit) > 0


def _own(status: Path) -> int:
    lines = status.read_text().splitlines() if status.is_file() else []
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith(("RssAnon:", "RssShmem:")))
