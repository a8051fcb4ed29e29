"""Requests to the embedded engine: to analyse a file, a manifest, or a folder of manifests."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, MediaWorkflow
from media_insights.api.v1alpha1.asset import SourceType
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.catalogue.operator_folders import manifests_in, parsed
from media_insights.catalogue.problems import Unusable
from media_insights.domain.planning.plan import AssetIdentity
from media_insights.domain.traces import TraceContext

MANIFESTS = (".yaml", ".yml")
_OUR_KINDS = re.compile(r"^kind:\s*[\"']?Media(Asset|Workflow)\b", re.MULTILINE)
NAMESPACE = "local"
"""Namespace of manifests that name none."""
BUCKET = "media-insights"
"""Bucket that a local file is said to be in, so that its source reads as on a cluster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """Request to run one workflow over one file."""

    name: str
    """The asset's name; empty: to be made from the file's."""
    file: Path
    workflow: str
    namespace: str = NAMESPACE
    configuration: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    media_type: SourceType | None = None
    title: str = ""
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Stage → what was answered to those who wait there."""
    base: Path = Path()
    """Folder that the files which parameters name are relative to: the manifest's, else the current one."""
    known: AssetIdentity | None = None
    """The asset as it was recorded before, for a run that does not read its file, which then need not be there."""
    run: str = ""
    """Distinguishes runs of one workflow over one asset; empty: a further run continues the one before."""
    queued: MediaExecution | None = None
    """The execution as it was recorded before its turn came; None: it is named after asset, workflow and run."""
    trace: TraceContext | None = None
    """The run's own place in a trace; None: nothing is traced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifests:
    """What a folder of manifests holds for this engine."""

    assets: tuple[tuple[Path, MediaAsset], ...]
    workflows: Mapping[str, MediaWorkflow]


def is_manifest(path: Path) -> bool:
    """Return whether the path is a folder or a YAML file, rather than a media file."""
    return path.is_dir() or path.suffix.lower() in MANIFESTS


def is_media_folder(path: Path) -> bool:
    """Return whether a folder holds media: a file that is no YAML, at any depth, and no manifest of ours beside it."""
    if not path.is_dir() or any(map(_is_ours, path.iterdir())):
        return False
    return any(
        not name.startswith(".") and not name.lower().endswith(MANIFESTS)
        for _, _, names in os.walk(path)
        for name in names
    )


def _is_ours(file: Path) -> bool:
    if file.suffix.lower() not in MANIFESTS or not file.is_file():
        return False
    return _OUR_KINDS.search(file.read_text(encoding="utf-8", errors="replace")) is not None


def manifests_of(path: Path) -> Manifests:
    """Read a YAML file, or all those directly in a folder. Raises Unusable when there is nothing to run."""
    files = sorted(each for each in path.iterdir() if each.suffix in MANIFESTS) if path.is_dir() else [path]
    objects = [(file, manifest) for file in files for manifest in manifests_in(file)]
    if not any(manifest["kind"] in ("MediaAsset", "MediaWorkflow") for _, manifest in objects):
        raise Unusable(
            f"{path} holds no MediaAsset: name a media file, or a folder with manifests such as examples/01-first-asset"
        )
    return Manifests(
        assets=tuple((file, parsed(MediaAsset, manifest, file)) for file, manifest in _of(objects, "MediaAsset")),
        workflows={
            workflow.metadata.name: workflow
            for file, manifest in _of(objects, "MediaWorkflow")
            for workflow in (parsed(MediaWorkflow, manifest, file),)
        },
    )


def run_requests_of(manifest: Path, asset: MediaAsset, places: Iterable[Path]) -> list[RunRequest]:
    """Return the runs that an asset's manifest asks for. Raises Unusable when its source is not on this machine."""
    if not asset.spec.workflows:
        raise Unusable(
            f"{manifest}: {asset.metadata.name} names no workflow: add spec.workflows, for instance full-analysis"
        )
    return [
        RunRequest(
            name=asset.metadata.name,
            namespace=asset.metadata.namespace or NAMESPACE,
            file=_source_of(manifest, asset, places),
            workflow=workflow.name,
            configuration=workflow.configuration,
            media_type=asset.spec.media_type,
            title=asset.spec.title,
            base=manifest.parent,
        )
        for workflow in asset.spec.workflows
    ]


def _source_of(manifest: Path, asset: MediaAsset, places: Iterable[Path]) -> Path:
    """Return the file that stands for the source: beside the manifest, or in one of the other places."""
    source = asset.spec.source
    if source.s3 is None:
        raise Unusable(f"{manifest}: without a cluster nothing is fetched: save {source.url} as a file and name that")
    tried = [manifest.parent / source.file_name, manifest.parent / source.s3.key]
    tried += [place / name for place in places for name in (source.s3.key, source.file_name)]
    found = next((path for path in tried if path.is_file()), None)
    if found is None:
        raise Unusable(f"{manifest}: put the source {source.uri} beside it, as {tried[0]}")
    return found


def _of(objects: Iterable[tuple[Path, Manifest]], kind: str) -> list[tuple[Path, Manifest]]:
    return [(file, manifest) for file, manifest in objects if manifest["kind"] == kind]
