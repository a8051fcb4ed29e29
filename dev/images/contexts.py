"""Build contexts: a folder with everything that a Dockerfile copies, so that no build needs the network.

A context is the image's Dockerfile, ``site-packages/`` with the packages of its lock file less the base's and less
what nothing reads at run time (:mod:`dev.images.pruning`), and the image's folders: ``app/`` or its root, ``models/``
and ``libraries/``. What a Dockerfile may always copy is there even when it is empty.
"""

import os
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path

from dev.images import context_files, declarations, programs, pruning, requirements
from dev.images.image_specs import ImageSpec
from dev.images.requirements import Pin

ALWAYS = ("site-packages", "libraries", "models", "examples")


def assemble(spec: ImageSpec, pins: Iterable[Pin], target: Path) -> Path:
    """Make the context of a spec anew and return its path; large files are linked where that is possible."""
    shutil.rmtree(target, ignore_errors=True)
    for name in ALWAYS:
        (target / name).mkdir(parents=True)
    for name, folder in spec.folders:
        for relative in context_files.files(folder):
            _place(folder / relative, target / name / relative)
    for name, path in spec.files:
        _place(path, target / name)
    if not (target / "Dockerfile").exists():
        _link(spec.dockerfile, target / "Dockerfile")
    programs.build_all(target)
    requirements.install(pins, target / "site-packages", spec.project)
    pruning.prune(target / "site-packages", declarations.of(spec.project))
    return target


def _place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    _link(source, target)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source.resolve(), target)
    except OSError:  # another file system
        shutil.copy2(source, target)
    if not target.stat().st_mode & stat.S_IROTH:
        _make_readable(source, target)


def _make_readable(source: Path, target: Path) -> None:
    # the image's user is nobody's owner; a copy, so that the source keeps its mode
    target.unlink()
    shutil.copyfile(source, target)
    target.chmod(0o644)
