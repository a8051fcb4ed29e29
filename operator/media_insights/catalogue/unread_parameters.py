"""Parameters that an operator declares and nothing reads: neither its programs nor a field of its manifest."""

import re
from collections.abc import Iterator
from pathlib import Path

from media_insights.api.v1alpha1 import MediaOperatorSpec
from media_insights.catalogue.libraries import libraries_of


def unread_in(folder: Path, spec: MediaOperatorSpec) -> Iterator[str]:
    """Yield the parameters that no program of the folder, or of its kits, names; only Python is looked at."""
    program = _program_of(folder) if spec.command[0].startswith("python") else ""
    taken = _taken_by_the_manifest(spec)
    for name in spec.parameters if program else ():
        if name not in taken and not re.search(rf"\b{re.escape(name)}\b", program):
            yield name


def _program_of(folder: Path) -> str:
    found = (path for place in (folder, *libraries_of(folder)) for path in _programs_in(place))
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in found)


def _programs_in(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).parts
        if not any(part.startswith(".") for part in parts) and parts[0] != "examples":
            yield path


def _taken_by_the_manifest(spec: MediaOperatorSpec) -> set[str]:
    """Return the parameters that name a file, a collection, the result, or the value of a variable."""
    inputs = {each.parameter for each in spec.inputs if each.parameter}
    return {*inputs, *(each.parameter for each in spec.environment if each.parameter), spec.result_parameter}
