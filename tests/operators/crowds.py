"""Films of people who walk past each other, and the truth about who is where: portraits, moved over a still.

The cut-outs are of three persons whose photographs are in the public domain, drawn by Pillow and encoded by the pinned
ffmpeg: always the same film.
"""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.operators import media
from tests.operators.films import X264

WIDTH, HEIGHT, RATE = 640, 360, 25
SHAPES: Mapping[str, dict[str, list[tuple[float, float]]]] = {
    "astronaut": {
        "head": [(0.28, 0.02), (0.60, 0.38)],
        "body": [(0.05, 1), (0.05, 0.5), (0.25, 0.33), (0.6, 0.33), (0.7, 0.6), (0.7, 1)],
    },
    "obama": {
        "head": [(0.37, 0.01), (0.70, 0.38)],
        "body": [(0.15, 1), (0.15, 0.5), (0.4, 0.3), (0.7, 0.3), (0.92, 0.5), (0.92, 1)],
    },
    "biden": {
        "head": [(0.36, 0.02), (0.78, 0.29)],
        "body": [(0.03, 1), (0.03, 0.42), (0.3, 0.25), (0.8, 0.25), (1, 0.4), (1, 1)],
    },
}
"""Who is cut out, as fractions of the photograph: an oval for the head, a polygon for the rest."""


@dataclass(frozen=True)
class Walk:
    """Somebody's way: the photograph, and (second, middle from the left, height) as fractions of the picture.

    In between everything changes evenly; before the first and after the last second nobody is there. Feet are at the
    bottom of the picture.
    """

    who: str
    way: tuple[tuple[float, float, float], ...]

    def at(self, second: float) -> tuple[float, float] | None:
        """Return middle and height at a time, None when not there."""
        for (start, x, height), (end, then, grown) in zip(self.way, self.way[1:], strict=False):
            if start <= second < end:
                share = (second - start) / (end - start)
                return x + share * (then - x), height + share * (grown - height)
        return None


@dataclass(frozen=True)
class Place:
    """Where somebody is in truth: fractions of the picture, and the share of it that nothing hides."""

    left: float
    top: float
    right: float
    bottom: float
    visible: float


def film(
    path: Path,
    walks: Sequence[Walk],
    seconds: float,
    pillars: Sequence[tuple[float, float]] = (),
    stills: Sequence[str] = ("motorcycle",),
) -> Path:
    """Make the film and return its path: later walks pass in front of earlier ones, pillars (from, to) before all.

    `stills` follow each other as backgrounds, each as long as the others: a cut between them.
    """
    frames = [[walk.at(number / RATE) for walk in walks] for number in range(round(seconds * RATE))]
    scenes = [stills[number * len(stills) // len(frames)] for number in range(len(frames))]
    order = {
        "size": [WIDTH, HEIGHT],
        "cut_outs": [[str(media.fetch(walk.who)), SHAPES[walk.who]] for walk in walks],
        "stills": {name: str(media.fetch(name)) for name in stills},
        "scenes": scenes,
        "frames": frames,
        "pillars": list(pillars),
    }
    command = ["uv", "run", "--quiet", "--no-project", "--with", "pillow==13.0.0", "python", "-c", PAINTER]
    raw = path.with_suffix(".raw")
    with raw.open("wb") as stream:
        subprocess.run(command, input=json.dumps(order).encode(), stdout=stream, check=True, timeout=600)
    shape = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE))
    media.ffmpeg(*shape, "-i", raw, *X264, "-crf", "20", path)
    raw.unlink()
    return path


def truth(walks: Sequence[Walk], second: float, pillars: Sequence[tuple[float, float]] = ()) -> dict[int, Place]:
    """Return where everybody is at a time, by the number of the walk."""
    boxes = {number: _box_of(walk, second) for number, walk in enumerate(walks)}
    there = {number: box for number, box in boxes.items() if box is not None and box[2] > box[0]}
    places = {}
    for number, box in there.items():
        before = [(other[0], other[2], other[1]) for later, other in there.items() if later > number]
        covers = [*before, *((left, right, 0.0) for left, right in pillars)]
        places[number] = Place(*box, visible=_visible(box, covers))
    return places


def _box_of(walk: Walk, second: float) -> tuple[float, float, float, float] | None:
    found = walk.at(second)
    if found is None:
        return None
    middle, height = found
    outline = [point for points in SHAPES[walk.who].values() for point in points]
    width = height * HEIGHT / WIDTH * _aspect(walk.who)
    left = middle - width / 2
    sides = [left + width * min(x for x, _ in outline), left + width * max(x for x, _ in outline)]
    return max(0.0, sides[0]), 1 - height * (1 - min(y for _, y in outline)), min(1.0, sides[1]), 1.0


def _aspect(who: str) -> float:
    return {"astronaut": 1.0, "obama": 910 / 1137, "biden": 970 / 2204}[who]


def _visible(box: tuple[float, float, float, float], covers: Sequence[tuple[float, float, float]]) -> float:
    # Columns are enough: whoever covers somebody here stands on the same ground and reaches up to `top`.
    left, top, right, _ = box
    columns = [left + (right - left) * (number + 0.5) / 50 for number in range(50)]
    shares = [
        min([1.0, *(max(0.0, cover_top - top) / (1 - top) for low, high, cover_top in covers if low <= x <= high)])
        for x in columns
    ]
    return sum(shares) / len(shares)


PAINTER = """
import json, sys
from functools import cache
from PIL import Image, ImageDraw, ImageFilter
order = json.load(sys.stdin)
width, height = order["size"]
stills = {name: Image.open(path).convert("RGB").resize((width, height)) for name, path in order["stills"].items()}
def cut_out(path, shape):
    picture = Image.open(path).convert("RGB")
    mask = Image.new("L", picture.size)
    draw, (w, h) = ImageDraw.Draw(mask), picture.size
    draw.ellipse([(x * w, y * h) for x, y in shape["head"]], fill=255)
    draw.polygon([(x * w, y * h) for x, y in shape["body"]], fill=255)
    return picture, mask
cut_outs = [cut_out(path, shape) for path, shape in order["cut_outs"]]
@cache
def sized(number, tall):
    picture, mask = cut_outs[number]
    size = (max(1, round(tall * picture.width / picture.height)), tall)
    return picture.resize(size), mask.resize(size)
for scene, people in zip(order["scenes"], order["frames"]):
    canvas = stills[scene].copy()
    for number, place in enumerate(people):
        if place:
            picture, mask = sized(number, round(place[1] * height))
            canvas.paste(picture, (round(place[0] * width - picture.width / 2), height - picture.height), mask)
    for left, right in order["pillars"]:
        ImageDraw.Draw(canvas).rectangle([left * width, 0, right * width, height], fill=(120, 118, 110))
    sys.stdout.buffer.write(canvas.tobytes())
"""
