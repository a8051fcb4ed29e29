"""The frame rate of a video, exactly, and the timecode of its first frame (SMPTE ST 12-1)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from media_insights.exports.assets import Asset, Missing, Unfit
from media_insights.results.mediainfo import Mediainfo, Track
from media_insights.results.segments import Segments

NTSC = tuple(Fraction(whole * 1000, 1001) for whole in (24, 30, 48, 60, 120))
_TIMECODED = (*NTSC[:4], *(Fraction(whole) for whole in (24, 25, 30, 48, 50, 60)))
"""Rates that a timecode can count: it has two digits for frames."""
_TIMECODE = re.compile(r"(\d\d):(\d\d):(\d\d)([:;.])(\d\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How frames are counted and named."""

    exact: Fraction
    """Frames per second: 24000/1001, not 23.976."""
    drop: bool = False
    """Whether timecodes leave out numbers to keep up with the clock."""
    first: int = 0
    """Number of the video's first frame by its own timecode."""

    @property
    def nominal(self) -> int:
        """Frames that a second of timecode has."""
        return round(self.exact)

    def frame(self, millis: int) -> int:
        """Return the frame that begins nearest to a time."""
        return round(millis * self.exact / 1000)

    def timecode(self, frame: int) -> str:
        """Return ``HH:MM:SS:FF``, with a semicolon before the frame where numbers are dropped.

        Drop-frame leaves out the first two numbers (four at 60000/1001) of each minute but every tenth. Raises Unfit
        when two digits do not hold the frames of a second, or it holds no whole number of them.
        """
        if self.exact not in _TIMECODED:
            raise Unfit(f"{float(self.exact):g} frames a second have no timecode: use --as otio, which counts frames")
        seconds, frames = divmod(frame + self._dropped(frame), self.nominal)
        mark = ";" if self.drop else ":"
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}{frames:02d}"

    def number(self, timecode: str) -> int:
        """Return the frame that a timecode names; 0 for what is none."""
        found = _TIMECODE.fullmatch(timecode)
        if found is None:
            return 0
        hours, minutes, seconds, frames = (int(found[place]) for place in (1, 2, 3, 5))
        minutes += hours * 60
        left_out = (self.nominal // 15) * (minutes - minutes // 10) if self.drop else 0
        return (minutes * 60 + seconds) * self.nominal + frames - left_out

    def _dropped(self, frame: int) -> int:
        if not self.drop:
            return 0
        each = self.nominal // 15
        tens, rest = divmod(frame, self.nominal * 600 - 9 * each)
        return each * (9 * tens + max(0, rest - each) // (self.nominal * 60 - each))


def rate_of(asset: Asset) -> Rate:
    """Return the rate that mediainfo found, else the one that shots were counted with. Raises Missing without either.

    29.97 and 59.94 are counted in drop-frame unless the video carries a timecode of its own that is not.
    """
    info = asset.model("Mediainfo", Mediainfo)
    tracks = info.tracks if info else ()
    number = next(_rates(tracks), None) or _counted_with(asset)
    if number is None:
        raise Missing(f"the frame rate of {asset.name} is not known: run mediainfo over it first")
    exact = exact_rate(number)
    timecode = next(_timecodes(tracks), "")
    drop = exact in (NTSC[1], NTSC[3]) and (";" in timecode or not timecode)
    return Rate(exact=exact, drop=drop, first=Rate(exact=exact, drop=drop).number(timecode))


def exact_rate(number: float) -> Fraction:
    """Return the rate that a rounded one stands for: 29.97 is 30000/1001."""
    near = next((rate for rate in NTSC if abs(float(rate) - number) < 0.006), None)
    return near or Fraction(str(round(number, 3)))


def _rates(tracks: Iterable[Track]) -> Iterator[float]:
    for track in tracks:
        if track.track_type == "Video" and track.frame_rate and 1 <= track.frame_rate <= 1000:
            yield track.frame_rate


def _counted_with(asset: Asset) -> float | None:
    shots = asset.model("shotDetection", Segments)
    rates = [each.frame_rate for each in shots.video_metadata if each.frame_rate] if shots else []
    return rates[0] if rates else None


def _timecodes(tracks: Iterable[Track]) -> Iterator[str]:
    for track in tracks:
        found: Any = (track.model_extra or {}).get("time_code_of_first_frame")
        if track.track_type in ("Other", "Video") and isinstance(found, str) and _TIMECODE.fullmatch(found):
            yield found
