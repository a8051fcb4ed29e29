"""Operators as processes of this machine: command, environment, preparation."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from media_insights.catalogue.operator_folders import LocalOperator
from media_insights.catalogue.problems import NotReady
from media_insights.domain.planning.parameters import models_left_out
from media_insights.domain.planning.plan import Step
from media_insights.domain.planning.variables import variables_of
from media_insights.domain.running.contract import Variable
from media_insights.domain.running.mounted_models import variables_of_devices, variables_of_models
from media_insights.local import access
from media_insights.local.environments import Environments, wants_gpu
from media_insights.local.launching import Launch, memory_limit_of
from media_insights.local.machine import machine
from media_insights.local.sandboxes import Sandbox
from media_insights.local.weights import Weights

PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES")
"""What every operator sees of our environment: never credentials, never a home to write to."""
APP = "/app/"
"""Where the images keep the operator's folder."""


@dataclass
class Processes:
    """Starts each operator in its own uv environment. One environment and one set of models is built at a time."""

    operators: Mapping[str, LocalOperator]
    cache: Path
    stub: bool = False
    """Every operator emits its first example instead of computing: no models are needed."""
    _building: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    _fetching: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    async def prepare(self, step: Step) -> None:
        """Make the environment and the models of a step ready, both at the same time. Raises NotReady."""
        operator = self.operators[step.operator]
        await asyncio.gather(
            self._build_environment(operator), *(() if self.stub else (self._fetch_models(operator, step),))
        )

    def launch(self, step: Step, sandbox: Sandbox, threads: int) -> Launch:
        """Return how the operator is started. Raises NotReady when its command is not there."""
        operator, gpus = self.operators[step.operator], _gpus_for(step)
        environment = self._own_variables(operator, step) | {
            **access.inherited_variables(operator.spec.access, PASSED_ON),
            "HOME": str(sandbox.temporary),
            "TMPDIR": str(sandbox.temporary),
            "PYTHONDONTWRITEBYTECODE": "1",
            "ORT_DISABLE_TELEMETRY": "1",
            Variable.IN: str(sandbox.inputs),
            Variable.OUT: str(sandbox.outputs),
            Variable.MODELS: str(Weights(self.cache).folder(operator)),
            **variables_of_models(operator.spec, str(operator.models)),
            **variables_of_devices(operator.spec, reserved=bool(gpus)),
            Variable.TERMINATION_LOG: str(sandbox.reason_file),
            Variable.CPUS: str(threads),
            Variable.PROGRESS_FILE: str(sandbox.progress_file),
            Variable.MEMORY: str(memory_limit_of(step)),
            **({Variable.STUB: "1"} if self.stub else {}),
            **sandbox.trace_variables,
            **access.store_of(operator.spec.access, sandbox),
        }
        return Launch(command=self._command(operator), environment=environment, folder=operator.folder, gpus=gpus)

    def _own_variables(self, operator: LocalOperator, step: Step) -> dict[str, str]:
        """Return the variables that the operator declares, with places of its image as places in its folder."""
        told = variables_of(operator.spec, step.parameters)
        return {name: _place_of(value, operator.folder) for name, value in told.items()}

    def _command(self, operator: LocalOperator) -> tuple[str, ...]:
        python = str(Environments(self.cache).python(operator))
        words = [_place_of(word, operator.folder) for word in operator.spec.command]
        command = tuple(
            python if word in ("python", "python3") and not place else word for place, word in enumerate(words)
        )
        if command[0].startswith(str(operator.folder)) and not Path(command[0]).is_file():
            raise NotReady(f"{operator.name} starts {command[0]}, which exists only in its image: use --containers")
        return command

    async def _build_environment(self, operator: LocalOperator) -> None:
        async with self._building:
            await Environments(self.cache).build(operator)

    async def _fetch_models(self, operator: LocalOperator, step: Step) -> None:
        async with self._fetching:
            await Weights(self.cache).build(operator, models_left_out(operator.spec, step.parameters))


def _gpus_for(step: Step) -> int:
    """Return how many of this machine's GPUs a step may use: it has them together with others that run meanwhile."""
    gpu = step.spec.resources.gpu
    return min(gpu.count, machine().gpus) if gpu and wants_gpu() else 0


def _place_of(word: str, folder: Path) -> str:
    """Return a place of the image as a place in the operator's folder; other words stay."""
    return str(folder / word.removeprefix(APP)) if word.startswith(APP) else word
