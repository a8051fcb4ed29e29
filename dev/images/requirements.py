"""The Python packages of an image: exactly those of its lock file, by hash, less what its base already holds."""

import platform
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker

from dev.cluster import command
from dev.images.image_specs import ImageSpec

PYTHON = "3.11"
"""The bases' Python; packages are chosen and compiled for it, whatever runs here."""

_ENTRY = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==([^\s;\\]+)")
_MARKER = re.compile(r";\s*(.+?)\s*(?=--hash=|$)")
_GLIBC = "manylinux_2_36"  # Debian bookworm's


@dataclass(frozen=True)
class Pin:
    """One package at one version, and its lines of a requirements file (marker and hashes)."""

    name: str
    version: str
    text: str

    def is_for(self, machine: str = "") -> bool:
        """Tell whether its marker lets it into an image for a machine, default: this one."""
        marker = _MARKER.search(self.text)
        return marker is None or Marker(marker[1]).evaluate(_surroundings(machine or platform.machine()))


EXTRAS = ("embedding",)
"""Extras of a project that its image has: the indexer turns questions into vectors."""


def locked(spec: ImageSpec, accelerator: str, machine: str = "") -> list[Pin]:
    """Return what an image's lock file pins: with ``cuda`` also the extra of that name, where it is declared.

    Images hold what is optional on a laptop, :data:`EXTRAS` and the spec's own, too. ``machine``: x86_64 or aarch64,
    default: this one's.

    ``onnxruntime-gpu`` takes the place of ``onnxruntime``, where there is one for the machine: both are the module
    onnxruntime.
    """
    if spec.project is None:
        return []
    argv = ["uv", "export", "--frozen", "--no-dev", "--no-emit-project", "--no-header"]
    argv += ["--no-emit-local", "--no-annotate", "--quiet", "--project", str(spec.project)]
    for extra in sorted(_extras(spec.project) & {accelerator, *EXTRAS, *spec.extras}):
        argv += ["--extra", extra]
    pins = [pin for pin in parse(command.run(argv)) if pin.is_for(machine)]
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


def install(pins: Iterable[Pin], target: Path, project: Path | None = None) -> None:
    """Install pins into a folder, by hash and without further resolution, for the images' Python and system.

    They come from where the project says: it may name an index of its own.
    """
    target.mkdir(parents=True, exist_ok=True)
    lines = [pin.text for pin in pins]
    if not lines:
        return
    argv = ["uv", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--target", str(target)]
    argv += ["--python-version", PYTHON, "--python-platform", f"{platform.machine()}-{_GLIBC}", "-r", "-"]
    argv += ["--project", str(project)] if project else []
    command.run(argv, given="\n".join(lines) + "\n")


def _surroundings(machine: str) -> dict[str, str]:
    """Return what markers are about: the images' Python on Linux."""
    python = {"python_version": PYTHON, "python_full_version": f"{PYTHON}.0", "implementation_name": "cpython"}
    return {
        **python,
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "platform_machine": machine,
    }


def _extras(project: Path) -> set[str]:
    declared = tomllib.loads((project / "pyproject.toml").read_text())
    return set(declared.get("project", {}).get("optional-dependencies", {}))
