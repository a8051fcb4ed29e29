"""What a network answers, read as what its manifest says it is: a mistake is the manifest's, and named as such."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from media_operator.errors import WrongModels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from media_kits.vision.networks import Answers, Network

EMBEDDING = "embedding"
"""The output with the vector of an image, where a manifest names none."""


def vector_in(network: Network, answers: Answers) -> NDArray[np.float32]:
    """Return the vector that a network answers with for one image.

    It is the output that `output` of the manifest names, else the one called `embedding`, else the only one that is a
    vector. Raises WrongModels where that is none, or several.
    """
    name = network.manifest.get("output") or (EMBEDDING if EMBEDDING in answers else _only_vector(network, answers))
    answer = network.demanded(answers, name)[0]
    if answer.size != max(answer.shape, default=0):
        raise WrongModels(
            f"output of the model {network.manifest.get('name')!r} is {name!r}, which is {list(answer.shape)}: one "
            "vector an image is right"
        )
    return np.asarray(answer.reshape(-1), np.float32)


def _only_vector(network: Network, answers: Answers) -> str:
    found = [name for name, each in answers.items() if each[0].ndim and each[0].size == max(each[0].shape) > 1]
    if len(found) == 1:
        return found[0]
    shapes = ", ".join(f"{name} {list(answer.shape)}" for name, answer in answers.items())
    raise WrongModels(
        f"the model {network.manifest.get('name')!r} has {len(found)} outputs that are a vector an image ({shapes}): "
        "say in `output` of its manifest which is the one"
    )


@contextmanager
def reading(network: Network, answers: Answers) -> Iterator[None]:
    """Raise WrongModels, with what the network answered, where answers are not those that its decoder reads."""
    try:
        yield
    except (LookupError, ValueError, StopIteration) as error:
        shapes = ", ".join(f"{name} {list(answer.shape)}" for name, answer in answers.items())
        raise WrongModels(
            f"the model {network.manifest.get('name')!r} answers with {shapes}, which is not what the decoder "
            f"{network.manifest.get('decoder')!r} of its manifest reads ({type(error).__name__}: {error}): another "
            "decoder, or an export with the outputs of this one, is right"
        ) from error
