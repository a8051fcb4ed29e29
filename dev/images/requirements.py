"""The Python packages of an image: exactly those of its lock file, by hash, less what its base already holds."""

import platform
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dev.cluster import command
from dev.images.image_specs import ImageSpec

PYTHON = "3.11"
"""The bases' Python; packages are chosen and compiled for it, whatever runs here."""

_ENTRY = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==([^\s;\\]+)")
_GLIBC = "manylinux_2_36"  # Debian bookworm's


@dataclass(frozen=True)
class Pin:
    """One package at one version, and its lines of a requirements file (marker and hashes)."""

    name: str
    version: str
    text: str


EXTRAS = ("embedding",)
"""Extras of a project that its image has: the indexer turns questions into vectors."""


def locked(spec: ImageSpec, accelerator: str) -> list[Pin]:
    """Return what an image's lock file pins: with ``cuda`` also the extra of that name, where it is declared.

    Images hold what is optional on a laptop, :data:`EXTRAS`, too.

    ``onnxruntime-gpu`` takes the place of ``onnxruntime``: both are the module onnxruntime.
    """
    if spec.project is None:
        return []
    argv = ["uv", "export", "--frozen", "--no-dev", "--no-emit-project", "--no-header"]
    argv += ["--no-emit-local", "--no-annotate", "--quiet", "--project", str(spec.project)]
    for extra in sorted(_extras(spec.project) & {accelerator, *EXTRAS}):
        argv += ["--extra", extra]
    pins = parse(command.run(argv))
    names = {pin.name for pin in pins}
    return [pin for pin in pins if not (pin.name == "onnxruntime" and "onnxruntime-gpu" in names)]


def parse(text: str) -> list[Pin]:
    """Return the pins of a requirements file as ``uv export`` writes it: continuation lines, one entry each."""
    entries = text.replace("\\\n", " ").splitlines()
    matches = [(entry, _ENTRY.match(entry)) for entry in entries]
    return [Pin(match[1].lower(), match[2], " ".join(entry.split())) for entry, match in matches if match]


def beyond(pins: Iterable[Pin], held: Iterable[Pin]) -> list[Pin]:
    """Return the pins that a base holding others does not already satisfy; another version counts as missing."""
    there = {(pin.name, pin.version) for pin in held}
    return [pin for pin in pins if (pin.name, pin.version) not in there]


def install(pins: Iterable[Pin], target: Path) -> None:
    """Install pins into a folder, by hash and without further resolution, for the images' Python and system."""
    target.mkdir(parents=True, exist_ok=True)
    lines = [pin.text for pin in pins]
    if not lines:
        return
    argv = ["uv", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--target", str(target)]
    argv += ["--python-version", PYTHON, "--python-platform", f"{platform.machine()}-{_GLIBC}", "-r", "-"]
    command.run(argv, given="\n".join(lines) + "\n")


def _extras(project: Path) -> set[str]:
    declared = tomllib.loads((project / "pyproject.toml").read_text())
    return set(declared.get("project", {}).get("optional-dependencies", {}))
