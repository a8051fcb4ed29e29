"""The arguments of ffmpeg for each preset. Pure."""

from dataclasses import dataclass
from pathlib import Path

from media_kits.video import derivatives, normalization, progress
from media_kits.video.opening import Opened
from media_kits.video.sources import Source

LARGEST = 2160
FILES = {"aac": "transcoded.m4a", "mp3": "transcoded.mp3", "wav": "transcoded.wav"}
AUDIO_CODECS = {
    "aac": ("-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart"),
    "mp3": ("-c:a", "libmp3lame", "-q:a", "2"),
    "wav": ("-c:a", "pcm_s16le"),
}


@dataclass(frozen=True)
class Stretch:
    """From where on, and for how long, in seconds."""

    start: float
    seconds: float

    @property
    def before(self) -> tuple[str, ...]:
        """Options of the input: decoding begins at the keyframe before, what comes before the start is dropped."""
        return ("-ss", f"{self.start:.6f}") if self.start else ()


def video(opened: Opened, stretch: Stretch, side: int, target: Path) -> list[str]:
    """Return the command that makes an H.264 video whose shorter side is at most `side` pixels."""
    source = opened.source
    arguments = [*opened.arguments, *progress.ARGUMENTS, *_video(source, side)]
    arguments += ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-c:a", "aac", "-b:a", "128k"]
    arguments += _audio(source) if source.audio else []
    ending = ["-movflags", "+faststart", "-f", "mp4", str(target)]
    return [*arguments, *derivatives.CLEAN, *derivatives.until(stretch.seconds), *ending]


def audio(opened: Opened, stretch: Stretch, kind: str, target: Path) -> list[str]:
    """Return the command that makes a file of the audio alone."""
    encoding = [*AUDIO_CODECS[kind], *derivatives.CLEAN, *derivatives.until(stretch.seconds), str(target)]
    unused = opened.unused(opened.source.audio)
    return [*opened.arguments, *progress.ARGUMENTS, *_audio(opened.source), "-vn", *encoding, *unused]


def _video(source: Source, side: int) -> list[str]:
    if source.video is None:
        raise ValueError("a video preset needs video")
    shown = source.video.display_size
    size = normalization.within(shown, max(shown), side)
    return ["-map", f"0:{source.video.number}", "-vf", ",".join(normalization.filters(source.video, size))]


def _audio(source: Source) -> list[str]:
    if source.audio is None:
        raise ValueError("there is no audio")
    return ["-map", f"0:{source.audio.number}", "-af", derivatives.playable(source.audio)]
