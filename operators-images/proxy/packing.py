"""frames.zip: still images with times, readable in any language. The format is described in README.md."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commands import SCORES, TILE_TIMES
from planning import SCENE_THRESHOLD


@dataclass(frozen=True)
class Still:
    """A decoded image on disk: its time in milliseconds, and whether a change of scene selected it."""

    path: Path
    timestamp: int
    reason: str


def stills_of(folder: Path) -> list[Still]:
    """Return the images that ffmpeg left in `folder`, with the times and scores that it noted beside them."""
    lines = _noted(folder / SCORES)
    times = _times(lines)
    scores = [float(line.split("=")[1]) for line in lines if line.startswith("lavfi.scene_score=")]
    images = sorted(folder.glob("*.jpg"))
    found: list[Still] = []
    for path, time, score in zip(images, times, scores, strict=False):
        timestamp = max(0, round(time * 1000))
        if not found or timestamp > found[-1].timestamp:
            found.append(Still(path, timestamp, "shot" if score > SCENE_THRESHOLD and found else "interval"))
    return found


def tile_times_of(folder: Path) -> list[int]:
    """Return the times of the tiles that ffmpeg left in `folder`, in milliseconds."""
    return [max(0, round(time * 1000)) for time in _times(_noted(folder / TILE_TIMES))]


def _noted(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.is_file() else []


def _times(lines: list[str]) -> list[float]:
    return [float(line.split("pts_time:")[1]) for line in lines if "pts_time:" in line]


def pack(stills: list[Still], facts: dict[str, Any], target: Path) -> None:
    """Write frames.zip: `index.json` first, then the images, stored; same images give the same bytes."""
    entries = [(f"{still.timestamp:09d}.jpg", still) for still in stills]
    listed = [{"name": name, "timestamp": still.timestamp, "reason": still.reason} for name, still in entries]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("index.json"), json.dumps({"version": 1, **facts, "frames": listed}))
        for name, still in entries:
            archive.writestr(zipfile.ZipInfo(name), still.path.read_bytes())


def poster_of(stills: list[Still]) -> Still:
    """Return the still that shows most: the largest file of the second tenth to the middle, so no black lead-in."""
    first, last = len(stills) // 10, max(len(stills) // 10, len(stills) // 2)
    return max(stills[first : last + 1], key=lambda still: still.path.stat().st_size)
