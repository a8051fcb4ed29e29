"""``operator new``: a folder that runs, tests and builds from its first minute, copied from a template."""

import re
import shutil
from pathlib import Path

from media_insights.catalogue.problems import Unusable
from media_insights.domain.wording import cut

TEMPLATES = {"frames": "_template", "text": "_template_text"}
"""What an operator reads → the template, whose inputs, kits and examples fit that."""
LIBRARIES = ("_sdk", "_kits")
"""What operators depend on by path: the operator contract, and what several operators share."""
PLACEHOLDERS = ("my-operator", "myOperator", "my_operator", "My operator")
"""How the template writes the name: as folder, result, Python identifier, title."""
_NAME = re.compile(r"[a-z]([a-z0-9-]{0,48}[a-z0-9])?")
_LEFT_OUT = shutil.ignore_patterns(".venv", "__pycache__", "*.pyc")


def scaffold(shipped: Path, operators: Path, name: str, reads: str = "frames") -> Path:
    """Copy a template of the shipped operators to ``operators/name`` and return the new folder.

    The libraries that its project names by path come along where ``operators`` has none, so that the folder can be
    locked, built and kept in git wherever it lies. Raises Unusable for a name that cannot be.
    """
    if not _NAME.fullmatch(name):
        raise Unusable(
            f"{cut(name, 60)!r} cannot name an operator: lower-case letters, digits and dashes, such as logo-detection"
        )
    folder, partial = operators / name, operators / f".{name}.new"
    if folder.exists():
        raise Unusable(f"{folder} exists already: choose another name")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.copytree(shipped / TEMPLATES[reads], partial, ignore=_LEFT_OUT)
    for path in partial.rglob("*"):
        if path.is_file():
            _rename_within(path, name)
    for library in LIBRARIES:
        if not (operators / library).exists():
            shutil.copytree(shipped / library, operators / library, ignore=_LEFT_OUT)
    return partial.rename(folder)


def _rename_within(path: Path, name: str) -> None:
    try:
        text = old = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    for placeholder, own in zip(PLACEHOLDERS, _spellings(name), strict=True):
        text = text.replace(placeholder, own)
    if text != old:
        path.write_text(text, encoding="utf-8")


def _spellings(name: str) -> tuple[str, ...]:
    first, *rest = name.split("-")
    camel = first + "".join(part.capitalize() for part in rest)
    return name, camel, name.replace("-", "_"), name.replace("-", " ").capitalize()
