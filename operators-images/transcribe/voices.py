"""How a voice sounds, as 192 numbers: stretches of a second and a half of speech through CAM++."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from features import FRAME, STEP, energies_of
from speech import Region, Window

from media_kits.audio.features import Array
from media_kits.audio.recordings import RATE, Samples
from media_operator import cpus

LENGTH = round(1.5 * RATE)
HOP = round(0.75 * RATE)
SHORTEST = round(1.0 * RATE)
"""Samples that are listened to at least, with what lies around a shorter word: less says little about a voice."""
BATCH = 32


@dataclass(frozen=True)
class Stretches:
    """Stretches of speech in order: [n] seconds where each begins and ends, and [n, 192] how its voice sounds.

    The numbers of each have the length 1, so that a product is a cosine.
    """

    starts: np.ndarray[Any, np.dtype[np.float64]]
    ends: np.ndarray[Any, np.dtype[np.float64]]
    voices: Array

    def __len__(self) -> int:
        """Return how many."""
        return len(self.starts)


@cache  # a process may work on many items
def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = cpus()
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


class Ear:
    """The loaded network; keeps what it heard until it is asked for all."""

    def __init__(self, folder: Path, name: str) -> None:
        """Load the network `name` from a folder of models."""
        path = folder / f"{name}.onnx"
        self.session = _session(path)
        manifest = path.with_suffix(".json")
        known = json.loads(manifest.read_bytes()) if manifest.is_file() else {}
        digest = {key: known[key] for key in ("sha256",) if key in known}
        self.provenance = {"name": name, **digest, "provider": "CPUExecutionProvider"}
        self._regions: list[Region] = []
        self._voices: list[Array] = []

    def hear(self, window: Window) -> None:
        """Listen to the speech of a window."""
        regions = [part for region in window.regions for part in _parts(region)]
        self._regions += regions
        excerpts = [_excerpt_of(window, region) for region in regions]
        for group in _alike(excerpts):
            self._voices.append(self._voices_of([energies_of(excerpt) for excerpt in group]))

    def heard(self) -> Stretches:
        """Return all that was heard."""
        starts, ends = (
            np.array(each) / RATE for each in zip(*((it.start, it.end) for it in self._regions), strict=True)
        )
        return Stretches(starts, ends, np.concatenate(self._voices))

    def _voices_of(self, energies: Sequence[Array]) -> Array:
        (found,) = self.session.run(None, {"features": np.stack(energies)})
        voices: Array = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
        return voices


def _parts(region: Region) -> Iterator[Region]:
    """Yield overlapping stretches of a region; the last ends where it ends."""
    last = max(region.start, region.end - LENGTH)
    for start in [*range(region.start, last, HOP), last]:
        yield Region(start, min(start + LENGTH, region.end))


def _excerpt_of(window: Window, region: Region) -> Samples:
    """Return the samples of a region, a short one with what lies around it, all of it within the window."""
    missing = max(0, SHORTEST - (region.end - region.start))
    start = max(window.start, region.start - missing // 2)
    end = min(window.end, max(region.end, start + SHORTEST))
    excerpt = window.audio_of(max(window.start, min(start, end - SHORTEST)), end)
    return np.pad(excerpt, (0, max(0, FRAME + 20 * STEP - len(excerpt))))


def _alike(excerpts: Sequence[Samples]) -> Iterator[list[Samples]]:
    """Yield neighbours of one length together, which the network can take at once."""
    group: list[Samples] = []
    for excerpt in excerpts:
        if group and (len(group) == BATCH or len(excerpt) != len(group[0])):
            yield group
            group = []
        group.append(excerpt)
    if group:
        yield group
