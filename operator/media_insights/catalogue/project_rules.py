"""Rules about an operator's project and Dockerfile: what is built of them is the same twice, on a shared base."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from media_insights.api.v1alpha1 import MediaOperator
from media_insights.catalogue.libraries import PROJECT, missing_library, named_in
from media_insights.domain.wording import both

LOCK = "uv.lock"


def project_can_be_read(folder: Path, _: MediaOperator) -> Iterator[str]:
    """The project file that the rules below read exists."""
    try:
        tomllib.loads(text_of(folder / "pyproject.toml"))
    except tomllib.TOMLDecodeError as error:
        yield f"pyproject.toml: {error}"


def pins_are_exact(folder: Path, _: MediaOperator) -> Iterator[str]:
    """Two builds of one commit are the same."""
    sources = _table(folder, "tool", "uv", "sources")
    by_path = {name for name, source in sources.items() if isinstance(source, dict) and "path" in source}
    for dependency in _table(folder, "project").get("dependencies", []):
        if "==" not in dependency and dependency not in by_path:
            yield f"pyproject.toml: pin {dependency} exactly (==)"


def libraries_exist(folder: Path, _: MediaOperator) -> Iterator[str]:
    """What the project takes from a folder is there."""
    for path in named_in(folder / PROJECT):
        if not (folder / path).is_dir():
            yield f"{PROJECT}: {missing_library(path)}"


def lock_is_of_the_project(folder: Path, _: MediaOperator) -> Iterator[str]:
    """The lock, which alone decides what is installed, was made of the project as it is now."""
    locked, project = _locked_in(folder), _table(folder, "project")
    if locked is None or not project:
        return
    asked = dict(map(_requirement, project.get("dependencies", [])))
    others = {name for name in locked.keys() & asked if locked[name] and asked[name] not in ("", locked[name])}
    differing = sorted(others | (locked.keys() ^ asked.keys()))
    if differing:
        help_ = f"make it anew with uv lock --project {folder}"
        yield f"{LOCK} was made of another {PROJECT}: it differs in {both(differing)}; {help_}"


def base_is_one_of_ours(folder: Path, _: MediaOperator) -> Iterator[str]:
    """The base image is declared once and is a shared base: the checkout's, where the folder lies in one."""
    base = _table(folder, "tool", "media-insights", "image").get("base")
    bases = sorted(path.name for path in folder.resolve().parent.glob("_base/[!_]*/"))
    if base and (folder / "Dockerfile").is_file():
        yield f"pyproject.toml: base = {base!r} is not read beside a Dockerfile: say it there, as ARG BASE={base}"
    elif base and bases and base not in bases:
        yield f"pyproject.toml: tool.media-insights.image.base is {base!r}; there are {', '.join(bases)}"


def image_starts_from_base(folder: Path, _: MediaOperator) -> Iterator[str]:
    """A Dockerfile of its own shares the bases, too."""
    text = text_of(folder / "Dockerfile")
    if text and not re.search(r"^FROM\s+\$\{?BASE\}?", text, re.MULTILINE):
        yield "Dockerfile: start with ARG BASE and FROM ${BASE}, the shared base image"


def _requirement(written: str) -> tuple[str, str]:
    """Return name and version of a dependency: ``NumPy[x] == 2.4 ; …`` is ``("numpy", "==2.4")``."""
    name, _, version = re.sub(r"\[[^\]]*\]|;.*|\s", "", written).partition("==")
    bare = re.split(r"[<>=!~@]", name, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", bare).lower(), f"=={version}" if version else ""


def _locked_in(folder: Path) -> dict[str, str] | None:
    """Return name → version of what the lock says that the project depends on, extras left out; None without a lock."""
    for package in _parsed(folder / LOCK).get("package", ()):
        if "." in package.get("source", {}).values():
            listed = package.get("metadata", {}).get("requires-dist", ())
            return {
                each["name"]: each.get("specifier", "") for each in listed if "extra ==" not in each.get("marker", "")
            }
    return None


def _table(folder: Path, *keys: str) -> dict[str, Any]:
    """Return a table of the folder's project; empty where it is missing or cannot be read, which a rule says."""
    table = _parsed(folder / PROJECT)
    for key in keys:
        table = table.get(key, {})
    return table


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text_of(path))
    except tomllib.TOMLDecodeError:
        return {}


def text_of(path: Path) -> str:
    """Return a file's text, empty where there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""
