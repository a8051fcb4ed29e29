"""Progress lines for people: seconds since the start, then one sentence."""

import sys
import time

_START = time.monotonic()


def say(sentence: str) -> None:
    """Write one line to standard error, stamped with the seconds since the program started.

    Standard output stays free for answers, such as the path that ``make -s kubeconfig`` prints.
    """
    sys.stderr.write(f"[{time.monotonic() - _START:6.1f}s] {sentence}\n")
    sys.stderr.flush()


def clock(seconds: float) -> str:
    """Return a duration as people say it, for example ``"75 s"`` or ``"3 min 05 s"`` (from two minutes on)."""
    whole = int(seconds)
    return f"{whole} s" if whole < 120 else f"{whole // 60} min {whole % 60:02d} s"
