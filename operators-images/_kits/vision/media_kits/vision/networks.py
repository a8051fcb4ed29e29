"""ONNX networks and the manifests that say how to feed and read them.

An operator asks for a task – "object-detection" – and gets whatever network its model folder holds for it; the
manifest's `decoder` says which of the operator's readers understands the answer. Mounting another folder is all it
takes to swap one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from media_kits.vision import fitting, sessions
from media_kits.vision.further_inputs import inputs_of
from media_operator import manifests_in
from media_operator.devices import CUDA
from media_operator.errors import WrongModels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import onnxruntime
    from numpy.typing import NDArray

    from media_kits.vision.fitting import Fitted

    Answers = dict[str, NDArray[Any]]

resized = fitting.resized
AT_ONCE = 8
"""Images that a GPU is given together; `batch` of a manifest says otherwise."""


@dataclass(frozen=True)
class Network:
    """A loaded network. `size` is its input's [width, height]; `provider` is what runs it."""

    manifest: dict[str, Any]
    session: onnxruntime.InferenceSession
    folder: Path = Path()
    """Where its files lie."""

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

    @property
    def at_once(self) -> int:
        """How many images it is given together: on a CPU, where that gains nothing, one.

        So many as `batch` of the manifest says; one where that says nothing and finished boxes come as rows, or with a
        count: exports differ in whether those of several images can be told apart.
        """
        if self.provider != CUDA or isinstance(self._image.shape[0], int):
            return 1
        joined = {"rows", "count"} & set(self.manifest.get("outputs", {}))
        return max(1, int(self.manifest.get("batch", 1 if joined else AT_ONCE)))

    def run(self, batch: NDArray[Any], further: Mapping[str, NDArray[Any]] | None = None) -> Answers:
        """Return the outputs by name for one input batch, and for what else the network is given, by name.

        Numbers become those of the type that an input has. Raises WrongModels for an input that nothing is given to,
        and for numbers of a shape that the network does not take.
        """
        names, wanted = [output.name for output in self.session.get_outputs()], self.session.get_inputs()
        given = {**(further or {}), self._image.name: batch}
        if missing := [each.name for each in wanted if each.name not in given]:
            raise WrongModels(
                f"the model {self.manifest.get('name')!r} has further inputs ({', '.join(missing)}): "
                "say in `inputs` of its manifest what they are given"
            )
        types = {each.name: sessions.TYPES.get(each.type, np.float32) for each in wanted}
        typed = {name: given[name].astype(of, copy=False) for name, of in types.items()}
        try:
            return dict(zip(names, self.session.run(names, typed), strict=True))
        except sessions.UNFIT as error:
            width, height = self.size
            raise WrongModels(
                f"the model {self.manifest.get('name')!r} does not take what its manifest says, an image of {width} by "
                f"{height} pixels (input.size) and inputs as in `inputs`: {error}"
            ) from error

    def answers_of(self, images: Sequence[Fitted]) -> Iterator[Answers]:
        """Yield the outputs for each image, as many images together as `at_once` allows; each as a batch of one.

        Raises WrongModels when the outputs for several images do not come one by one.
        """
        size = self.at_once
        for start in range(0, len(images), size):
            group = images[start : start + size]
            batch = np.stack([image.values for image in group])
            answers = self.run(batch if self._channels_last else batch.transpose(0, 3, 1, 2), self._further(group))
            if len(group) == 1:  # finished boxes need not come by image
                yield answers
            else:
                self._demand_one_each(answers, len(group))
                yield from ({name: of[at : at + 1] for name, of in answers.items()} for at in range(len(group)))

    def _demand_one_each(self, answers: Answers, images: int) -> None:
        for name, answer in answers.items():
            if answer.shape[:1] != (images,):
                raise WrongModels(
                    f"the model {self.manifest.get('name')!r} was given {images} images together, and its output "
                    f"{name!r} is {list(answer.shape)}, not one part an image: `batch` of its manifest must be 1"
                )

    @property
    def _image(self) -> Any:
        """The input that takes the image: the first, unless the manifest names another."""
        inputs = self.session.get_inputs()
        name = self.manifest["input"].get("name", inputs[0].name)
        if name not in {each.name for each in inputs}:
            raise WrongModels(
                f"input.name of the model {self.manifest.get('name')!r} is {name!r}; the network has "
                f"{', '.join(each.name for each in inputs)}"
            )
        return next(each for each in inputs if each.name == name)

    @property
    def _channels_last(self) -> bool:
        """Whether it takes [height, width, channels]: as `layout` of the manifest or else its input's shape says."""
        given, shape = self.manifest["input"], self._image.shape
        channels = 1 if given["channels"] == "GREY" else 3
        told: str = given.get("layout", "NHWC" if shape[-1] == channels != shape[1] else "NCHW")
        return told == "NHWC"

    def _further(self, images: Sequence[Fitted]) -> dict[str, NDArray[Any]]:
        found = [dict(inputs_of(self.manifest, image)) for image in images]
        ranks = {each.name: len(each.shape) for each in self.session.get_inputs()}
        alike = {name for name, values in found[0].items() if ranks.get(name) == values.ndim}  # one for all images
        return {name: found[0][name] if name in alike else np.stack([it[name] for it in found]) for name in found[0]}

    def normalised(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return RGB pixels as the network's [height, width, channels] floats: channel order, mean and deviation."""
        return fitting.normalised(self.manifest["input"], pixels)

    def letterboxed(self, pixels: NDArray[np.uint8]) -> tuple[NDArray[np.float32], float]:
        """Fit the image into the top left of the input, keeping its shape.

        Returns [height, width, channels] floats and the factor that takes input pixels back to the image's.
        """
        image = fitting.fitted(self.manifest["input"] | {"fit": "letterbox"}, pixels)
        return image.values, 1 / image.scale[0]

    def demanded(self, answers: Answers, name: str) -> NDArray[Any]:
        """Return an output. Raises WrongModels when the network has none of this name."""
        if name not in answers:
            raise WrongModels(
                f"the model {self.manifest.get('name')!r} has no output {name!r} (it has {', '.join(answers)}): "
                "say in `outputs` of its manifest which it is"
            )
        return answers[name]


@cache  # a process may work on many items
def load(models: Path, task: str) -> Network:
    """Load the network for a task from a model folder, once a process, on the GPU where there is one.

    Raises ModelMissingError naming the folder when there is not exactly one manifest with that task.
    """
    manifest = sessions.manifest_of(models, task)
    return Network(manifest, sessions.opened(models / manifest["file"]), models)


def load_if_any(models: Path, task: str) -> Network | None:
    """Load the network for a task, as `load` does; None from a folder that has none for it."""
    return load(models, task) if manifests_in(models, task) else None
