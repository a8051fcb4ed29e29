"""The arguments of ffmpeg for each preset. Pure."""

from dataclasses import dataclass
from pathlib import Path

from media_operator.films import ffmpeg, limits, progress
from media_operator.films.sources import Source

LARGEST = 2160
FILES = {"aac": "transcoded.m4a", "mp3": "transcoded.mp3", "wav": "transcoded.wav"}
SOUND_CODECS = {
    "aac": ("-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart"),
    "mp3": ("-c:a", "libmp3lame", "-q:a", "2"),
    "wav": ("-c:a", "pcm_s16le"),
}
CLEAN = ("-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn")
"""Where it was filmed and by whom does not travel into derived files."""


@dataclass(frozen=True)
class Stretch:
    """From where on, and for how long, in seconds."""

    start: float
    seconds: float

    @property
    def before(self) -> tuple[str, ...]:
        """Options of the input: decoding begins at the keyframe before, what comes before the start is dropped."""
        return ("-ss", f"{self.start:.6f}") if self.start else ()


def film(path: Path, source: Source, stretch: Stretch, side: int, target: Path) -> list[str]:
    """Return the command that makes an H.264 film whose shorter side is at most `side` pixels."""
    number = source.picture.number if source.picture else 0
    arguments = [*_opened(path, stretch), "-map", f"0:{number}", "-vf", _fitting(side)]
    arguments += ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-c:a", "aac", "-b:a", "128k"]
    arguments += _sound(source) if source.sound else []
    return [*arguments, *CLEAN, *_until(stretch), "-movflags", "+faststart", "-f", "mp4", str(target)]


def sound(path: Path, source: Source, stretch: Stretch, kind: str, target: Path) -> list[str]:
    """Return the command that makes a file of the sound alone."""
    return [*_opened(path, stretch), *_sound(source), "-vn", *SOUND_CODECS[kind], *CLEAN, *_until(stretch), str(target)]


def _opened(path: Path, stretch: Stretch) -> list[str]:
    return [*ffmpeg.guarded(path, *stretch.before), *progress.ARGUMENTS]


def _until(stretch: Stretch) -> list[str]:
    return ["-t", f"{min(stretch.seconds, limits.MAX_SECONDS):.6f}"]


def _sound(source: Source) -> list[str]:
    # first_pts=0 fills with silence what comes before the sound, so that its zero is the picture's zero.
    number = source.sound.number if source.sound else 0
    layout = "mono" if source.sound and source.sound.layout == "mono" else "stereo"
    filters = f"aresample=async=1:first_pts=0,aresample=48000,aformat=channel_layouts={layout}"
    return ["-map", f"0:{number}", "-af", filters]


def _fitting(side: int) -> str:
    square = "scale='max(2,trunc(iw*sar))':ih,setsar=1"
    wide = f"if(gte(iw,ih),-2,trunc(min(iw,{side})/2)*2)"
    high = f"if(gte(iw,ih),trunc(min(ih,{side})/2)*2,-2)"
    return f"{square},scale='{wide}':'{high}':out_range=tv,setsar=1,format=yuv420p"
