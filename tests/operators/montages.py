"""Films that are cut together by a seed, and the truth about every change of shot: what shot detectors are measured on.

`python -m tests.operators.montages SEED…` makes montages and prints how `shot-detection` did.
The sources are still pictures, moved and zoomed, and two clips; some shots darken, are lit by a flash or crossed by a
large object: none of that is a change of shot. They are made, not shot by anybody: real films will differ.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Literal

from tests.operators import media
from tests.operators.runs import run

Kind = Literal["cut", "dissolve", "fade"]

WIDTH, HEIGHT = 640, 360
RATES = (Fraction(24), Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(50), Fraction(60000, 1001))
STILLS = ("astronaut", "chelsea", "coffee", "motorcycle", "rocket", "page", "obama", "biden", "party", "selfie")
CLIPS = ("bigbuckbunny", "carphone")
KINDS: tuple[Kind, ...] = ("cut", "dissolve", "fade")
WIDTHS = {"object": 0.6, "wall": 1.1}
"""Of what passes in front of the camera, as shares of the picture's width: the second hides all of it for a moment."""

FAR = 0.35
"""Seconds that the place of a gradual change may be from its middle; a cut may be one picture from its own."""


@dataclass(frozen=True)
class Change:
    """A change of shot: the new shot begins with picture `frame`, or is half there then."""

    kind: Kind
    frame: int


@dataclass(frozen=True)
class Shot:
    """A source, how many pictures of it, what happens in it, and how it follows the one before."""

    source: str
    pictures: int
    begin: float
    """Where the camera looks at first and last, 0–1; for a clip, where in it the shot begins."""
    end: float
    zoom: float
    event: str
    """`""`, `flash`, `darken`, `object` or `wall`."""
    change: Kind
    length: int
    """Pictures that the change before it takes; of a fade, down and up together."""


