"""The demo clip: one minute of 720p with speech, faces, burnt-in text, objects and cuts, and the truth about it.

`python -m tests.operators.clips [FILE]` makes it and prints its path; the truth lies beside it as JSON. The parts come
out of packages (see `media.ITEMS` for licences); the clip is made once per version of this file and kept in the cache.
"""

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from tests.operators.media import cache, fetch, ffmpeg

RATE = 25
UNIFORM = (
    "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,"
    "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
)
"""All parts get the same pixel format and colour description: players and decoders see one stream."""

SPEECH_FROM = 0.5
FOX_FROM = 50.0

WORDS = (
    "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness, "
    "it was the epoch of belief, it was the epoch of incredulity, it was the season of Light, it was the season of "
    "Darkness, it was the spring of hope, it was the winter of despair, we had everything before us, we had nothing "
    "before us, we were all going direct to Heaven, we were all going direct the other way, in short, the period was "
    "so far like the present period, that some of its noisiest authorities insisted on its being received, for good "
    "or for evil, in the superlative degree of comparison only. The quick brown fox jumps over the lazy dog."
)


@dataclass(frozen=True)
class Part:
    """A stretch of the clip: where it comes from, how it is framed, and what is certainly in it."""

    media: str
    seconds: float
    filter: str = ""
    text: str = ""
    faces: int | None = None
    objects: tuple[str, ...] = ()
    cuts: tuple[float, ...] = ()


def _pan(top: float = 0.5) -> str:
    # A still picture drifts by 12 pixels a second: enough for "freeze" detectors, far too little for a cut.
    return f"scale=1400:-2:flags=lanczos,crop=1280:720:t*12:(ih-720)*{top}"


def _fit() -> str:
    return "scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:-1:-1"


PARTS = (
    Part("astronaut", 8, _pan(0.0), text="MEDIA INSIGHTS", faces=1, objects=("Person",)),
    Part("bikes", 10, _fit(), objects=("Car",), cuts=(1.20, 3.04, 5.48, 7.48, 9.68)),
    Part("coffee", 6, _pan(), text="A CUP OF COFFEE", faces=0, objects=("Cup",)),
    Part("carphone", 4, _fit(), faces=1, objects=("Person",)),
    Part("", 6, text="THE WINTER OF DESPAIR", faces=0),
    Part("chelsea", 6, _pan(), faces=0, objects=("Cat",)),
    Part("motorcycle", 6, _pan(), faces=0, objects=("Motorcycle",)),
    Part("astronaut", 6, "crop=256:144:96:36,scale=1400:-2,crop=1280:720:t*12:0", faces=1, objects=("Person",)),
    Part("rocket", 4, _pan(), faces=0),
    Part("bigbuckbunny", 4),
)


def demo_clip() -> tuple[Path, dict[str, Any]]:
    """Return the clip (60 s, 1280x720, 25/s, H.264 and AAC) and its truth; it is made on first use."""
    version = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    clip = cache() / f"demo-{version}.mp4"
    if not clip.is_file():
        with tempfile.TemporaryDirectory(dir=cache()) as scratch:
            made = Path(scratch) / clip.name
            _make(made, Path(scratch))
            clip.with_suffix(".json").write_text(json.dumps(truth(), indent=2))
            made.replace(clip)
    return clip, truth()


def truth() -> dict[str, Any]:
    """Return what is certainly in the clip: cuts in milliseconds, words, and texts, faces, objects with their times."""
    starts = list(accumulate((part.seconds for part in PARTS), initial=0.0))
    placed = [(part, _millis(start), _millis(start + part.seconds)) for part, start in zip(PARTS, starts, strict=False)]
    inner = [_millis(start + cut) for part, start in zip(PARTS, starts, strict=False) for cut in part.cuts]
    return {
        "durationMillis": _millis(starts[-1]),
        "frameRate": RATE,
        "cuts": sorted([_millis(start) for start in starts[1:-1]] + inner),
        "words": WORDS,
        "speech": {"from": _millis(SPEECH_FROM), "to": _millis(FOX_FROM) + 3000},
        "texts": [{"text": part.text, "from": start, "to": end} for part, start, end in placed if part.text],
        "faces": [{"count": part.faces, "from": a, "to": b} for part, a, b in placed if part.faces is not None],
        "objects": [{"name": name, "from": a, "to": b} for part, a, b in placed for name in part.objects],
    }


def _make(clip: Path, scratch: Path) -> None:
    files = [_part(part, scratch / f"{number}.mp4") for number, part in enumerate(PARTS)]
    (scratch / "parts.txt").write_text("".join(f"file '{file.name}'\n" for file in files))
    voices = (
        f"[1:a]aresample=48000,adelay={_millis(SPEECH_FROM)}:all=1[a];"
        f"[2:a]aresample=48000,adelay={_millis(FOX_FROM)}:all=1[b];[a][b]amix=2:normalize=0,apad[out]"
    )
    seconds = str(sum(part.seconds for part in PARTS))
    # fmt: off
    ffmpeg("-f", "concat", "-i", scratch / "parts.txt", "-i", fetch("two-cities"), "-i", fetch("fox"),
           "-filter_complex", voices, "-map", "0:v", "-map", "[out]", "-t", seconds,
           "-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-g", "50", "-threads", "2",
           "-c:a", "aac", "-b:a", "96k", "-bitexact", "-movflags", "+faststart", clip)
    # fmt: on


def _part(part: Part, target: Path) -> Path:
    source: tuple[str | Path, ...] = ("-f", "lavfi", "-i", "color=c=0x203050:s=1280x720:r=25")
    if part.media:
        path = fetch(part.media)
        source = ("-i", path) if path.suffix == ".mp4" else ("-loop", "1", "-framerate", str(RATE), "-i", path)
    filters = [*filter(None, [part.filter, _caption(part.text)]), f"fps={RATE}", "setsar=1", UNIFORM]
    # fmt: off
    ffmpeg(*source, "-an", "-vf", ",".join(filters), "-frames:v", str(round(part.seconds * RATE)),
           "-c:v", "libx264", "-preset", "ultrafast", "-crf", "12", "-threads", "2",
           "-video_track_timescale", "12800", "-bitexact", target)
    # fmt: on
    return target


def _caption(text: str) -> str:
    place = "x=(w-text_w)/2:y=h-140:fontsize=72:fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=18"
    return f"drawtext=fontfile={fetch('font')}:text='{text}':{place}" if text else ""


def _millis(seconds: float) -> int:
    return round(seconds * 1000)


def main() -> None:
    """Make the demo clip, copy it to FILE when given, and print where it lies."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="where to copy the clip; default: only the cache")
    wanted = parser.parse_args().file
    clip, _ = demo_clip()
    if wanted is not None:
        shutil.copyfile(clip, wanted)
    sys.stdout.write(f"{wanted or clip}\n")


if __name__ == "__main__":
    main()
