"""Locked packages: what a lock file brings into an image, for Linux and the images' Python, without groups."""

import platform
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import parse_wheel_filename

from dev.images.requirements import PYTHON, Pin

Entry = dict[str, Any]
"""One ``[[package]]`` of a uv.lock."""
_GLIBC = range(36, 4, -1)
"""Minor versions of glibc that wheels may ask for: Debian bookworm's and older."""


@dataclass(frozen=True, slots=True, order=True)
class LockedPackage:
    """One package at one version, and the digest of the wheel that an image of this machine's kind installs."""

    name: str
    version: str
    sha256: str = ""
    digests: tuple[str, ...] = field(default=(), compare=False)
    """Of all its files."""

    @property
    def pin(self) -> Pin:
        """The package as the builder installs it: by the hashes of its files."""
        hashes = " ".join(f"--hash=sha256:{each}" for each in self.digests)
        return Pin(self.name, self.version, f"{self.name}=={self.version} {hashes}")


def packages_in(lock: str, extras: tuple[str, ...] = (), machine: str = "") -> list[LockedPackage]:
    """Return what the text of a lock file brings, in order; ``machine``: x86_64 or aarch64, default: this one's."""
    content = tomllib.loads(lock)
    walk = _Walk(content["package"], machine or platform.machine())
    return sorted({_package(each, walk.machine) for each in walk.reached(extras) if "registry" in each["source"]})


@dataclass(slots=True)
class _Walk:
    """From the project along dependencies whose markers are true."""

    entries: list[Entry]
    machine: str
    _seen: set[tuple[str, str, tuple[str, ...]]] = field(default_factory=set)

    def reached(self, extras: tuple[str, ...]) -> Iterator[Entry]:
        for entry in self.entries:
            if "." in (entry["source"].get("virtual"), entry["source"].get("editable")):
                yield from self._from(entry, extras)

    def _from(self, entry: Entry, extras: tuple[str, ...]) -> Iterator[Entry]:
        key = entry["name"], entry.get("version", ""), extras
        if key in self._seen:
            return
        self._seen.add(key)
        yield entry
        optional = entry.get("optional-dependencies", {})
        needed = [*entry.get("dependencies", ()), *(each for extra in extras for each in optional.get(extra, ()))]
        for each in needed:
            if _holds(each.get("marker", ""), self.machine):
                yield from self._named(each)

    def _named(self, dependency: Entry) -> Iterator[Entry]:
        for entry in self.entries:
            same = entry["name"] == dependency["name"]
            if same and dependency.get("version", entry.get("version")) == entry.get("version"):
                yield from self._from(entry, tuple(dependency.get("extra", ())))


def _holds(marker: str, machine: str) -> bool:
    return not marker or Marker(marker).evaluate(_environment(machine))


def _environment(machine: str) -> dict[str, str]:
    return {
        "implementation_name": "cpython",
        "os_name": "posix",
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "platform_system": "Linux",
        "python_full_version": f"{PYTHON}.0",
        "python_version": PYTHON,
        "sys_platform": "linux",
        "extra": "",
    }


def _package(entry: Entry, machine: str) -> LockedPackage:
    files = [*entry.get("wheels", ()), *([entry["sdist"]] if "sdist" in entry else ())]
    digests = tuple(each["hash"].removeprefix("sha256:") for each in files)
    return LockedPackage(entry["name"], entry["version"], _installed(entry, machine), digests)


def _installed(entry: Entry, machine: str) -> str:
    """Return the digest of the wheel that fits best; nothing when none does, and the source is built."""
    ranks = _ranks(machine)
    fitting = [
        (rank, wheel["hash"].removeprefix("sha256:"))
        for wheel in entry.get("wheels", ())
        for tag in parse_wheel_filename(re.sub(r"[?#].*", "", wheel["url"]).rpartition("/")[2])[3]
        if (rank := ranks.get(tag)) is not None
    ]
    return min(fitting)[1] if fitting else ""


@cache
def _ranks(machine: str) -> dict[Tag, int]:
    """Return the tags that fit → how well, 0 best."""
    version = tuple(map(int, PYTHON.split(".")))
    platforms = [f"manylinux_2_{minor}_{machine}" for minor in _GLIBC]
    older = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
    named = [
        name
        for minor, platform_ in zip(_GLIBC, platforms, strict=True)
        for name in (platform_, *([f"{older[minor]}_{machine}"] if minor in older else ()))
    ]
    named.append(f"linux_{machine}")
    tags = [*cpython_tags(version, platforms=named), *compatible_tags(version, platforms=named)]
    return {tag: rank for rank, tag in reversed(list(enumerate(tags)))}
