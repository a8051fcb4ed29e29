"""Requests of ``media-insights run PATH``: one run over a media file, or those of manifests."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from media_insights.actions.asset import title_of
from media_insights.api.v1alpha1.asset import SourceType
from media_insights.catalogue.operator_folders import Catalogue
from media_insights.cli.terminal.failures import USAGE, Failure
from media_insights.cli.terminal.files import readable_file
from media_insights.domain import names
from media_insights.local import requests
from media_insights.local.records import asset_in
from media_insights.local.requests import RunRequest
from media_insights.local.run_plans import asset_uid
from media_insights.storage.folder import FolderStore


@dataclass(frozen=True, slots=True, kw_only=True)
class RunArguments:
    """Arguments of the command."""

    path: Path
    """A media file, a manifest, or a folder of manifests."""
    workflow: str
    """A name, or a file that holds a workflow."""
    configuration: Mapping[str, Mapping[str, Any]]
    output: Path
    cache: Path
    media_type: SourceType | None = None
    """What a media file is to be analysed as."""


def requests_of(words: RunArguments, known: Catalogue) -> tuple[Catalogue, list[RunRequest]]:
    """Return the catalogue, extended by the workflows of the manifests, and the requests."""
    if not words.path.exists():
        raise Failure(f"{words.path}: there is no such file or folder", code=USAGE)
    known, workflow = _workflow_of(words.workflow, known)
    if requests.is_manifest(words.path):
        if words.media_type:
            raise Failure("--media-type is for a media file; a manifest says spec.mediaType", code=USAGE)
        return _of_manifests(words, known)
    known.workflow(workflow)
    file = RunRequest(
        name="",
        file=readable_file(words.path),
        workflow=workflow,
        configuration=words.configuration,
        media_type=words.media_type,
    )
    return known, [with_name(file, words.output)]


def _workflow_of(words: str, known: Catalogue) -> tuple[Catalogue, str]:
    """Return the workflow's name, and the catalogue with those of the file when a file was named."""
    if not requests.is_manifest(Path(words)) or not Path(words).is_file():
        return known, words
    written = requests.manifests_of(Path(words)).workflows
    return known.with_workflows(written), next(iter(written), words)


def _of_manifests(words: RunArguments, known: Catalogue) -> tuple[Catalogue, list[RunRequest]]:
    manifests = requests.manifests_of(words.path)
    request = [
        _with(each, words.configuration)
        for file, asset in manifests.assets
        for each in requests.run_requests_of(file, asset, (words.output, words.cache / "media"))
    ]
    return known.with_workflows(manifests.workflows), request


def _with(request: RunRequest, configuration: Mapping[str, Mapping[str, Any]]) -> RunRequest:
    merged = {name: dict(values) for name, values in request.configuration.items()}
    for name, values in configuration.items():
        merged[name] = merged.get(name, {}) | dict(values)
    return replace(request, configuration=merged)


def with_name(request: RunRequest, output: Path) -> RunRequest:
    """Name the asset after its file; another file that was recorded under that name keeps it."""
    name = names.asset_name_of(request.file.name)
    old = asset_in(FolderStore(output), name)
    if old and old.metadata.uid != asset_uid(request):
        name = names.unique(name, names.short_hash(asset_uid(request)))
    return replace(request, name=name, title=title_of(request.file.name))
