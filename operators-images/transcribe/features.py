"""Log mel energies as networks for voices are trained on: Kaldi's, less their mean over time."""

from media_kits.audio.features import KALDI_FLOOR, Array, Features
from media_kits.audio.recordings import RATE, Samples

FRAME = 400
"""Samples of a frame: 25 ms."""
STEP = 160
"""Samples from one frame to the next: 10 ms."""
_KALDI = Features(
    rate=RATE,
    fft=512,
    frame=FRAME,
    step=STEP,
    mels=80,
    low=20,
    high=RATE / 2,
    taper="povey",
    scale="kaldi",
    level=True,
    emphasis=0.97,
    floor=KALDI_FLOOR,
)


def energies_of(samples: Samples) -> Array:
    """Return [frames, 80] log mel energies of samples from -1 to 1, less their mean over time.

    Only whole frames count: 1.5 seconds have 148. There must be one at least.
    """
    energies = _KALDI.of(samples)
    energies -= energies.mean(axis=0)
    return energies
