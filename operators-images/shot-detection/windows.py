"""What TransNet V2 says about every frame of a video, window by window; the only part that needs ONNX Runtime.

A window is 100 frames, and only its middle 50 are asked for: a change is judged by what comes before and after it.
The next window begins 50 frames later. Before the first frame and after the last, these two are repeated.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from changes import Probabilities
from decoding import Thumb
from numpy.typing import NDArray

from media_kits.vision import sessions

WINDOW = 100
STEP = 50
EDGE = (WINDOW - STEP) // 2
FASTEST = 30.5
"""Frames a second that the network is shown at most: a little more than 30, so that nominal rates fit."""

BINS = 8
"""Steps of each of red, green and blue in the histograms of colours."""


@dataclass(frozen=True)
class Detector:
    """The network; `provenance` is what a result says about it."""

    session: onnxruntime.InferenceSession
    provenance: dict[str, str]

    @classmethod
    def of(cls, models: Path) -> Self:
        """Load the network for the task `shot-detection` from a model folder."""
        manifest = sessions.manifest_of(models, "shot-detection")
        session = sessions.opened(models / manifest["file"], sparing=True)
        return cls(session, sessions.provenance_of(manifest, session))

    def probabilities_of(
        self, frames: Iterable[Thumb], rate: float, seen: Callable[[int], None] = lambda _count: None
    ) -> Probabilities:
        """Return the probabilities of a video of so many frames a second; memory is a window and a few numbers each.

        The network has learnt from videos of 24 to 30 frames a second. Of faster videos it sees every second frame,
        or every third and so on; which of those between them is the first of a new shot, their differences say.
        """
        stride = max(1, math.ceil(rate / FASTEST))
        steps: list[float] = []
        found = []
        for window, new in _windows(_every(frames, stride, steps)):
            found.append(self._judged(window)[:, :new])
            seen(len(steps))
        change, changing = np.concatenate(found, axis=1)
        return Probabilities(change, changing, np.array(steps, np.float32), stride)

    def _judged(self, window: list[Thumb]) -> NDArray[np.float32]:
        frames = np.stack(window)
        given = np.ascontiguousarray((frames.astype(np.float32) / 255).transpose(0, 3, 1, 2))
        colours = np.stack([_colours(frame) for frame in window])
        answers = self.session.run(["change", "changing"], {"pictures": given, "colours": colours})
        return np.stack([np.asarray(answer, np.float32)[EDGE : EDGE + STEP, 0] for answer in answers])


def _every(frames: Iterable[Thumb], stride: int, steps: list[float]) -> Iterator[Thumb]:
    """Yield every so many frames; note how much each differs from the one before, of all of them."""
    before: NDArray[np.int16] | None = None
    for number, frame in enumerate(frames):
        now = frame.astype(np.int16)
        steps.append(0.0 if before is None else float(np.abs(now - before).mean()))
        before = now
        if number % stride == 0:
            yield frame


def _windows(frames: Iterable[Thumb]) -> Iterator[tuple[list[Thumb], int]]:
    """Yield the windows, and of how many frames each one's answer is wanted: 50, fewer of the last."""
    window: list[Thumb] = []
    for frame in frames:
        window = window or [frame] * EDGE
        window.append(frame)
        if len(window) == WINDOW:
            yield window, STEP
            window = window[STEP:]
    left = len(window) - EDGE
    while left > 0:
        window += [window[-1]] * (WINDOW - len(window))
        yield window, min(left, STEP)
        window, left = window[STEP:], left - STEP


def _colours(frame: Thumb) -> NDArray[np.float32]:
    red, green, blue = (frame >> 5).reshape(-1, 3).T.astype(np.int32)
    counts = np.bincount((red * BINS + green) * BINS + blue, minlength=BINS**3).astype(np.float32)
    return np.asarray(counts / np.linalg.norm(counts), np.float32)
