"""Trial of a folder of models: what it holds, what its networks take and give, and one run on nothing."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.catalogue.operator_folders import LocalOperator
from media_insights.catalogue.problems import Unusable
from media_insights.domain.running.steps import StepFacts
from media_insights.local import neutral_inputs, programs, single
from media_insights.local.environments import Environments, uv_environment

_SIGNATURES = """
import json, sys
import onnxruntime
options = onnxruntime.SessionOptions()
options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
def told(values):
    return [f"{each.name} {each.type}{each.shape}" for each in values]
for path in sys.argv[1:]:
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    print("signature", json.dumps([told(session.get_inputs()), told(session.get_outputs())]))
"""
"""Run in the operator's own environment, which has the library that its networks are for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is tried: an operator with the folder mounted, on the caller's inputs or neutral ones."""

    operator: LocalOperator
    inputs: Mapping[str, Path] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    cache: Path
    scratch: Path

    def manifests(self) -> dict[str, Manifest | None]:
        """Return the JSON files at the top of the folder by name; None for one that is no manifest."""
        return {path.name: _manifest(path) for path in sorted(self._folder.glob("*.json"))}

    def signatures(self) -> dict[str, tuple[list[str], list[str]] | str]:
        """Return inputs and outputs of each ONNX file, or why it cannot be opened; none where nothing opens such files.

        Raises NotReady when the operator's environment cannot be made.
        """
        return asyncio.run(self._signatures())

    async def _signatures(self) -> dict[str, tuple[list[str], list[str]] | str]:
        environments = Environments(self.cache)
        await environments.build(self.operator)
        python = environments.python(self.operator)
        known = await programs.run([python, "-c", "import onnxruntime"], uv_environment())
        files = sorted(self._folder.rglob("*.onnx")) if known.code == 0 else []
        found = [await programs.run([python, "-c", _SIGNATURES, file], uv_environment()) for file in files]
        return {str(file.relative_to(self._folder)): _read(each) for file, each in zip(files, found, strict=True)}

    def run(self) -> StepFacts:
        """Run the operator once; what it writes is in the folder ``out``. Raises Unusable, NotReady."""
        given = neutral_inputs.inputs_of(self.operator, self.inputs, self.scratch)
        run = single.OperatorRun(
            operator=self.operator, files=given, parameters=self.parameters, output=self.output, cache=self.cache
        )
        return single.run_once(run)

    @property
    def output(self) -> Path:
        """The folder of what the operator writes."""
        return self.scratch / "out"

    @property
    def _folder(self) -> Path:
        if self.operator.models is None:
            raise Unusable(f"{self.operator.name} has no models mounted")
        return self.operator.models


def _manifest(path: Path) -> Manifest | None:
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and "task" in found else None


def _read(said: programs.ProgramResult) -> tuple[list[str], list[str]] | str:
    for line in said.text.splitlines():
        if line.startswith("signature "):
            inputs, outputs = json.loads(line.removeprefix("signature "))
            return inputs, outputs
    return said.reason
