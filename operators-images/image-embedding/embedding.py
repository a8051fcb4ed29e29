"""An image as a vector of length 1: the nearer two vectors, the more alike the images look to the network.

The network's manifest says its input, its `dimension` and which `output` holds the vector ("embedding" unless it says
otherwise), so that another network is a mounted folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from media_kits.vision import networks

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from media_kits.vision.networks import Network


@dataclass(frozen=True)
class Embedder:
    """The network that turns images into vectors."""

    network: Network

    @classmethod
    def of(cls, models: Path) -> Self:
        """Load the network for the task `image-embedding` from a model folder."""
        return cls(networks.load(models, "image-embedding"))

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self.network.manifest["dimension"])

    def embedding_of(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the vector of an image, of length 1 (all zeros when the network has nothing to say).

        The whole image is squeezed to the network's input, so that what lies at its edges counts too.
        """
        width, height = self.network.size
        view = self.network.normalised(networks.resized(pixels, width, height))
        answers = self.network.run(view.transpose(2, 0, 1)[None])
        vector = answers[self.network.manifest.get("output", "embedding")][0].astype(np.float32)
        if vector.shape != (self.dimension,):
            raise ValueError(f"the manifest promises vectors of {self.dimension} numbers, not {vector.shape}")
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)
