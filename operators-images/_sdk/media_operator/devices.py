"""Devices: which one computes, and what is said when one that was reserved stands idle.

The engine tells in `MEDIA_INSIGHTS_GPU` that it reserved a GPU for this run, and whether the operator may do without.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from media_operator import cuda_libraries, exhaustion
from media_operator.errors import OperatorError, TryAgain, WrongDevice
from media_operator.result_warnings import Reason, ResultWarning

CPU, CUDA = "CPUExecutionProvider", "CUDAExecutionProvider"
"""What results call the two, whichever library computes: the words of ONNX Runtime."""
GPU_VARIABLE = "MEDIA_INSIGHTS_GPU"
_SHOWN = 300
"""Characters shown of what a library said."""

T = TypeVar("T")


@dataclass
class Devices:
    """What this process computes on."""

    providers: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    """Why a GPU that seemed to be there could not be used."""

    def note(self, provider: str, environ: Mapping[str, str] = os.environ) -> None:
        """Remember what a model runs on.

        Raises WrongDevice when that is the CPU and a GPU is required, TryAgain when the GPU's memory was used up.
        """
        self.providers.add(provider)
        if provider == CPU and environ.get(GPU_VARIABLE) == "Required":
            said = self.failures[-1] if self.failures else ""
            if exhaustion.is_told(said):
                raise TryAgain(f"{exhaustion.SENTENCE}: {said}")
            why = f": {said[:_SHOWN]}" if said else ""
            raise WrongDevice(f"the operator requires a GPU, and its model can be run on the CPU only{why}. {_REMEDY}")

    def open_model(self, load: Callable[[str], T], attempt: Callable[[T], object], *, gpu: bool) -> tuple[T, str]:
        """Return a model on the GPU, where there is one and an attempt to compute succeeds, else on the CPU.

        `load` opens it on a provider. Whatever it raises on the GPU is the GPU's fault: a driver without its libraries,
        or one that is too old, shows only when something is computed.
        """
        if gpu:
            cuda_libraries.load()
            try:
                model = load(CUDA)
                attempt(model)
            except OperatorError:
                raise
            except Exception as error:  # noqa: BLE001 - every library raises exceptions of its own
                self.failures.append(" ".join(str(error).split()))
            else:
                self.note(CUDA)
                return model, CUDA
        self.note(CPU)
        return load(CPU), CPU

    def leave_idle(self, environ: Mapping[str, str] = os.environ) -> bool:
        """Return whether a GPU was reserved and no model computes on it, whatever could not be used there besides."""
        return GPU_VARIABLE in environ and bool(self.providers) and CUDA not in self.providers

    def warnings(self, environ: Mapping[str, str] = os.environ) -> list[ResultWarning]:
        """Return what a result shall say: a GPU that could not be used, or one that was reserved for nothing."""
        found = [f"the GPU could not be used, and the CPU computed instead: {each[:_SHOWN]}" for each in self.failures]
        if self.leave_idle(environ) and not found:
            found = [f"a GPU was reserved for this operator and not used: its models ran on the CPU. {_REMEDY}"]
        return [ResultWarning(Reason.GPU_NOT_USED, each) for each in dict.fromkeys(found)]


_REMEDY = "Images with a GPU build are made by make images ACCELERATOR=cuda; spec.resources.gpu is what reserves it"

DEVICES = Devices()
"""This process's: a model may be opened anywhere, and one process computes on one kind of device."""
