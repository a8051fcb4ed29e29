"""Playlists by RFC 8216: read as ffmpeg wrote them, measured, and written anew with what ffmpeg leaves out."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAP = re.compile(r'^#EXT-X-MAP:URI="([^"]+)",BYTERANGE="(\d+)@(\d+)"$', re.MULTILINE)
SEGMENT = re.compile(r"^#EXTINF:([\d.]+),.*\n#EXT-X-BYTERANGE:(\d+)@(\d+)$", re.MULTILINE)
HEAD = ("#EXTM3U", "#EXT-X-VERSION:7")


@dataclass(frozen=True)
class Segment:
    """So many seconds in so many bytes of the file, from a place on."""

    seconds: float
    size: int
    start: int


@dataclass(frozen=True)
class Track:
    """A file and its segments; the first `head` bytes are the initialisation that every segment needs."""

    name: str
    head: int
    segments: tuple[Segment, ...]

    @property
    def seconds(self) -> float:
        """Length of the whole."""
        return sum(each.seconds for each in self.segments)

    @property
    def average(self) -> int:
        """Mean bit rate of the segments, in bits a second."""
        return math.ceil(8 * sum(each.size for each in self.segments) / self.seconds)

    def peak(self, target: int) -> int:
        """Return the largest bit rate of neighbouring segments that last 0.5 to 1.5 of the target (RFC 8216, 4.1)."""
        return max(_rates_of(self.segments, target), default=self.average)


def track_of(name: str, written: str) -> Track:
    """Return what ffmpeg's playlist of one file says. Raises ValueError when it has no segment."""
    head = MAP.search(written)
    segments = tuple(Segment(float(it[1]), int(it[2]), int(it[3])) for it in SEGMENT.finditer(written))
    if head is None or not segments:
        raise ValueError(f"the playlist of {name} lists no segment")
    return Track(name, int(head[2]), segments)


def target_of(tracks: Sequence[Track]) -> int:
    """Return the target duration, one for all: the longest segment, rounded."""
    return max(1, *(int(each.seconds + 0.5) for track in tracks for each in track.segments))


def media_playlist(track: Track, target: int) -> str:
    """Return the playlist of one file, which lies beside it."""
    lines = [*_opening(target), f'#EXT-X-MAP:URI="{track.name}.mp4",BYTERANGE="{track.head}@0"']
    for each in track.segments:
        lines += [f"#EXTINF:{each.seconds:.6f},", f"#EXT-X-BYTERANGE:{each.size}@{each.start}", f"{track.name}.mp4"]
    return _text([*lines, "#EXT-X-ENDLIST"])


def captions_playlist(file: str, seconds: float) -> str:
    """Return the playlist of a WebVTT file, which is one segment as long as the video."""
    return _text([*_opening(math.ceil(seconds)), f"#EXTINF:{seconds:.6f},", file, "#EXT-X-ENDLIST"])


@dataclass(frozen=True)
class Variant:
    """One line of the master playlist: what a player has to know before it chooses. Without a size: audio alone."""

    playlist: str
    peak: int
    average: int
    codecs: str
    size: tuple[int, int] | None = None
    rate: float = 0.0


def master_playlist(variants: Sequence[Variant], *, audio: str, captions: str, language: str) -> str:
    """Return the master playlist; `audio` and `captions` are playlists that variants share, "" when there is none.

    `language` is the one of the captions, "" when it is unknown.
    """
    lines = [*HEAD, "#EXT-X-INDEPENDENT-SEGMENTS"]
    if audio:
        lines.append(f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Audio",DEFAULT=YES,AUTOSELECT=YES,URI="{audio}"')
    if captions:
        spoken = f'LANGUAGE="{language}",' if language else ""
        lines.append(
            f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="Captions",{spoken}'
            f'DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="{captions}"'
        )
    groups = (',AUDIO="audio"' if audio else "") + (',SUBTITLES="captions"' if captions else "")
    for each in variants:
        lines += [f"#EXT-X-STREAM-INF:{','.join(_attributes(each))}{groups}", each.playlist]
    return _text(lines)


def _attributes(variant: Variant) -> Iterator[str]:
    yield f"BANDWIDTH={variant.peak}"
    yield f"AVERAGE-BANDWIDTH={variant.average}"
    yield f'CODECS="{variant.codecs}"'
    if variant.size:
        yield f"RESOLUTION={variant.size[0]}x{variant.size[1]}"
        yield f"FRAME-RATE={variant.rate:.3f}"


def _rates_of(segments: Sequence[Segment], target: int) -> Iterator[int]:
    for first in range(len(segments)):
        seconds, size = 0.0, 0
        for each in segments[first:]:
            seconds, size = seconds + each.seconds, size + each.size
            if seconds > 1.5 * target:
                break
            if seconds >= 0.5 * target:
                yield math.ceil(8 * size / seconds)


def _opening(target: int) -> tuple[str, ...]:
    return (
        *HEAD,
        f"#EXT-X-TARGETDURATION:{target}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
    )


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n"
