"""Which sizes a video is offered in, and at which bit rates. Pure: a video's size and rate in, renditions out."""

from dataclasses import dataclass
from fractions import Fraction

from media_kits.video import normalization

NEAR = Fraction(4, 5)
"""A rendition wider than this share of the next larger one saves too little to be offered."""

FAST = 40
"""Frames a second from which on bit rates are half as high again."""


@dataclass(frozen=True)
class Rung:
    """A size that many screens and lines have: the shorter side in pixels, the most that it may take in kbit/s."""

    height: int
    rate: int


RUNGS = (Rung(240, 400), Rung(360, 900), Rung(480, 1600), Rung(720, 3500), Rung(1080, 6000))
"""The ladder from below. Rates are ceilings: an easy video takes less, because quality is constant."""


@dataclass(frozen=True)
class Rendition:
    """One size of the video, named after its rung; a small source's own size stands on the rung that holds it."""

    name: str
    width: int
    height: int
    kilobits: int


def renditions_of(shown: tuple[int, int], rate: Fraction, highest: int) -> tuple[Rendition, ...]:
    """Return the renditions of a video shown at this size, the largest first: never enlarged, none alike."""
    kept: list[Rendition] = []
    for rung in RUNGS:
        width, height = normalization.within(shown, 16 * rung.height // 9, rung.height)
        if rung.height > highest or (kept and (kept[-1].width, kept[-1].height) == (width, height)):
            continue
        if kept and kept[-1].width > NEAR * width:
            kept.pop()
        kilobits = rung.rate * 3 // 2 if rate > FAST else rung.rate
        kept.append(Rendition(f"hls-{rung.height}", width, height, kilobits))
    return tuple(reversed(kept))
