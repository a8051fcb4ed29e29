"""Reads a sheet of seek previews as players do: its WebVTT index by somebody else's parser, its picture by ffmpeg."""

import re
from dataclasses import dataclass
from pathlib import Path

import webvtt

from tests.operators import media
from tests.operators.runs import Outcome

ADDRESS = re.compile(r"sprites\.jpg#xywh=(\d+),(\d+),(\d+),(\d+)")


@dataclass(frozen=True)
class Tile:
    """When a tile holds, in milliseconds, where it lies on the sheet, and how bright its middle is (0–255)."""

    start: int
    end: int
    place: tuple[int, int, int, int]
    luma: int


@dataclass(frozen=True)
class Sheet:
    """A sheet of `size` (width, height) and its tiles in order."""

    size: tuple[int, int]
    tiles: list[Tile]


def sheet_of(outcome: Outcome, scratch: Path) -> Sheet:
    """Return the sheet of a run of `proxy`."""
    facts = outcome.result["Sprites"]
    size = facts["Columns"] * facts["TileWidth"], facts["Rows"] * facts["TileHeight"]
    (scratch / "sprites.jpg").write_bytes(outcome.files["sprites.jpg"])
    raw = scratch / "sprites.raw"
    media.ffmpeg("-i", scratch / "sprites.jpg", "-pix_fmt", "gray", "-f", "rawvideo", raw)
    pixels = raw.read_bytes()
    assert len(pixels) == size[0] * size[1]
    cues = webvtt.from_string(outcome.text("sprites.vtt")).captions
    return Sheet(size, [_tile(cue, pixels, size[0]) for cue in cues])


def _tile(cue: webvtt.Caption, pixels: bytes, width: int) -> Tile:
    found = ADDRESS.fullmatch(cue.text)
    assert found, cue.text
    left, top, across, down = (int(number) for number in found.groups())
    middle = (top + down // 2) * width + left + across // 2
    return Tile(_millis(cue.start), _millis(cue.end), (left, top, across, down), pixels[middle])


def _millis(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return round(1000 * (3600 * int(hours) + 60 * int(minutes) + float(seconds)))