@dataclass(frozen=True)
class Montage:
    """A film of shots at a rate."""

    seed: int
    rate: Fraction
    shots: tuple[Shot, ...]

    @property
    def changes(self) -> list[Change]:
        """The truth: a cut is where the new shot begins, a gradual change is in its middle."""
        found, at = [], self.shots[0].pictures
        for shot in self.shots[1:]:
            overlap = _overlap(shot)
            found.append(Change(shot.change, at - overlap + overlap // 2))
            at += shot.pictures - overlap
        return found

    def make(self, target: Path) -> Path:
        """Write the film as H.264 and return its path."""
        inputs = [part for shot in self.shots for part in self._input(shot)]
        pairs = list(zip(self.shots, [*self.shots[1:], None], strict=True))
        parts = [part for number, (shot, after) in enumerate(pairs) for part in self._graph(number, shot, after)]
        ordered = [piece for number, shot in enumerate(self.shots) for piece in _pieces(number, shot)]
        stamps = f"settb={1 / self.rate},setpts=N"
        joined = f"{''.join(ordered)}concat=n={len(ordered)},{stamps}[film]"
        quality = _dice(self.seed).choice((20, 24, 28))
        media.ffmpeg(
            *inputs, "-filter_complex", ";".join([*parts, joined]), "-map", "[film]", "-r", str(self.rate),
            "-c:v", "libx264", "-preset", "veryfast", "-crf", str(quality), "-pix_fmt", "yuv420p", "-bitexact", target,
        )  # fmt: skip
        return target

    def _input(self, shot: Shot) -> list[str | Path]:
        if shot.source in CLIPS:
            return ["-stream_loop", "3", "-ss", f"{shot.begin:.3f}", "-i", media.fetch(shot.source)]
        return ["-loop", "1", "-framerate", str(self.rate), "-i", media.fetch(shot.source)]

    def _graph(self, number: int, shot: Shot, after: Shot | None) -> list[str]:
        """The shot in up to three pieces: its head is mixed with the tail of the one before, its tail is kept."""
        look = _fill(WIDTH, HEIGHT) if shot.source in CLIPS else _camera(shot)
        steps = [f"fps={self.rate}", *_trimmed(0, shot.pictures), look, *_event(shot), *_fades(shot, after)]
        looked = ",".join(steps).replace("[seen]", f"[seen{number}]").replace("[passing]", f"[passing{number}]")
        finish = f"noise=alls=4:allf=t:all_seed={self.seed},setsar=1,format=yuv420p"
        head, tail = _overlap(shot), _overlap(after) if after else 0
        marks = {"h": (0, head), "m": (head, shot.pictures - tail), "t": (shot.pictures - tail, shot.pictures)}
        used = {name: ends for name, ends in marks.items() if ends[0] < ends[1]}
        copies = "".join(f"[{name}{number}_]" for name in used)
        parts = [f"[{number}:v]{looked},{finish},split={len(used)}{copies}"]
        parts += [f"[{name}{number}_]{','.join(_trimmed(*ends))}[{name}{number}]" for name, ends in used.items()]
        mixed = f"blend=all_expr='A+(B-A)*(N+1)/{head + 1}'"
        return [*parts, f"[t{number - 1}][h{number}]{mixed}[x{number}]"] if head else parts


def _pieces(number: int, shot: Shot) -> list[str]:
    return [f"[x{number}]", f"[m{number}]"] if _overlap(shot) else [f"[m{number}]"]


def _trimmed(start: int, end: int) -> tuple[str, str]:
    return f"trim=start_frame={start}:end_frame={end}", "setpts=PTS-STARTPTS"


def _camera(shot: Shot) -> str:
    wide, high = round(WIDTH * shot.zoom / 2) * 2, round(HEIGHT * shot.zoom / 2) * 2
    along = f"({shot.begin:.3f}+({shot.end - shot.begin:.3f})*n/{shot.pictures})"
    return f"{_fill(wide, high)},crop={WIDTH}:{HEIGHT}:(iw-ow)*{along}:(ih-oh)*{along}"


def _overlap(shot: Shot) -> int:
    return shot.length if shot.change == "dissolve" else 0


def _fill(width: int, height: int) -> str:
    return f"scale={width}:{height}:force_original_aspect_ratio=increase,crop={width}:{height}"


def _event(shot: Shot) -> list[str]:
    middle = shot.pictures // 2
    if shot.event == "flash":
        return [f"drawbox=c=white:t=fill:enable='between(n,{middle},{middle + 1})'"]
    if shot.event == "darken":
        return [f"eq=brightness='-0.35*sin(PI*n/{shot.pictures})':eval=frame"]
    if shot.event in WIDTHS:
        wide = round(WIDTHS[shot.event] * WIDTH)
        across = f"x='-{wide}+{wide + WIDTH}*n/{shot.pictures}':shortest=1"
        return [f"null[seen];color=c=0x303840:s={wide}x{HEIGHT}[passing];[seen][passing]overlay={across}"]
    return []


def _fades(shot: Shot, after: Shot | None) -> list[str]:
    found = []
    if shot.change == "fade":
        found.append(f"fade=in:s=0:n={shot.length // 2}")
    if after is not None and after.change == "fade":
        found.append(f"fade=out:s={shot.pictures - after.length // 2}:n={after.length // 2}")
    return found


def _dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same film every time, no secret


def montage_of(seed: int, shots: int = 14) -> Montage:
    """Return the montage of a seed: the same one every time."""
    dice = _dice(seed)
    rate = RATES[seed % len(RATES)]
    kinds: list[Kind] = ["cut", *dice.choices(KINDS, (70, 15, 15), k=shots - 1)]
    lengths = [0 if kind == "cut" else round(dice.uniform(0.3, 1.4) * rate) // 2 * 2 for kind in kinds]
    made: list[Shot] = []
    for number, (kind, length) in enumerate(zip(kinds, lengths, strict=True)):
        source = dice.choice([name for name in (*STILLS, *CLIPS) if not made or name != made[-1].source])
        after = lengths[number + 1] if number + 1 < shots else 0
        # Between gradual changes a shot is seen for some time by itself; between cuts it may be short.
        alone = dice.uniform(0.4, 2.5) if length + after == 0 else dice.uniform(1.0, 2.0)
        made.append(_shot(dice, source, kind, length, round(alone * rate) + length + after))
    return Montage(seed, rate, tuple(made))


def _shot(dice: random.Random, source: str, change: Kind, length: int, pictures: int) -> Shot:
    return Shot(
        source=source,
        pictures=pictures,
        begin=dice.uniform(0, 1),
        end=dice.uniform(0, 1),
        zoom=dice.choice((1.0, 1.1, 1.3)),
        event=dice.choices(("", "flash", "darken", "object", "wall"), (72, 8, 8, 6, 6))[0],
        change=change,
        length=length,
    )


@dataclass
class Score:
    """How many changes of each kind there were and were found, and how many were found that there were not."""

    there: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: int = 0

    def add(self, changes: Sequence[Change], starts: Sequence[int], rate: Fraction) -> "Score":
        """Match found shot starts (picture numbers) with the truth, each at most once, and count."""
        left = list(starts)
        for change in sorted(changes, key=lambda each: KINDS.index(each.kind)):
            far = 1 if change.kind == "cut" else round(FAR * rate)
            near = min((start for start in left if abs(start - change.frame) <= far), default=None,
                       key=lambda start: abs(start - change.frame))  # fmt: skip
            self.there[change.kind] += 1
            if near is not None:
                left.remove(near)
                self.found[change.kind] += 1
        self.false += len(left)
        return self

    @property
    def precision(self) -> float:
        """Share of what was found that is true."""
        return self.found.total() / max(1, self.found.total() + self.false)

    @property
    def recall(self) -> float:
        """Share of what is true that was found."""
        return self.found.total() / max(1, self.there.total())

    def __str__(self) -> str:
        """Say it in one line."""
        kinds = ", ".join(f"{kind} {self.found[kind]}/{self.there[kind]}" for kind in KINDS)
        return f"{kinds}, false {self.false}, precision {self.precision:.3f}, recall {self.recall:.3f}"


def starts_of(path: Path, **parameters: object) -> list[int]:
    """Return the picture numbers at which `shot-detection` says that shots begin, without the first."""
    segments = run("shot-detection", {"video": path}, **parameters).result["Segments"]
    return [segment["StartFrameNumber"] for segment in segments[1:]]


def score_of(seeds: Iterable[int], **parameters: object) -> Score:
    """Return how `shot-detection` did on the montages of these seeds."""
    score = Score()
    for seed in seeds:
        montage = montage_of(seed)
        with tempfile.TemporaryDirectory() as scratch:
            found = starts_of(montage.make(Path(scratch) / "film.mp4"), **parameters)
        score.add(montage.changes, found, montage.rate)
    return score


def main() -> None:
    """Print how it did on each seed."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("seeds", nargs="+", type=int)
    wanted = parser.parse_args()
    for seed in wanted.seeds:
        sys.stdout.write(f"{seed}: {score_of([seed])}\n")


if __name__ == "__main__":
    main()
