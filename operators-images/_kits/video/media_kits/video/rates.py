"""The constant rate at which a video is written."""

from collections.abc import Sequence
from fractions import Fraction

from media_kits.video.sources import VideoStream

STANDARD = tuple(Fraction(n, d) for n, d in ((24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (48, 1),
                                             (50, 1), (60000, 1001), (60, 1)))  # fmt: skip
FASTEST = Fraction(60)


MOST = 0.8
"""Share of frames that are shown equally long in a video that has a rate and, here and there, a gap."""


def constant(video: VideoStream) -> Fraction:
    """Return the rate of a measured video stream, snapped to a standard one, at most 60 a second.

    A varying rate becomes the next standard one above its mean, so that few frames are lost; but where most frames are
    shown equally long, and some are missing, it is the rate of these.
    """
    measured = video.rate if video.is_constant_rate else _usual(video.steps) or video.rate
    rate = Fraction(measured).limit_denominator(1001)
    near = [standard for standard in STANDARD if abs(standard - rate) <= standard * Fraction(1, 500)]
    if near:
        return min(near, key=lambda standard: abs(standard - rate))
    if not video.is_constant_rate:
        return next((standard for standard in STANDARD if standard >= rate), FASTEST)
    return min(max(rate, Fraction(1)), FASTEST)


def _usual(steps: Sequence[float]) -> float:
    """Return the rate at which most frames follow each other, 0 when there is none."""
    middle = sorted(steps)[len(steps) // 2] if steps else 0.0
    alike = [step for step in steps if abs(step - middle) <= 0.1 * middle + 0.001]
    return len(alike) / sum(alike) if len(alike) >= MOST * len(steps) and sum(alike) > 0 else 0.0
