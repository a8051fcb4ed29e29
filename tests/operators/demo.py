"""The demo clip: one minute of 720p25 with speech, faces, things, text and cuts, and the truth about all of them.

It is joined from fetched pictures and clips (licences: :mod:`tests.operators.media`), always the same, and kept in
the cache. ``python -m tests.operators.demo`` makes it and prints its path.
"""

import sys
import tempfile
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from tests.operators.media import cache, fetch, ffmpeg

WIDTH, HEIGHT, RATE = 1280, 720, 25
VERSION = 2
"""Part of the file's name: raise it when anything below changes the picture or the sound."""

TWO_CITIES = (
    "it was the best of times it was the worst of times it was the age of wisdom it was the age of foolishness "
    "it was the epoch of belief it was the epoch of incredulity it was the season of light it was the season "
    "of darkness it was the spring of hope it was the winter of despair we had everything before us we had "
    "nothing before us we were all going direct to heaven we were all going direct the other way in short the "
    "period was so far like the present period that some of its noisiest authorities insisted on its being "
    "received for good or for evil in the superlative degree of comparison only"
)
"""Charles Dickens, A Tale of Two Cities (1859), first sentence, lower case and without punctuation."""

SPEECH_STARTS = 6.0


@dataclass(frozen=True)
class Scene:
    """One source and what is in it. ``text`` is burnt in; ``cuts`` are the source's own, seconds from its start."""

    name: str
    seconds: float
    text: str = ""
    labels: frozenset[str] = frozenset()
    faces: int = 0
    cuts: tuple[float, ...] = ()


SCENES = (
    Scene("title", 6, text="A MINUTE OF EVERYTHING"),
    Scene("astronaut", 6, text="Commander Collins", labels=frozenset({"Person"}), faces=1),
    Scene("chelsea", 6, labels=frozenset({"Cat"})),
    Scene("bikes", 10, labels=frozenset({"Car", "Person"}), cuts=(1.20, 3.04, 5.48, 7.48, 9.68)),
    Scene("coffee", 6, labels=frozenset({"Cup"})),
    Scene("carphone", 4, labels=frozenset({"Person"}), faces=1),
    Scene("motorcycle", 6, labels=frozenset({"Motorcycle"})),
    Scene("rocket", 6),
    Scene("bigbuckbunny", 5),
    Scene("end", 5, text="THANK YOU FOR WATCHING"),
)


@dataclass(frozen=True)
class Clip:
    """A file and what is true about it."""

    path: Path
    scenes: tuple[Scene, ...]
    words: str
    """What is said, lower case, without punctuation."""

    @property
    def seconds(self) -> float:
        """Length of the clip."""
        return sum(scene.seconds for scene in self.scenes)

    @property
    def cuts(self) -> tuple[int, ...]:
        """Every cut in milliseconds, those inside of sources included, ascending."""
        starts = [0.0, *accumulate(scene.seconds for scene in self.scenes)]
        between = starts[1:-1]
        inside = [
            start + cut for (start, _), scene in zip(pairwise(starts), self.scenes, strict=True) for cut in scene.cuts
        ]
        return tuple(round(cut * 1000) for cut in sorted([*between, *inside]))

    def span(self, name: str) -> tuple[int, int]:
        """Return start and end of a scene in milliseconds."""
        starts = [0.0, *accumulate(scene.seconds for scene in self.scenes)]
        index = next(index for index, scene in enumerate(self.scenes) if scene.name == name)
        return round(starts[index] * 1000), round(starts[index + 1] * 1000)


def demo_clip() -> Clip:
    """Return the demo clip, making it when the cache has none. Needs the network only the first time."""
    path = cache() / f"a-minute-of-everything-{VERSION}.mp4"
    if not path.is_file():
        with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
            made = Path(scratch) / path.name
            _make(made)
            made.replace(path)
    return Clip(path, SCENES, f"hello world {TWO_CITIES}")


def _make(target: Path) -> None:
    inputs = [part for scene in SCENES for part in _input(scene)]
    pictures = ";".join(_picture(index, scene) for index, scene in enumerate(SCENES))
    joined = "".join(f"[v{index}]" for index in range(len(SCENES))) + f"concat=n={len(SCENES)}:v=1[video]"
    first = len(SCENES)
    sound = (
        f"[{first}:a]aresample=48000,adelay=1500:all=1[a0];"
        f"[{first + 1}:a]aresample=48000,adelay={SPEECH_STARTS * 1000:.0f}:all=1[a1];"
        "[a0][a1]amix=inputs=2:normalize=0:duration=longest,apad[sound]"
    )
    ffmpeg(
        *inputs, "-i", fetch("hello"), "-i", fetch("two-cities"),
        "-filter_complex", f"{pictures};{joined};{sound}", "-map", "[video]", "-map", "[sound]",
        "-t", str(sum(scene.seconds for scene in SCENES)), "-c:v", "libx264", "-preset", "veryfast", "-crf", "22",
        "-g", str(2 * RATE), "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "96k", "-movflags", "+faststart",
        "-map_metadata", "-1", "-fflags", "+bitexact", target,
    )  # fmt: skip


def _input(scene: Scene) -> list[str | Path]:
    if scene.name in ("title", "end"):
        return ["-f", "lavfi", "-t", str(scene.seconds), "-i", f"color=c=0x14213d:s={WIDTH}x{HEIGHT}:r={RATE}"]
    path = fetch(scene.name)
    if path.suffix == ".mp4":
        return ["-t", str(scene.seconds), "-i", path]
    return ["-loop", "1", "-framerate", str(RATE), "-t", str(scene.seconds), "-i", path]


def _picture(index: int, scene: Scene) -> str:
    fit = f"scale={WIDTH}:{HEIGHT}:force_original_aspect_ratio=decrease:flags=bicubic:out_range=tv"
    pad = f"pad={WIDTH}:{HEIGHT}:(ow-iw)/2:(oh-ih)/2:color=0x202020"
    # tpad repeats the last picture of a clip that is a few frames short of its scene
    length = f"fps={RATE},tpad=stop_mode=clone:stop_duration=2,trim=duration={scene.seconds},setpts=PTS-STARTPTS"
    text = f",{_drawn(scene)}" if scene.text else ""
    return f"[{index}:v]{fit},{pad},setsar=1,{length},format=yuv420p,setparams=range=tv{text}[v{index}]"


def _drawn(scene: Scene) -> str:
    middle = "(h-text_h)/2" if scene.name in ("title", "end") else "h-120"
    look = "fontsize=64:fontcolor=white:box=1:boxcolor=0x14213d:boxborderw=18"
    return f"drawtext=fontfile={fetch('font')}:text='{scene.text}':{look}:x=(w-text_w)/2:y={middle}"


if __name__ == "__main__":
    sys.stdout.write(f"{demo_clip().path}\n")
