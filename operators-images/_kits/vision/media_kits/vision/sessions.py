"""ONNX files opened, and the manifests that say what they are: all that a network needs which looks at no images.

Needs ONNX Runtime and nothing else, so that an operator without Pillow can have a network too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import onnxruntime

from media_operator.cpus import cpus

if TYPE_CHECKING:
    from pathlib import Path

PROVIDERS = ("CUDAExecutionProvider", "CPUExecutionProvider")
QUIET = 3  # errors only: ONNX Runtime's warnings are about its own optimisations


class ModelMissingError(Exception):
    """The model folder holds no model, or more than one, for a task: a fault of the installation."""


def manifest_of(models: Path, task: str) -> dict[str, Any]:
    """Return the one manifest for a task in a model folder. Raises ModelMissingError naming the folder."""
    manifests = [json.loads(path.read_text("utf-8")) for path in sorted(models.glob("*.json"))]
    fitting: list[dict[str, Any]] = [manifest for manifest in manifests if manifest.get("task") == task]
    if len(fitting) != 1:
        names = [manifest["name"] for manifest in fitting] or "none"
        raise ModelMissingError(f"{models} must hold exactly one model for the task {task!r}; it has {names}")
    return fitting[0]


def opened(file: Path, *, sparing: bool = False) -> onnxruntime.InferenceSession:
    """Open an ONNX file, on the GPU where there is one, with as many threads as the container may use.

    `sparing` is for networks with large values between layers: they take less than half the memory, and a sixth more
    time. Memory is not laid out beforehand then, and values are not rearranged into blocks of channels in between.
    """
    options = onnxruntime.SessionOptions()
    if sparing:
        options.enable_mem_pattern = False
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.intra_op_num_threads = cpus()
    options.log_severity_level = QUIET
    available = onnxruntime.get_available_providers()
    return onnxruntime.InferenceSession(
        file, options, providers=[provider for provider in PROVIDERS if provider in available]
    )


def provider_of(session: onnxruntime.InferenceSession) -> str:
    """Return what runs a session, for instance `CPUExecutionProvider`."""
    return str(session.get_providers()[0])


def provenance_of(manifest: dict[str, Any], session: onnxruntime.InferenceSession) -> dict[str, str]:
    """Return what a result says about the model that made it."""
    return {"name": manifest["name"], "sha256": manifest["sha256"], "provider": provider_of(session)}
