"""Log mel energies as Kaldi computes them, which is what networks for voices are trained on. Numpy alone."""

from functools import cache
from typing import Any

import numpy as np

from media_kits.audio.recordings import RATE, Samples

Array = np.ndarray[Any, np.dtype[np.float32]]

FRAME = 400
"""Samples of a frame: 25 ms."""
STEP = 160
"""Samples from one frame to the next: 10 ms."""
LENGTH = 512
"""Points of the Fourier transform."""
MELS = 80
LOWEST = 20.0
"""Hz where the first triangle begins; the last one ends at half the rate."""
EMPHASIS = 0.97
FLOOR = float(np.finfo(np.float32).eps)


def energies_of(samples: Samples) -> Array:
    """Return [frames, 80] log mel energies of samples from -1 to 1, less their mean over time.

    Only whole frames count: 1.5 seconds have 148. There must be one at least.
    """
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::STEP].astype(np.float32)
    frames = frames - frames.mean(axis=1, keepdims=True)
    before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    spectrum = np.fft.rfft((frames - EMPHASIS * before) * _window(), LENGTH)[:, : LENGTH // 2]
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    energies: Array = np.log(np.maximum(power @ _triangles().T, FLOOR))
    energies -= energies.mean(axis=0)
    return energies


@cache
def _window() -> Array:
    """Return Povey's window: Hann's to the power of 0.85."""
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME) / (FRAME - 1))
    return (hann**0.85).astype(np.float32)


@cache
def _triangles() -> Array:
    """Return [80, 256] weights: triangles that are even on the mel scale, 1127 ln(1 + f/700)."""
    edges = np.linspace(_mel(LOWEST), _mel(RATE / 2), MELS + 2)[:, None]
    bins = _mel(np.arange(LENGTH // 2) * RATE / LENGTH)[None, :]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    triangles: Array = np.maximum(0, np.minimum(rising, falling)).astype(np.float32)
    return triangles


def _mel(hertz: Any) -> Any:
    return 1127.0 * np.log1p(np.asarray(hertz) / 700.0)
