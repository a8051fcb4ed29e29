"""Build contexts: a folder with everything that a Dockerfile copies, so that no build needs the network.

    <context>/               the recipe's own files
    <context>/site-packages  the packages of its lock file, less the base's
    <context>/<extra>        models, media_operator, media_insights …
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from images import fingerprints, requirements
from images.recipes import Recipe
from images.requirements import Pin


def assemble(recipe: Recipe, pins: Iterable[Pin], target: Path) -> Path:
    """Make the context of a recipe anew and return its path; large files are linked where that is possible."""
    shutil.rmtree(target, ignore_errors=True)
    _place(recipe.folder, target)
    for name, folder in recipe.extra:
        _place(folder, target / name)
    requirements.install(pins, target / "site-packages")
    return target


def _place(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for relative in fingerprints.files(source):
        path = target / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        _link(source / relative, path)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source.resolve(), target)
    except OSError:
        shutil.copy2(source, target)
