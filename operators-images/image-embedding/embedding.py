"""An image as a vector of length 1: the nearer two vectors, the more alike the images look to the network.

The network's manifest says its input, its `dimension` and which `output` holds the vector where several do, so
that another network is a mounted folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from media_kits.vision import networks
from media_kits.vision.answers import vector_in
from media_kits.vision.fitting import fitted
from media_operator import WrongModels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
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

    def embeddings_of(self, images: Sequence[NDArray[np.uint8]]) -> Iterator[NDArray[np.float32]]:
        """Yield the vector of each image, of length 1 (all zeros when the network has nothing to say).

        The whole image is squeezed to the network's input, so that what lies at its edges counts too.
        """
        given = self.network.manifest["input"]
        for answers in self.network.answers_of([fitted(given, pixels) for pixels in images]):
            vector = vector_in(self.network, answers)
            if vector.shape != (self.dimension,):
                raise WrongModels(
                    f"dimension of the model {self.network.manifest.get('name')!r} is {self.dimension}, and its "
                    f"vectors have {len(vector)} numbers"
                )
            yield np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)
