"""Models that are mounted beside what the image ships: one folder of both, checked before anything is computed.

A better model is a mounted folder. What lies in it comes before what is shipped: a manifest of the same task, a file
or folder of the same name. Nothing of it is believed: the folder must have the digest that was declared, and files
those of their manifests.
"""

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from media_operator.errors import WrongModels
from media_operator.manifest_fields import require_fields
from media_operator.model_files import digest_of, require_stated_files, with_sha256

MOUNTED = ".mounted"
"""A link in the joined folder that leads to the mounted one."""
_ASKED: set[str] = set()
"""Tasks for which this process asked for models."""


def models_of(environ: Mapping[str, str]) -> Path:
    """Return the folder of an operator's models: the shipped one, or one of links in which mounted models come first.

    Raises WrongModels for a mounted folder that is not what was declared, or does not hold what its manifests say.
    """
    shipped = Path(environ.get("MEDIA_INSIGHTS_MODELS", "/models"))
    mounted = environ.get("MEDIA_INSIGHTS_MOUNTED_MODELS", "")
    if not mounted or environ.get("STUB") == "1":
        return shipped
    folder = Path(mounted)
    if not folder.is_dir():
        raise WrongModels(f"there is no folder of models at {folder}: mount one there, or take modelSource away")
    _require_digest(folder, environ.get("MEDIA_INSIGHTS_MOUNTED_DIGEST", ""))
    for path, manifest in _manifests(folder):
        require_fields(path.name, manifest)
        require_stated_files(path.name, manifest, folder)
    beside = environ.get("MEDIA_INSIGHTS_MOUNTED_MODE", "Add") != "Replace" and shipped.is_dir()
    return _join(folder, sorted(shipped.iterdir()) if beside else ())


def manifests_in(models: Path, task: str = "") -> list[dict[str, Any]]:
    """Return the manifests of a task, or all, mounted ones first: of several that fit, the first is meant.

    A manifest is a file `*.json` at the top that holds an object with a `task`. One that states no `sha256` gets that
    of its file: results and collections name a model by it. Raises WrongModels for a file that is not JSON.
    """
    found = [each for each in _manifests(models) if task in ("", each[1]["task"])]
    _ASKED.update({task} if task else {str(each["task"]) for _, each in found})
    found.sort(key=lambda each: not _is_mounted(each[0]))
    return [with_sha256(manifest, models) for _, manifest in found]


def manifest_of(models: Path, task: str) -> dict[str, Any] | None:
    """Return the manifest of a task: the mounted one, else the one that is shipped; None when there is none.

    It states the sha256 of its file, as those of :func:`manifests_in` do. Raises WrongModels when there are two to
    choose from.
    """
    _ASKED.add(task)
    fitting = [(path, each) for path, each in _manifests(models) if each["task"] == task]
    chosen = [(path, each) for path, each in fitting if _is_mounted(path)] or fitting
    if len(chosen) > 1:
        names = ", ".join(path.name for path, _ in chosen)
        raise WrongModels(f"{names} all have the task {task!r}: leave one of them in the folder of models")
    return with_sha256(chosen[0][1], models) if chosen else None


def unread(models: Path) -> list[str]:
    """Return a sentence about each mounted manifest of a task that the operator asks no model for.

    Its tasks are those that it asked for in this process, and those of what it ships: some are needed now and then.
    """
    if not (models / MOUNTED).is_symlink():
        return []
    manifests = _manifests(models)
    known = _ASKED | {str(each["task"]) for path, each in manifests if not _is_mounted(path)}
    return [
        f"the mounted {path.name} was not read: this operator asks for no model of the task {each['task']!r}"
        for path, each in manifests
        if _is_mounted(path) and str(each["task"]) not in known
    ]


def _is_mounted(path: Path) -> bool:
    own = path.with_name(MOUNTED)
    return own.is_symlink() and path.readlink().parent == own.readlink()


def _require_digest(folder: Path, declared: str) -> None:
    if declared and (found := digest_of(folder)) != declared:
        raise WrongModels(
            f"the mounted models have the digest {found}, not {declared} as was declared: declare the new one, "
            "so that what the former models found is computed again, or mount the former models"
        )


def _manifests(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    found = ((path, _json_of(path)) for path in sorted(folder.glob("*.json")))
    return [(path, each) for path, each in found if isinstance(each, dict) and "task" in each]


def _json_of(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise WrongModels(f"{path.name} of the folder of models is not JSON: {error}") from error


def leave(models: Path) -> None:
    """Remove a folder that `models_of` laid together: when the process ends, or begins again as another one."""
    if (models / MOUNTED).is_symlink():
        shutil.rmtree(models, ignore_errors=True)  # its links, not what they lead to


def _join(mounted: Path, shipped: Iterable[Path]) -> Path:
    joined = Path(tempfile.mkdtemp(prefix="models-"))
    atexit.register(leave, joined)
    own = mounted.resolve()
    (joined / MOUNTED).symlink_to(own)
    for path in (*sorted(own.iterdir()), *shipped):
        if not (joined / path.name).is_symlink():
            (joined / path.name).symlink_to(path.absolute())
    return joined
