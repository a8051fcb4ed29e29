"""What a program and everything that it starts cost: wall and CPU seconds, and the most memory at one moment."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
LOOK_SECONDS = 0.1
"""Between two looks at the tree: memory that is taken and given back in between is not seen."""


@dataclass(frozen=True)
class Cost:
    """What one run of a program cost."""

    code: int
    wall: float
    cpu: float
    """CPU seconds of the program and all that it waited for."""
    own_cpu: float
    """CPU seconds of the program's first process alone, as last seen."""
    own_rss: int
    """Most resident bytes of the first process."""
    tree_rss: int
    """Most resident bytes of all processes at one moment; pages that they share count once for each."""


def cost_of(
    command: Sequence[str | Path],
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    each_look: Callable[[float], None] = lambda _: None,
) -> Cost:
    """Run a program to its end and return what it cost; ``each_look`` is told the seconds since its start."""
    start = time.monotonic()
    process = subprocess.Popen(
        [str(word) for word in command],
        env=environment,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    own_cpu, own_rss, tree_rss = 0.0, 0, 0
    while not _has_ended(process.pid):
        own_cpu = max(own_cpu, _cpu_seconds(process.pid))
        own_rss = max(own_rss, _rss(process.pid))
        tree_rss = max(tree_rss, sum(_rss(pid) for pid in _tree(process.pid)))
        each_look(time.monotonic() - start)
        time.sleep(LOOK_SECONDS)
    wall = time.monotonic() - start
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(process.returncode, wall, usage.ru_utime + usage.ru_stime, own_cpu, own_rss, tree_rss)


def descendants_rss() -> int:
    """Return the resident bytes of all processes that this one started, and those that they did."""
    own = os.getpid()
    return sum(_rss(pid) for pid in _tree(own) if pid != own)


def _has_ended(pid: int) -> bool:
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _tree(pid: int) -> Iterator[int]:
    """Yield a process and its descendants (proc(5), /proc/pid/task/tid/children)."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _text(task).split():
            yield from _tree(int(child))


def _rss(pid: int) -> int:
    fields = _text(Path(f"/proc/{pid}/statm")).split()
    return int(fields[1]) * PAGE if fields else 0


def _cpu_seconds(pid: int) -> float:
    # the name in parentheses may hold anything; utime and stime are fields 14 and 15, counted from 1
    fields = _text(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
