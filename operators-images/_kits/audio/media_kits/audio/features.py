"""Log mel energies of audio, as the trainers of networks compute them: what many networks hear instead of samples.

Numpy alone. Kaldi, torchaudio, librosa and TensorFlow differ in where frames lie, in the taper, in the triangles and
in the logarithm; `Features` says each of these.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np

from media_kits.audio.recordings import Samples

Array = np.ndarray[Any, np.dtype[np.float32]]
Taper = Literal["hann", "hann-symmetric", "hamming", "povey"]
Scale = Literal["kaldi", "htk", "slaney"]

KALDI_FLOOR = float(np.finfo(np.float32).eps)
"""Least energy of which Kaldi takes the logarithm."""


@dataclass(frozen=True)
class Features:
    """How samples become [frames, mels] numbers.

    A frame has `frame` samples, the next begins `step` later; `fft` is the length of the transform. `low` and `high`
    are Hz where the first triangle begins and the last one ends.
    """

    rate: int
    fft: int
    frame: int
    step: int
    mels: int
    low: float
    high: float
    taper: Taper = "hann"
    """`hann` is the periodic one of torch and TensorFlow; the others are symmetric. `povey` is Kaldi's own."""
    scale: Scale = "htk"
    """`kaldi`: triangles that are even in mels, TensorFlow's too; `htk`: even in Hz, torchaudio's; `slaney`: librosa's,
    each of the same area."""
    power: float = 2
    centred: bool = False
    """Whether frames lie around their times, with the audio mirrored at its ends, as torch does by default."""
    level: bool = False
    """Whether each frame loses its mean, as in Kaldi."""
    emphasis: float = 0
    """How much of the sample before is taken away from each, 0.97 in Kaldi."""
    log: Literal["natural", "decibels"] = "natural"
    floor: float = 0
    """Least energy of which the logarithm is taken."""
    offset: float = 0
    """What is added before the logarithm."""

    def of(self, samples: Samples) -> Array:
        """Return [frames, mels] of samples. Only whole frames count; there must be one at least."""
        frames = self._frames_of(samples)
        if self.level:
            frames = frames - frames.mean(axis=1, keepdims=True)
        if self.emphasis:
            before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
            frames = np.asarray(frames - self.emphasis * before, np.float32)
        spectrum = np.fft.rfft(frames * _taper(self), self.fft)
        power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
        energies = (power if self.power == 2 else power ** (self.power / 2)) @ _triangles(self).T
        logs: Array = np.log(np.maximum(energies, self.floor) + self.offset, dtype=np.float32)
        return logs if self.log == "natural" else logs * np.float32(10 / np.log(10))

    def _frames_of(self, samples: Samples) -> Array:
        length, given = self.frame, samples
        if self.centred:
            length, given = self.fft, np.pad(samples, self.fft // 2, mode="reflect")
        return np.lib.stride_tricks.sliding_window_view(given, length)[:: self.step].astype(np.float32)


@cache
def _taper(features: Features) -> Array:
    """Return the taper of a frame; one that is centred lies in the middle of the transform."""
    size = features.frame if features.taper == "hann" else features.frame - 1
    turns = 2 * np.pi * np.arange(features.frame) / size
    low = 0.54 if features.taper == "hamming" else 0.5
    values = low - (1 - low) * np.cos(turns)
    if features.taper == "povey":
        values = values**0.85
    if features.centred:
        beside = features.fft - features.frame
        values = np.pad(values, (beside // 2, beside - beside // 2))
    return values.astype(np.float32)


@cache
def _triangles(features: Features) -> Array:
    """Return [mels, bins] weights of the bins of a spectrum."""
    hertz, mels_of = np.arange(features.fft // 2 + 1) * features.rate / features.fft, _MELS[features.scale]
    edges = np.linspace(mels_of(features.low), mels_of(features.high), features.mels + 2)
    if features.scale == "kaldi":
        places = mels_of(hertz)
    else:  # straight lines in Hz, whose corners are even in mels
        every = np.linspace(0, features.rate / 2, 1 << 16)
        edges, places = np.interp(edges, mels_of(every), every), hertz
    rising = (places - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - places) / (edges[2:] - edges[1:-1])[:, None]
    triangles = np.maximum(0, np.minimum(rising, falling))
    if features.scale == "slaney":
        triangles = triangles * (2 / (edges[2:] - edges[:-2]))[:, None]
    weights: Array = triangles.astype(np.float32)
    return weights


def _mels(hertz: Any) -> Any:
    return 1127.0 * np.log1p(np.asarray(hertz) / 700.0)


def _slaney(hertz: Any) -> Any:
    """Return mels that are straight up to 1,000 Hz and logarithmic above (Slaney's Auditory Toolbox)."""
    straight = np.asarray(hertz) * 3 / 200
    return np.where(straight < 15, straight, 15 + 27 * np.log(np.maximum(straight, 15) / 15) / np.log(6.4))


_MELS = {"kaldi": _mels, "htk": _mels, "slaney": _slaney}
