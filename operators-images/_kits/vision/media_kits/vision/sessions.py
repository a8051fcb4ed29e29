"""ONNX files opened, and the manifests that say what they are: all that a network needs which looks at no images.

Needs ONNX Runtime and nothing else, so that an operator without Pillow can have a network too.
"""

from __future__ import annotations

from contextlib import redirect_stdout, suppress
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as faults

from media_operator import manifest_of as chosen_manifest
from media_operator.cpus import cpus
from media_operator.devices import CPU, CUDA, DEVICES
from media_operator.errors import WrongModels

if TYPE_CHECKING:
    from pathlib import Path

QUIET = 3  # errors only: ONNX Runtime's warnings are about its own optimisations
_OPEN_SIZE = 64
"""Size of a dimension that a network leaves open, in an attempt to run it."""
TYPES = {
    "tensor(float)": np.float32,
    "tensor(float16)": np.float16,
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
    "tensor(uint8)": np.uint8,
}
"""ONNX Runtime's names of the types that inputs may have: those that an image and what goes with it is turned into."""


UNREADABLE = (faults.InvalidProtobuf, faults.InvalidGraph, faults.NoSuchFile, faults.NotImplemented, faults.Fail)
"""What ONNX Runtime raises of a file that it cannot open."""
UNFIT = (faults.InvalidArgument,)
"""What ONNX Runtime raises when a network is given what it does not take."""


class ModelMissingError(Exception):
    """The model folder holds no model for a task: a fault of the installation."""


def manifest_of(models: Path, task: str) -> dict[str, Any]:
    """Return the manifest for a task in a model folder, a mounted one before the one that is shipped.

    Raises ModelMissingError naming the folder when there is none, WrongModels when there are two to choose from.
    """
    manifest = chosen_manifest(models, task)
    if manifest is None:
        raise ModelMissingError(f"{models} must hold a model for the task {task!r}, and has none")
    return manifest


def opened(file: Path, *, sparing: bool = False) -> onnxruntime.InferenceSession:
    """Open an ONNX file, on the GPU where one works, with as many threads as the container may use.

    `sparing` is for networks with large values between layers: they take less than half the memory, and a sixth more
    time. Memory is not laid out beforehand then, and values are not rearranged into blocks of channels in between.
    Raises WrongModels for a file that ONNX Runtime cannot read.
    """
    options = onnxruntime.SessionOptions()
    if sparing:
        options.enable_mem_pattern = False
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.intra_op_num_threads = cpus()
    options.log_severity_level = QUIET
    own = file.resolve()  # weights in files of their own are sought beside it, where a link is not followed

    def load(provider: str) -> onnxruntime.InferenceSession:
        chosen = list(dict.fromkeys((provider, CPU)))
        # its own way back to the CPU hides why a GPU could not be used: that its memory is full, for instance
        return onnxruntime.InferenceSession(own, options, providers=chosen, enable_fallback=0)

    def attempt(session: onnxruntime.InferenceSession) -> None:
        require_gpu(session)
        try:
            _compute(session)
        except Exception:
            if _computes(load(CPU)):  # what the CPU cannot compute either says nothing about the GPU
                raise

    try:
        session, _ = DEVICES.open_model(load, attempt, gpu=has_gpu_build())
    except UNREADABLE as error:
        raise WrongModels(f"{file.name} is no network that ONNX Runtime can open: {error}") from error
    return session


def has_gpu_build() -> bool:
    """Return whether this is ONNX Runtime's GPU build, and load the libraries that came with it as packages."""
    if CUDA not in onnxruntime.get_available_providers():
        return False
    with suppress(Exception), redirect_stdout(None):  # what is missing shows when something is computed
        onnxruntime.preload_dlls(directory="")
    return True


def require_gpu(session: onnxruntime.InferenceSession) -> None:
    """Raise RuntimeError when a session that was opened for the GPU computes on the CPU: it falls back in silence."""
    if provider_of(session) == CPU:
        raise RuntimeError("ONNX Runtime found no device, or not the libraries that its GPU build needs")


def _compute(session: onnxruntime.InferenceSession) -> None:
    """Run a network once, on zeros; one with inputs of other types than numbers is not run."""
    given = session.get_inputs()
    if all(each.type in TYPES for each in given):
        session.run(None, {each.name: np.zeros(_shape(each.shape), TYPES[each.type]) for each in given})


def _computes(session: onnxruntime.InferenceSession) -> bool:
    try:
        _compute(session)
    except Exception:  # noqa: BLE001 - ONNX Runtime's exceptions have no other base
        return False
    return True


def _shape(declared: list[Any]) -> list[int]:
    """Return a shape in which what is left open is one image, and of a size that most networks take."""
    return [
        size if isinstance(size, int) and size > 0 else _OPEN_SIZE if place else 1
        for place, size in enumerate(declared)
    ]


def provider_of(session: onnxruntime.InferenceSession) -> str:
    """Return what runs a session, for instance `CPUExecutionProvider`."""
    return str(session.get_providers()[0])


def provenance_of(manifest: dict[str, Any], session: onnxruntime.InferenceSession) -> dict[str, str]:
    """Return what a result says about the model that made it."""
    return {"name": manifest["name"], "sha256": manifest["sha256"], "provider": provider_of(session)}
