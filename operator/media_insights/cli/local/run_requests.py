"""Requests of ``media-insights run PATH…``: one over a media file, those of manifests, or what many files share."""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from media_insights.actions.asset import title_of
from media_insights.api.v1alpha1.asset import SourceType
from media_insights.catalogue.operator_folders import Catalogue
from media_insights.cli.terminal.failures import USAGE, Failure
from media_insights.cli.terminal.files import readable_file
from media_insights.domain import names
from media_insights.domain.file_selection import FileSelection
from media_insights.local import requests
from media_insights.local.records import asset_in
from media_insights.local.requests import RunRequest
from media_insights.local.run_plans import asset_uid
from media_insights.storage.folder import FolderStore


@dataclass(frozen=True, slots=True, kw_only=True)
class RunArguments:
    """Arguments of the command."""

    paths: tuple[Path, ...]
    """A media file, a manifest, a folder of manifests, or files and folders of media."""
    workflow: str
    """A name, or a file that holds a workflow."""
    configuration: Mapping[str, Mapping[str, Any]]
    output: Path
    cache: Path
    media_type: SourceType | None = None
    """What a media file is to be analysed as."""
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Stage → what was answered to those who wait there."""
    selection: FileSelection = field(default_factory=FileSelection)
    """Which files of folders are wanted."""

    @property
    def path(self) -> Path:
        """The first path, where there is one only."""
        return self.paths[0]

    @property
    def is_batch(self) -> bool:
        """Whether there may be many files."""
        return len(self.paths) > 1 or requests.is_media_folder(self.path)


def requests_of(words: RunArguments, known: Catalogue) -> tuple[Catalogue, list[RunRequest]]:
    """Return the catalogue, extended by the workflows of the manifests, and the requests."""
    for path in words.paths:
        if not path.exists():
            raise Failure(f"{path}: there is no such file or folder", code=USAGE)
    known, workflow = workflow_of(words.workflow, known)
    if words.is_batch:
        _check_media(words.paths)
    elif requests.is_manifest(words.path):
        if words.media_type:
            raise Failure("--media-type is for a media file; a manifest says spec.mediaType", code=USAGE)
        if words.selection != FileSelection():
            raise Failure("--include and --exclude are for folders of media; these are manifests", code=USAGE)
        return _of_manifests(words, known)
    known.workflow(workflow)
    request = RunRequest(
        name="",
        file=Path(),
        workflow=workflow,
        configuration=words.configuration,
        media_type=words.media_type,
        answers=words.answers,
    )
    return known, [request if words.is_batch else named(request, readable_file(words.path), words.output, {})]


def _check_media(paths: Sequence[Path]) -> None:
    """Raise Failure for a manifest among several paths: its runs are asked for by itself."""
    manifests = [path for path in paths if requests.is_manifest(path) and not requests.is_media_folder(path)]
    if manifests:
        raise Failure(f"{manifests[0]} holds manifests: run it by itself, and media by themselves", code=USAGE)


def workflow_of(words: str, known: Catalogue) -> tuple[Catalogue, str]:
    """Return the workflow's name, and the catalogue with those of the file when a file was named."""
    if not requests.is_manifest(Path(words)) or not Path(words).is_file():
        return known, words
    written = requests.manifests_of(Path(words)).workflows
    return known.with_workflows(written), next(iter(written), words)


def _of_manifests(words: RunArguments, known: Catalogue) -> tuple[Catalogue, list[RunRequest]]:
    manifests = requests.manifests_of(words.path)
    request = [
        _with(each, words)
        for file, asset in manifests.assets
        for each in requests.run_requests_of(file, asset, (words.output, words.cache / "media"))
    ]
    return known.with_workflows(manifests.workflows), request


def _with(request: RunRequest, words: RunArguments) -> RunRequest:
    merged = {name: dict(values) for name, values in request.configuration.items()}
    for name, values in words.configuration.items():
        merged[name] = merged.get(name, {}) | dict(values)
    return replace(request, configuration=merged, answers=words.answers)


def named(request: RunRequest, file: Path, output: Path, taken: MutableMapping[str, str]) -> RunRequest:
    """Return the request for a file, with the asset named after it; another file of that name keeps it.

    ``taken`` (name → UID) are names of this command, which may not be recorded yet; this one is added.
    """
    request = replace(request, file=file, title=title_of(file.name))
    name, uid = names.asset_name_of(file.name), asset_uid(request)
    old = asset_in(FolderStore(output), name)
    if taken.get(name, old.metadata.uid if old else uid) != uid:
        name = names.unique(name, names.short_hash(uid))
    taken[name] = uid
    return replace(request, name=name)
