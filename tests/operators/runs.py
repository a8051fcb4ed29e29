"""Runs an operator as the engines do: a process in its own environment, files in, files out."""

import asyncio
import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from media_insights.catalogue.examples import CaseOutcome
from media_insights.catalogue.operator_folders import operator_in
from media_insights.local.environments import Environments
from tests.operators import media

OPERATORS = Path(__file__).parents[2] / "operators-images"


@dataclass(frozen=True, kw_only=True)
class Outcome(CaseOutcome):
    """What a run left behind, in a test's words."""

    progress: list[str]

    @property
    def result(self) -> Any:
        """Return result.json; fails with the operator's words when there is none."""
        assert "result.json" in self.files, f"exit {self.exit_code}: {self.sentence}\n{self.stderr}"
        return json.loads(self.files["result.json"])

    def text(self, file: str) -> str:
        """Return a text output."""
        return self.files[file].decode()


def run(operator: str, inputs: dict[str, Path | bytes | Any], **parameters: Any) -> Outcome:
    """Run an operator with its default parameters and these; an input is a file, its bytes, or a JSON value."""
    return run_with({}, operator, inputs, **parameters)


def run_with(
    environment: Mapping[str, str], operator: str, inputs: dict[str, Path | bytes | Any], **parameters: Any
) -> Outcome:
    """Run an operator as :func:`run` does, with the keys of its Secret in its environment."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in ("in", "out"):
            (folder / name).mkdir()
        for name, content in inputs.items():
            (folder / "in" / name).write_bytes(_bytes_of(content))
        (folder / "in/parameters.json").write_text(json.dumps(defaults(operator) | parameters))
        (folder / "in/context.json").write_text(json.dumps({"execution": {"name": "test-run"}}))
        return run_folder(operator, folder, **environment)


def run_folder(operator: str, folder: Path, **environment: str) -> Outcome:
    """Run an operator on the folder's `in`, its outputs go to the folder's `out`; both exist."""
    done = subprocess.run(
        command_of(operator),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        env=environment_of(operator, folder) | environment,
    )
    return outcome_of(folder, done)


def _bytes_of(content: Path | bytes | Any) -> bytes:
    if isinstance(content, Path):
        return content.read_bytes()
    return content if isinstance(content, bytes) else json.dumps(content).encode()


@cache
def defaults(operator: str) -> dict[str, Any]:
    """Return the operator's parameters that have a default."""
    spec = yaml.safe_load((OPERATORS / operator / "operator.yaml").read_text())["spec"]
    return {name: schema["default"] for name, schema in spec.get("parameters", {}).items() if "default" in schema}


@cache
def command_of(operator: str) -> tuple[str, ...]:
    """Return how an operator is started, in its environment and with its models, both of which are built first."""
    if spec_has_models(operator):
        subprocess.run(
            ["uv", "run", "--quiet", str(OPERATORS.parent / "dev/models/build.py"), operator], check=True, timeout=900
        )
    local, environments = operator_in(OPERATORS / operator), Environments(media.cache().parent)
    asyncio.run(environments.build(local))
    return (str(environments.python(local)), str(local.folder / "main.py"))


def spec_has_models(operator: str) -> bool:
    """Return whether the operator loads weights."""
    return "models" in yaml.safe_load((OPERATORS / operator / "operator.yaml").read_text())["spec"]


def environment_of(operator: str, folder: Path) -> dict[str, str]:
    """Return the variables with which it reads and writes below a folder."""
    inherited = {key: value for key, value in os.environ.items() if key not in {"VIRTUAL_ENV", "STUB"}}
    return inherited | {
        "MEDIA_INSIGHTS_IN": str(folder / "in"),
        "MEDIA_INSIGHTS_OUT": str(folder / "out"),
        "MEDIA_INSIGHTS_MODELS": str(media.cache().parent / "models" / operator),
        **_mounted(operator),
        "MEDIA_INSIGHTS_TERMINATION_LOG": str(folder / "termination-log"),
        "ARGO_PROGRESS_FILE": str(folder / "progress"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "ORT_DISABLE_TELEMETRY": "1",
    }


def mounted_operators() -> dict[str, Path]:
    """Return operator → folder of the models that `MODELS="OPERATOR=FOLDER …"` mounts."""
    pairs = [each.partition("=") for each in os.environ.get("MODELS", "").split()]
    return {name: Path(folder).expanduser().absolute() for name, _, folder in pairs}


def _mounted(operator: str) -> dict[str, str]:
    folder = mounted_operators().get(operator)
    return {"MEDIA_INSIGHTS_MOUNTED_MODELS": str(folder)} if folder else {}


def outcome_of(folder: Path, done: subprocess.CompletedProcess[str]) -> Outcome:
    """Return what a process left in the folder's `out` and beside it."""
    log, progress = folder / "termination-log", folder / "progress"
    return Outcome(
        exit_code=done.returncode,
        sentence=log.read_text() if log.exists() else "",
        files={path.name: path.read_bytes() for path in sorted((folder / "out").iterdir()) if path.is_file()},
        progress=progress.read_text().split() if progress.exists() else [],
        stderr=done.stderr,
    )


def modules_of(operator: str, *names: str) -> list[ModuleType]:
    """Import pure modules of an operator; those of another operator may have the same names."""
    folder, before = str(OPERATORS / operator), set(sys.modules)
    sys.path.insert(0, folder)
    try:
        return [importlib.import_module(name) for name in names]
    finally:
        sys.path.remove(folder)
        for name in set(sys.modules) - before:
            if str(getattr(sys.modules[name], "__file__", "")).startswith(folder):
                del sys.modules[name]


def inside(operator: str, code: str, *arguments: Any) -> Any:
    """Return the JSON value of `answer`, which `code` sets, beside the operator's own modules and with its packages.

    For pure functions that need what the project's own environment does not have; `arguments` are `given` there.
    """
    python, main = command_of(operator)
    script = f"import json, sys\ngiven = json.loads(sys.argv[1])\n{code}\nprint(json.dumps(answer))"
    done = subprocess.run(
        [python, "-c", script, json.dumps(arguments)],
        cwd=Path(main).parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
