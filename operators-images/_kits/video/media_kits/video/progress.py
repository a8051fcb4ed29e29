"""How far a run of ffmpeg is, told to the engine."""

from collections.abc import Callable

from media_operator.operators import Operator

ARGUMENTS = ("-progress", "pipe:1", "-nostats", "-loglevel", "level+info")
"""What makes ffmpeg write its progress to its standard output, and name the level of whatever else it says."""


def reporter(operator: Operator, seconds: float) -> Callable[[str], None]:
    """Return the function that reads lines of `-progress pipe:1` for an output of so many seconds."""
    total = max(1, round(seconds))

    def report(line: str) -> None:
        key, _, value = line.strip().partition("=")
        if key == "out_time_us" and value.isdecimal():
            operator.progress(min(total - 1, int(value) // 1_000_000), total)

    return report
