"""The constant rate at which a video is written."""

from fractions import Fraction

from media_kits.video.sources import VideoStream

STANDARD = tuple(Fraction(n, d) for n, d in ((24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (48, 1),
                                             (50, 1), (60000, 1001), (60, 1)))  # fmt: skip
FASTEST = Fraction(60)


def constant(video: VideoStream) -> Fraction:
    """Return the rate of a measured video stream, snapped to a standard one, at most 60 a second.

    A varying rate becomes the next standard one above its mean, so that few frames are lost.
    """
    rate = Fraction(video.rate).limit_denominator(1001)
    near = [standard for standard in STANDARD if abs(standard - rate) <= standard * Fraction(1, 500)]
    if near:
        return min(near, key=lambda standard: abs(standard - rate))
    if not video.is_constant_rate:
        return next((standard for standard in STANDARD if standard >= rate), FASTEST)
    return min(max(rate, Fraction(1)), FASTEST)
