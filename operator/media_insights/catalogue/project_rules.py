"""Rules about an operator's project and Dockerfile: what is built of them is the same twice, on a shared base."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from media_insights.api.v1alpha1 import MediaOperator


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


def _table(folder: Path, *keys: str) -> dict[str, Any]:
    """Return a table of the folder's project; empty where it is missing or cannot be read, which a rule says."""
    try:
        table = tomllib.loads(text_of(folder / "pyproject.toml"))
    except tomllib.TOMLDecodeError:
        return {}
    for key in keys:
        table = table.get(key, {})
    return table


def text_of(path: Path) -> str:
    """Return a file's text, empty where there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""
