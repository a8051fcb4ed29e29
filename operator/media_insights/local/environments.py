"""The operators' own Python environments: built when first needed by uv from their lock files, shared by content."""

import asyncio
import fcntl
import hashlib
import shutil
import sys
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from media_insights.catalogue.digests import digest_of
from media_insights.catalogue.operator_folders import LocalOperator
from media_insights.catalogue.problems import NotReady, not_built
from media_insights.local import programs
from media_insights.local.machine import machine
from media_insights.settings import engine
from media_insights.settings.environment import inherited

CUDA = "cuda"
"""Extra of an operator's project, as ``make images ACCELERATOR=cuda`` installs it."""
MARKER = ".complete"
"""Written last: an environment without it was interrupted and is built on."""
LAYOUT = 2
"""Part of every environment's name: increase it when the build procedure changes the content."""
LOCK = "uv.lock"
LOCK_SECONDS = 0.5
"""Interval of checks whether another engine has finished building the same environment."""


def wants_gpu() -> bool:
    """Return whether operators shall be given what computes on a GPU: where there is one, or where it is asked for."""
    asked = engine.read().accelerator
    return machine().gpus > 0 if asked == "auto" else asked == CUDA


@dataclass(frozen=True, slots=True)
class Environments:
    """All environments below ``cache/envs``."""

    cache: Path
    gpu: bool = field(default_factory=wants_gpu)
    """Whether operators get the packages of their extra ``cuda``."""

    def folder(self, operator: LocalOperator) -> Path:
        """Return where the operator's environment is: named by everything that decides its content."""
        digest = hashlib.sha256(f"{LAYOUT}{sys.version_info[:2]}{sys.base_prefix}".encode())
        for name in ("pyproject.toml", LOCK):
            path = operator.folder / name
            digest.update(path.read_bytes() if path.is_file() else b"")
        digest.update(digest_of(*operator.libraries).encode())
        digest.update(" ".join(self._packages(operator)).encode())
        return self.cache / "envs" / f"{operator.name}-{digest.hexdigest()[:16]}"

    def is_ready(self, operator: LocalOperator) -> bool:
        """Return whether nothing needs to be built."""
        return (self.folder(operator) / MARKER).is_file()

    def python(self, operator: LocalOperator) -> Path:
        """Return the interpreter of the operator's environment."""
        return self.folder(operator) / "bin/python"

    def _packages(self, operator: LocalOperator) -> list[str]:
        """Return uv's words for the packages of a GPU, none for an operator that has no extra of that name.

        ONNX Runtime's two builds are one module: of two wheels that write the same folder only one is installed.
        """
        path = operator.folder / "pyproject.toml"
        project = tomllib.loads(path.read_text("utf-8")).get("project", {}) if self.gpu and path.is_file() else {}
        extra = project.get("optional-dependencies", {}).get(CUDA, [])
        two = any(each.startswith("onnxruntime-gpu") for each in extra)
        return [*(["--extra", CUDA] if extra else []), *(["--no-install-package", "onnxruntime"] if two else [])]

    async def build(self, operator: LocalOperator) -> None:
        """Make the environment complete. Raises NotReady with uv's own reason."""
        if self.is_ready(operator):
            return
        if not (operator.folder / LOCK).is_file():
            raise NotReady(f"{operator.folder} has no {LOCK}: make it with uv lock --project {operator.folder}")
        folder = self.folder(operator)
        folder.mkdir(parents=True, exist_ok=True)
        async with _lock(folder.with_suffix(".lock")):
            if self.is_ready(operator):
                return
            command: list[str | Path] = [
                uv(self.cache),
                "sync",
                "--project",
                operator.folder,
                "--frozen",
                "--no-dev",
                # the SDK is copied in: an environment serves every checkout with the same content, wherever that lies
                "--no-editable",
                *self._packages(operator),
                "--python",
                sys.executable,
            ]
            said = await programs.run(command, uv_environment() | {"UV_PROJECT_ENVIRONMENT": str(folder)})
            if said.code:
                raise not_built(f"the environment of {operator.name}", said.text, said.reason)
            (folder / MARKER).touch()


def uv(cache: Path) -> Path:
    """Return uv from the PATH, from beside our own Python, or the copy that make keeps. Raises NotReady."""
    on_path = shutil.which("uv")
    places = [Path(on_path)] if on_path else [Path(sys.executable).parent / "uv", cache / "uv/bin/uv"]
    found = next((path for path in places if path.is_file()), None)
    if found is None:
        raise NotReady("uv is needed to build the operators' environments: pip install uv")
    return found


def uv_environment() -> dict[str, str]:
    """Return the environment for uv: ours, less what would point it at our own environment.

    What it runs leaves no bytecode beside the catalogue, which may be installed where nobody may write.
    """
    hidden = {"VIRTUAL_ENV", "PYTHONPATH", "UV_PROJECT_ENVIRONMENT"}
    return {name: value for name, value in inherited().items() if name not in hidden} | {
        "UV_PYTHON_DOWNLOADS": "never",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@asynccontextmanager
async def _lock(lock: Path) -> AsyncIterator[None]:
    """Lock out other processes while the block runs; the kernel releases the lock however this process ends."""
    with lock.open("w", encoding="ascii") as file:
        while not _try_lock(file):  # noqa: ASYNC110 - the other side is another program
            await asyncio.sleep(LOCK_SECONDS)
        yield


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
