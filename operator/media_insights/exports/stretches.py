"""Stretches of time, made from detections in single frames."""

from bisect import bisect_right
from collections.abc import Iterable
from statistics import median_low

from media_insights.results.moments import Moment

Stretch = tuple[int, int]
"""Start and end in milliseconds; the end is the start of what follows."""
ALONE = 1000
"""Milliseconds that a detection covers when there is only one frame: the usual interval of frames."""


class Frames:
    """The times at which operators analysed a frame of the video, as far as something was seen there.

    A detection lasts until the next frame, but never longer than frames usually are apart: what comes after it was not
    analysed, or nothing was detected there.
    """

    def __init__(self, times: Iterable[int]) -> None:
        self._times = sorted(set(times))
        gaps = [later - earlier for earlier, later in zip(self._times, self._times[1:], strict=False)]
        self._usual = median_low(gaps) if gaps else ALONE

    def stretch(self, start: int, end: int | None = None) -> Stretch:
        """Return the time that something covers: its own when it has an end, else until the next frame."""
        if end is not None and end > start:
            return start, end
        place = bisect_right(self._times, start)
        following = self._times[place] if place < len(self._times) else start + self._usual
        return start, min(following, start + self._usual)


def frames_of(moments: Iterable[Moment]) -> Frames:
    """Return the frames that the moments are of: those that are points in time."""
    return Frames(each.start for each in moments if each.start is not None and each.end is None)


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches in order, those that touch or overlap as one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
