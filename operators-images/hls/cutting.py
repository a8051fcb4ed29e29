"""Where segments are cut: at the same frames in every rendition, so that a player may change between any two."""

from dataclasses import dataclass
from fractions import Fraction

KEYFRAME_SECONDS = 2
"""A keyframe every two seconds, as Apple's authoring specification asks for: seeking is quick, files stay small."""


@dataclass(frozen=True)
class Cuts:
    """A keyframe every so many frames, a segment every so many seconds, a whole number of keyframe intervals."""

    interval: int
    seconds: Fraction

    @property
    def threshold(self) -> str:
        """The option hls_time in seconds, a microsecond short: rounded up it would miss the keyframe it stands for."""
        microseconds = max(1, int(self.seconds * 1_000_000) - 1)
        return f"{microseconds // 1_000_000}.{microseconds % 1_000_000:06d}"


def cuts_of(rate: Fraction | None, segment_seconds: int) -> Cuts:
    """Return where a video of this rate is cut; without a rate, a recording, which can be cut anywhere."""
    if rate is None:
        return Cuts(1, Fraction(segment_seconds))
    interval = max(1, round(rate * KEYFRAME_SECONDS))
    return Cuts(interval, interval * max(1, segment_seconds // KEYFRAME_SECONDS) / rate)
