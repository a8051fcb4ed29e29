"""Films made from a seed: stills that are panned over, cut or dissolved into each other at known moments."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from tests.evaluation.measures.boundaries import Boundary
from tests.operators import media
from tests.operators.films import make

SIZE = "640:360"
CUT_SHOT = (10, 75)
"""Pictures of a shot between cuts."""
DISSOLVED_SHOT = (60, 90)
DISSOLVE = (10, 25)
"""Pictures of a dissolve."""
ENCODED = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "26", "-pix_fmt", "yuv420p")


@dataclass(frozen=True)
class Shot:
    """A still, seen for so many pictures, while the view moves over it."""

    still: str
    pictures: int
    leftwards: bool
    dissolve: int = 0
    """Pictures for which it is mixed with the one before."""


@dataclass(frozen=True)
class Montage:
    """A film that is not made yet."""

    rate: str
    shots: tuple[Shot, ...]

    @property
    def boundaries(self) -> list[Boundary]:
        """Where it changes: a cut to one picture, a dissolve from its first to its last picture and 0.2 s more."""
        frame = 1000 / Fraction(self.rate)
        found, at = [], 0
        for before, shot in zip(self.shots, self.shots[1:], strict=False):
            at += before.pictures - shot.dissolve
            slack = 200.0 if shot.dissolve else float(frame)
            found.append(Boundary(float(at * frame), float((at + shot.dissolve) * frame), slack))
        return found

    def written(self, target: Path) -> Path:
        """Make the film."""
        inputs = [part for shot in self.shots for part in self._input(shot)]
        views = ";".join(f"[{number}:v]{self._view(shot)}[v{number}]" for number, shot in enumerate(self.shots))
        return make(target, *inputs, "-filter_complex", f"{views};{self._joined()}", "-map", "[film]", *ENCODED)

    def _input(self, shot: Shot) -> list[str | Path]:
        seconds = float(shot.pictures / Fraction(self.rate))
        return ["-loop", "1", "-framerate", self.rate, "-t", f"{seconds + 1:.3f}", "-i", media.fetch(shot.still)]

    def _view(self, shot: Shot) -> str:
        place = f"n/{shot.pictures}" if shot.leftwards else f"(1-n/{shot.pictures})"
        crop = f"crop={SIZE}:'(iw-ow)*{place}':'(ih-oh)/2'"
        fit = f"scale=800:450:force_original_aspect_ratio=increase,{crop}"
        length = f"trim=end_frame={shot.pictures},setpts=PTS-STARTPTS,fps={self.rate},settb=1/90000"
        return f"{fit},setsar=1,format=yuv420p,{length}"

    def _joined(self) -> str:
        if not any(shot.dissolve for shot in self.shots):
            return (
                "".join(f"[v{number}]" for number in range(len(self.shots))) + f"concat=n={len(self.shots)}:v=1[film]"
            )
        steps, last, rate = [], "v0", Fraction(self.rate)
        for number, (shot, boundary) in enumerate(zip(self.shots[1:], self.boundaries, strict=True), 1):
            name = "film" if number == len(self.shots) - 1 else f"x{number}"
            timing = f"duration={float(shot.dissolve / rate):.6f}:offset={boundary.first / 1000:.6f}"
            steps.append(f"[{last}][v{number}]xfade=transition=fade:{timing}[{name}]")
            last = name
        return ";".join(steps)


def montage(seed: int, rate: str, shots: int, change: str, stills: Sequence[str]) -> Montage:
    """Return the film of a seed; no still follows itself."""
    lots = random.Random(seed)  # noqa: S311 - no secret, just a film
    chosen: list[Shot] = []
    for number in range(shots):
        before = chosen[-1].still if chosen else ""
        still = lots.choice([each for each in stills if each != before])
        pictures = lots.randint(*(CUT_SHOT if change == "cut" else DISSOLVED_SHOT))
        dissolve = lots.randint(*DISSOLVE) if change == "dissolve" and number else 0
        chosen.append(Shot(still, pictures, lots.random() < 0.5, dissolve))
    return Montage(rate, tuple(chosen))
