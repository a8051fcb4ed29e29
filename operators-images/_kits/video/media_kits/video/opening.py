"""A source as the input of a run of ffmpeg whose filters see one format from the first frame to the last.

When a stream changes its format – its size, its channels, its sampling rate, its colours – ffmpeg builds all filters
anew: what they counted, filled or wrote is lost. So runs are watched (:func:`steadily`): at the first change a run is
stopped and done again behind another ffmpeg, which decodes, makes every frame alike, and keeps nothing in mind.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from media_kits.video import clock, ffmpeg, normalization
from media_kits.video.ffmpeg import Feeder
from media_kits.video.finished import Finished
from media_kits.video.sources import AudioStream, Source, VideoStream
from media_operator.operators import Operator
from media_operator.result_warnings import Reason

CHANGES = "the audio or the video changes its format on the way; it was made uniform"
"""The warning in results about such a source."""

T = TypeVar("T")

STEADY_RATE = 48000
STEADY_LAYOUTS = ("stereo", "5.1", "5.1(side)", "7.1")


@dataclass(frozen=True)
class Opened:
    """A file and what it was measured to be; `before` are further options of the input, for instance `-ss 10`.

    Stream numbers in commands are those of `source`, which describes what ffmpeg gets: of a steady one the frames are
    upright, progressive and never HDR, and the audio has at least two channels at 48 kHz.
    """

    path: Path
    source: Source
    before: tuple[str, ...] = ()
    others: tuple[int, ...] = ()
    """Streams of the file that `source` leaves out; they are read because of the clock."""
    feeder: Feeder = Feeder(watched=True)  # noqa: RUF009 - frozen

    @property
    def arguments(self) -> list[str]:
        """The options that open it, as one input."""
        if not self.feeder.arguments:
            return ffmpeg.guarded(self.path, *self.before)
        return ["-copyts", "-f", "nut", "-i", "pipe:0"]

    def tell(self, operator: Operator) -> None:
        """Put it into the warnings of the result that the file changes its format."""
        if not self.source.is_steady:
            operator.warn(Reason.FORMAT_CHANGES, CHANGES)

    def unused(self, *used: VideoStream | AudioStream | None) -> list[str]:
        """Return the outputs that keep the clock when only the `used` streams are read."""
        numbers = {each.number for each in used if each}
        streams = (each for each in (self.source.video, self.source.audio) if each and each.number not in numbers)
        idle = [*(each.number for each in streams), *self.others]
        return [] if self.feeder.arguments else clock.unused(*idle)

    def only_audio(self) -> "Opened":
        """Return the same file as its audio alone."""
        others = (self.source.video.number,) if self.source.video else ()
        return replace(self, source=replace(self.source, video=None), others=others)

    def run(
        self, arguments: Sequence[str], *, folder: Path | None = None, on_line: Callable[[str], None] | None = None
    ) -> Finished:
        """Run ffmpeg on it as :func:`ffmpeg.run` does. Raises FormatChanged when a stream changes its format."""
        return ffmpeg.run(arguments, folder=folder, on_line=on_line, feeder=self.feeder)

    def blocks(
        self,
        arguments: Sequence[str],
        size: int,
        *,
        what: str = "frame",
        at_end: Callable[[Finished], None] | None = None,
    ) -> Iterator[bytes]:
        """Yield what ffmpeg writes as :func:`ffmpeg.blocks` does. Raises FormatChanged as `run` does."""
        return ffmpeg.blocks(arguments, size, what=what, at_end=at_end, feeder=self.feeder)

    def steady(self) -> "Opened":
        """Return the same file behind an ffmpeg that makes all frames alike."""
        video, audio = self.source.video, self.source.audio
        streams = [*(_video(video) if video else ()), *(_audio(audio) if audio else ())]
        feeder = [*ffmpeg.guarded(self.path, *self.before), *streams, "-avoid_negative_ts", "disabled", "-f", "nut"]
        even = replace(
            self.source,
            video=video and _made_alike(video),
            audio=audio and replace(audio, number=1 if video else 0, codec="pcm_s16le", layout=_layout(audio)),
            is_steady=False,
        )
        return replace(
            self, source=even, feeder=Feeder(("-loglevel", "quiet", *feeder, "pipe:1", *clock.unused(*self.others)))
        )


def steadily(opened: Opened, attempt: Callable[[Opened], T]) -> T:
    """Return what the attempt returns on the file as it is or, when a stream changes its format, on the steady one."""
    try:
        return attempt(opened)
    except ffmpeg.FormatChanged:
        return attempt(opened.steady())


def _video(video: VideoStream) -> list[str]:
    # Whatever comes is fitted into the first size, with bars where its shape is another.
    width, height = normalization.even(video.display_size)
    fitted = f"scale={width}:{height}:flags=bicubic:force_original_aspect_ratio=decrease:reset_sar=1:out_range=tv"
    filters = (
        *normalization.forgotten(video), *normalization.progressive(video, always=True), *normalization.toned(video),
        fitted, f"pad={width}:{height}:-1:-1", "setsar=1", "format=yuv420p",
    )  # fmt: skip
    return ["-map", f"0:{video.number}", "-vf", ",".join(filters), "-c:v", "rawvideo", "-fps_mode", "passthrough",
            "-enc_time_base:v", "demux"]  # fmt: skip


def _audio(audio: AudioStream) -> list[str]:
    layout = f"aresample={STEADY_RATE},aformat=sample_fmts=s16:channel_layouts={_layout(audio)}"
    return ["-map", f"0:{audio.number}", "-af", layout, "-c:a", "pcm_s16le"]


def _layout(audio: AudioStream) -> str:
    return audio.layout if audio.layout in STEADY_LAYOUTS else "stereo"


def _made_alike(video: VideoStream) -> VideoStream:
    width, height = normalization.even(video.display_size)
    told = ("bt709", "bt709", "bt709") if video.hdr else video.colours
    return replace(
        video, number=0, codec="rawvideo", pixel_format="yuv420p", width=width, height=height, colours=told,
        aspect=normalization.SQUARE, rotation=0, hdr=False, interlaced=False,
    )  # fmt: skip
