"""The one clock of a source: when its frames are shown, and how long it lasts.

It is the clock of players. Its zero is the earliest stream's; what an edit list hides is not there; a clock that jumps,
wraps or starts anew in the middle goes on where it was, as ffmpeg does it for transport streams. Headers are claims and
are not asked. ffmpeg decides about jumps by the packets of the streams that it reads: so every run over a source reads
the same two, the video and the audio, even when it uses one (:func:`unused`), and no run keeps raw times (`-copyts`).
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from media_kits.video import ffmpeg, limits
from media_operator.operators import Operator
from media_operator.result_warnings import Reason

DISCARDED, KEY = 4, 1
"""Flags of a packet: an edit list hides it; a decoder can begin with it (libavcodec, AV_PKT_FLAG)."""

SLACK_SECONDS = 0.25
SLACK_SHARE = 0.002
"""By how much what was made of a source may differ from it in length: encoders pad, and round to their own frames."""


@dataclass
class Track:
    """The packets of one stream: times of the frames that are shown, sorted, in seconds; the `end` of the last."""

    times: "array[float]" = field(default_factory=lambda: array("d"))
    keyframes: "array[float]" = field(default_factory=lambda: array("d"))
    first: float = float("inf")
    end: float = 0.0
    hidden: int = 0
    """Packets that are decoded and not shown."""


def tracks_of(path: Path, video: int | None, audio: int | None) -> tuple[Track, Track]:
    """Return what the packets of both streams say, in one run without decoding; a stream that is None is empty.

    Frames of the audio have no times of their own. Raises UnusableInput when reading takes too long or never ends.
    """
    numbers = [number for number in (video, audio) if number is not None]
    maps = [part for number in numbers for part in ("-map", f"0:{number}")]
    listing = _Listing([Track() for _ in numbers], [number == video for number in numbers])
    arguments = [
        *ffmpeg.guarded(path),
        *maps,
        "-c",
        "copy",
        "-t",
        str(limits.MAX_SECONDS + 60),
        "-f",
        "framecrc",
        "pipe:1",
    ]
    ffmpeg.run(arguments, timeout=limits.PROBE_SECONDS, on_line=listing.add)
    found = iter(listing.tracks)
    return (_sorted(next(found)) if video is not None else Track(), next(found) if audio is not None else Track())


@dataclass
class _Listing:
    """Reads the lines of the muxer framecrc: `stream, dts, pts, duration, size, checksum, F=flags, …`."""

    tracks: Sequence[Track]
    timed: Sequence[bool]
    bases: dict[int, Fraction] = field(default_factory=dict)

    def add(self, line: str) -> None:
        if line.startswith("#tb "):
            number, base = line[4:].split(":")
            self.bases[int(number)] = Fraction(base.strip())
        elif not line.startswith("#"):
            fields = [each.strip() for each in line.split(",")]
            if len(fields) > 5:
                self._packet(fields)

    def _packet(self, fields: Sequence[str]) -> None:
        number, flags = int(fields[0]), next((int(each[2:], 0) for each in fields[6:] if each.startswith("F=")), KEY)
        # AVI says when a packet is decoded and not when it is shown: in sum it is the same
        shown = next((int(each) for each in (fields[2], fields[1]) if _is_time(each)), None)
        track, base = self.tracks[number], self.bases.get(number, Fraction(1))
        if shown is None:
            return
        if flags & DISCARDED:
            track.hidden += 1
            return
        time, lasts = float(shown * base), float(max(0, int(fields[3])) * base) if _is_time(fields[3]) else 0.0
        track.first, track.end = min(track.first, time), max(track.end, time + lasts)
        if self.timed[number]:
            track.times.append(time)
            if flags & KEY:
                track.keyframes.append(time)


def _is_time(number: str) -> bool:
    # A missing time is AV_NOPTS_VALUE, the least number of 64 bits
    return number.lstrip("-").isdecimal() and abs(int(number)) < 2**62


def _sorted(track: Track) -> Track:
    # A stream that tells only when frames are decoded begins before zero, by as many as are out of order
    early = min(0.0, min(track.times, default=0.0))
    track.times, track.keyframes = (
        array("d", sorted(time - early for time in times)) for times in (track.times, track.keyframes)
    )
    track.end -= early
    return track


def unused(*numbers: int) -> list[str]:
    """Return the output of ffmpeg that reads streams and does nothing with them, so that the clock stays the same."""
    maps = [part for number in numbers for part in ("-map", f"0:{number}")]
    return [*maps, "-c", "copy", "-t", str(limits.MAX_SECONDS), "-f", "null", "-"] if maps else []


def compare(operator: Operator, what: str, made: float, wanted: float) -> None:
    """Warn in the result when something made of a source does not last as long as the source, in seconds.

    `what` names what was made.
    """
    if abs(made - wanted) > max(SLACK_SECONDS, SLACK_SHARE * wanted):
        why = "a part of the file could not be decoded" if made < wanted else "times in the file are damaged"
        operator.warn(Reason.TIMES_DISAGREE, f"{what} lasts {made:.2f} s, but the file {wanted:.2f} s: {why}")
