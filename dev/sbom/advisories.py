"""Advisories in OSV's format (https://ossf.github.io/osv-schema/), from a folder or a ZIP that somebody downloaded."""

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from dev.images.errors import ImagesError
from dev.sbom.version_order import KEYS, Key

Json = dict[str, Any]
DEBIAN = "12"
"""The release of Debian that the base is made of."""
_BEGINNING = "0"


@dataclass(frozen=True, slots=True)
class Affected:
    """One package that an advisory is about, and which of its versions."""

    id: str
    names: tuple[str, ...]
    """The advisory's id and its other names, for instance CVE-2026-1234."""
    summary: str
    ecosystem: str
    package: str
    versions: frozenset[str]
    ranges: tuple[tuple[tuple[str, str], ...], ...]
    """Events in order: what happens (introduced, fixed, last_affected), and at which version."""

    def concerns(self, version: str) -> bool:
        """Return whether a version of the package is affected."""
        key = KEYS[self.ecosystem]
        return version in self.versions or any(_within(events, version, key) for events in self.ranges)

    @property
    def fixed(self) -> tuple[str, ...]:
        """The versions in which it is fixed."""
        return tuple(at for events in self.ranges for what, at in events if what == "fixed")


def advisories_in(database: Path) -> Iterator[Affected]:
    """Yield what the advisories of a database are about: a ZIP of JSON files, one such file, or a folder of both.

    Raises ImagesError for a database that is not there or has no advisory.
    """
    found = False
    for content in _documents(database):
        if "affected" in content and not content.get("withdrawn"):
            found = True
            yield from _ranges_of(content)
    if not found:
        raise ImagesError(f"{database} holds no advisory in OSV's format: it is a ZIP or a folder of JSON files")


def _documents(path: Path) -> Iterator[Json]:
    if path.is_dir():
        for each in sorted(path.rglob("*")):
            if each.suffix in (".json", ".zip"):
                yield from _documents(each)
    elif path.suffix == ".zip" and path.is_file():
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".json"):
                    yield _parse(archive.read(name), f"{path}: {name}")
    elif path.is_file():
        yield _parse(path.read_bytes(), str(path))
    else:
        raise ImagesError(f"{path} is not there")


def _parse(content: bytes, where: str) -> Json:
    try:
        found = json.loads(content)
    except ValueError as error:
        raise ImagesError(f"{where} is no JSON: {error}") from error
    return found if isinstance(found, dict) else {}


def _ranges_of(advisory: Json) -> Iterator[Affected]:
    names = (advisory["id"], *advisory.get("aliases", ()), *advisory.get("upstream", ()))
    for each in advisory["affected"]:
        ecosystem, _, release = each.get("package", {}).get("ecosystem", "").partition(":")
        if ecosystem not in KEYS or (ecosystem == "Debian" and release not in ("", DEBIAN)):
            continue
        yield Affected(
            id=advisory["id"],
            names=tuple(dict.fromkeys(names)),
            summary=advisory.get("summary", ""),
            ecosystem=ecosystem,
            package=name_in(ecosystem, each["package"]["name"]),
            versions=frozenset(each.get("versions", ())),
            ranges=tuple(_events(found) for found in each.get("ranges", ()) if found.get("type") != "GIT"),
        )


def name_in(ecosystem: str, name: str) -> str:
    """Return a package's name as an ecosystem compares it."""
    return canonicalize_name(name) if ecosystem == "PyPI" else name


def _events(found: Json) -> tuple[tuple[str, str], ...]:
    return tuple(next(iter(event.items())) for event in found.get("events", ()) if event)


def _within(events: tuple[tuple[str, str], ...], version: str, key: Callable[[str], Key]) -> bool:
    """Return whether a version lies in a range: after the last event that is not later, it is affected or not."""
    own, inside = key(version), False
    for what, at in sorted(events, key=lambda event: (event[1] != _BEGINNING, key(event[1]))):
        reached = at == _BEGINNING or key(at) < own or (key(at) == own and what != "last_affected")
        if reached:
            inside = what == "introduced"
    return inside
