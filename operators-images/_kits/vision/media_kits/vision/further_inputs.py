"""What a network is given besides the image, as `inputs` of its manifest says: sizes, factors, or numbers as they are.

`{"orig_target_sizes": "imageSize"}` gives D-FINE what it scales its boxes to; PaddleDetection's exports take
`{"scale_factor": "scaleHeightFirst"}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from media_operator.errors import WrongModels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from media_kits.vision.fitting import Fitted

VALUES: dict[str, Callable[[Fitted], tuple[float, float]]] = {
    "imageSize": lambda image: image.original,
    "imageSizeHeightFirst": lambda image: image.original[::-1],
    "inputSize": lambda image: image.size,
    "inputSizeHeightFirst": lambda image: image.size[::-1],
    "scale": lambda image: image.scale,
    "scaleHeightFirst": lambda image: image.scale[::-1],
}
"""What a manifest can ask for, each of them two numbers for an image."""


def inputs_of(manifest: dict[str, Any], image: Fitted) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield the names and the values, for one image, of the further inputs that a manifest declares."""
    for name, wanted in manifest.get("inputs", {}).items():
        if isinstance(wanted, str) and wanted not in VALUES:
            raise WrongModels(
                f"inputs.{name} of the model {manifest.get('name')!r} is {wanted!r}; "
                f"numbers or one of {', '.join(VALUES)} are right"
            )
        yield name, np.asarray(VALUES[wanted](image) if isinstance(wanted, str) else wanted)
