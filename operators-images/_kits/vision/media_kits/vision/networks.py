"""ONNX networks and the manifests that say how to feed and read them.

An operator asks for a task – "object-detection" – and gets whatever network its model folder holds for it; the
manifest's `decoder` says which of the operator's readers understands the answer. Mounting another folder is all it
takes to swap one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from media_kits.vision import sessions

if TYPE_CHECKING:
    from pathlib import Path

    import onnxruntime
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Network:
    """A loaded network. `size` is its input's [width, height]; `provider` is what runs it."""

    manifest: dict[str, Any]
    session: onnxruntime.InferenceSession

    @property
    def size(self) -> tuple[int, int]:
        width, height = self.manifest["input"]["size"]
        return width, height

    @property
    def provider(self) -> str:
        return sessions.provider_of(self.session)

    @property
    def provenance(self) -> dict[str, str]:
        """What a result says about the model that made it."""
        return sessions.provenance_of(self.manifest, self.session)

    def run(self, batch: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
        """Return the outputs by name for one input batch."""
        names = [output.name for output in self.session.get_outputs()]
        answers = self.session.run(names, {self.session.get_inputs()[0].name: batch})
        return dict(zip(names, answers, strict=True))

    def normalised(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return RGB pixels as the network's [height, width, channels] floats: channel order, mean and deviation."""
        given = self.manifest["input"]
        if given["channels"] == "GREY":
            pixels = np.asarray(Image.fromarray(pixels).convert("L"))[..., None]
        elif given["channels"] == "BGR":
            pixels = pixels[..., ::-1]
        return (pixels.astype(np.float32) - np.float32(given["mean"])) / np.float32(given["std"])

    def letterboxed(self, pixels: NDArray[np.uint8]) -> tuple[NDArray[np.float32], float]:
        """Fit the image into the top left of the input, keeping its shape.

        Returns [height, width, channels] floats and the factor that takes input pixels back to the image's.
        """
        width, height = self.size
        scale = min(width / pixels.shape[1], height / pixels.shape[0])
        fitted = resized(pixels, max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
        values = self.normalised(fitted)
        canvas = np.zeros((height, width, values.shape[2]), np.float32)
        canvas[: values.shape[0], : values.shape[1]] = values
        return canvas, 1 / scale


def load(models: Path, task: str) -> Network:
    """Load the network for a task from a model folder, on the GPU where there is one.

    Raises ModelMissingError naming the folder when there is not exactly one manifest with that task.
    """
    manifest = sessions.manifest_of(models, task)
    return Network(manifest, sessions.opened(models / manifest["file"]))


def resized(pixels: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """Return the image, RGB or grey, at another size.

    When it gets smaller all of it counts, so that thin things do not vanish. Hamming's window comes nearest to the mean
    of the area that a pixel covers: Pillow's box takes whole pixels only, and so is up to half a pixel off.
    """
    smaller = width < pixels.shape[1]
    window = Image.Resampling.HAMMING if smaller else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(pixels).resize((width, height), window))
