"""hls: whether every size plays, picture by picture, how like the source it looks, and what playlists promise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import m3u8

from tests.evaluation.figures import Figure
from tests.evaluation.made_films import MadeFilm, made_films
from tests.evaluation.measures import streams
from tests.evaluation.running import Bench
from tests.evaluation.shades import numbers_of
from tests.operators import media
from tests.operators.demo import RATE, demo_clip

OPERATOR = "hls"
SECONDS = 2
"""Of a segment: films are short, and each is to have several."""
FROM, LENGTH = 15, 20
"""Seconds of the demo clip: photographs that move, a film of a street, and one of a person who talks."""


@dataclass(frozen=True)
class Stream:
    """What was made of one film. `lasts` is what a segment can last: whole pictures nearest to what was asked for."""

    folder: Path
    lasts: float

    @cached_property
    def master(self) -> m3u8.M3U8:
        """What a player is given."""
        return m3u8.load(str(self.folder / "hls.m3u8"))

    @cached_property
    def sizes(self) -> list[m3u8.Playlist]:
        """The variants with a picture."""
        return [each for each in self.master.playlists if each.stream_info.resolution]

    def playlist(self, uri: str) -> Path:
        """Return the playlist of one size, or of the sound."""
        return self.folder / uri


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield what made films show in every size, how like the demo clip its sizes are, and promises about both."""
    films = list(made_films(bench))
    made = [_streamed(bench, film.path, Fraction(film.facts["rate"]), film.milliseconds / 1000) for film in films]
    off = [one for film, stream in zip(films, made, strict=True) for one in _distances(film, stream)]
    of = f"{len(off)} pictures of {sum(len(each.sizes) for each in made)} sizes of {len(films)} made films"
    yield Figure(OPERATOR, "pictures that are not the source's at their place", sum(off), of, digits=0)
    source = _demo(bench)
    demo = _streamed(bench, source, Fraction(RATE), LENGTH)
    yield from _likenesses(bench, source, demo)
    yield from _promises([*made, demo])


def _streamed(bench: Bench, film: Path, rate: Fraction, seconds: float) -> Stream:
    answer = bench.run(OPERATOR, {"source": film}, {"segmentSeconds": SECONDS}, seconds=seconds)
    return Stream(answer.folder, float(round(SECONDS * rate) / rate))


def _demo(bench: Bench) -> Path:
    target = bench.made("demo.mp4")
    nearly = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "8", "-c:a", "copy")
    media.ffmpeg("-ss", str(FROM), "-i", demo_clip().path, "-t", str(LENGTH), *nearly, target)
    return target


def _distances(film: MadeFilm, stream: Stream) -> Iterator[bool]:
    """Yield for each picture of each size whether it is another one than the source has there, or lacks, or exceeds."""
    true = range(film.facts["pictures"])
    for each in stream.sizes:
        shown = numbers_of(stream.playlist(each.uri))
        missing = abs(len(shown) - len(true))
        yield from (*(one != other for one, other in zip(shown, true, strict=False)), *[True] * missing)


def _likenesses(bench: Bench, source: Path, stream: Stream) -> Iterator[Figure]:
    """Yield how like each size is to the source scaled to it: the PSNR of the luminance."""
    levels = {each.uri: _psnr(bench, source, stream, each) for each in stream.sizes}
    for uri, found in levels.items():
        name = f"mean likeness of pictures of {Path(uri).stem} (PSNR)"
        yield Figure(OPERATOR, name, sum(found) / len(found), f"{len(found)} pictures of the demo clip", "dB", 1)
    every = [each for found in levels.values() for each in found]
    of = f"{len(every)} pictures of {len(levels)} sizes"
    yield Figure(OPERATOR, "least likeness of a picture (PSNR)", min(every), of, "dB", 1)


def _psnr(bench: Bench, source: Path, stream: Stream, size: m3u8.Playlist) -> list[float]:
    width, height = size.stream_info.resolution
    log = bench.made("psnr.log")
    counted = f"setpts=N/{RATE}/TB"
    graph = (
        f"[0:v]{counted}[made];[1:v]{counted},scale={width}:{height}:flags=bicubic,format=yuv420p[true];"
        f"[made][true]psnr=stats_file={log}"
    )
    media.ffmpeg("-i", stream.playlist(size.uri), "-i", source, "-lavfi", graph, "-f", "null", "-")
    return [float(each) for each in re.findall(r"psnr_y:(\S+)", log.read_text("utf-8"))]


def _promises(made: list[Stream]) -> Iterator[Figure]:
    sizes = [(stream, each) for stream in made for each in stream.sizes]
    of = f"{len(sizes)} sizes of {len(made)} films"
    lengths = [streams.largest_distance(_segments(stream, each.uri), stream.lasts) for stream, each in sizes]
    yield Figure(OPERATOR, "largest distance of a segment from its length", 1000 * max(lengths), of, "ms", 0)
    apart = [keyframes ^ found[0] for stream in made for found in [_keyframes(stream)] for keyframes in found[1:]]
    yield Figure(OPERATOR, "keyframes that other sizes of the film lack", sum(map(len, apart)), of, digits=0)
    shares = [each.stream_info.bandwidth / _peak(stream, each) for stream, each in sizes]
    yield Figure(OPERATOR, "least BANDWIDTH, as a share of the real peak", min(shares), of, digits=3)
    yield Figure(OPERATOR, "largest BANDWIDTH, as a share of the real peak", max(shares), of, digits=3)


def _segments(stream: Stream, uri: str) -> list[streams.Segment]:
    return streams.segments_of(stream.playlist(uri))


def _peak(stream: Stream, size: m3u8.Playlist) -> float:
    """Return the most that this size and the sound beside it take together."""
    uris = [size.uri, *(each.uri for each in stream.master.media if each.type == "AUDIO")]
    target = m3u8.load(str(stream.playlist(size.uri))).target_duration
    return sum(streams.peak(_segments(stream, uri), target) for uri in uris)


def _keyframes(stream: Stream) -> list[set[int]]:
    """Return for each size when its keyframes are shown, in ticks of the film's clock."""
    return [_keyframes_of(stream.playlist(each.uri)) for each in stream.sizes]


def _keyframes_of(playlist: Path) -> set[int]:
    listing = playlist.with_suffix(".keyframes")
    decoded = ("-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framecrc")
    media.ffmpeg("-skip_frame", "nokey", "-i", playlist, *decoded, listing)
    return {int(line.split(",")[2]) for line in listing.read_text("utf-8").splitlines() if not line.startswith("#")}
