"""``kubectl media analyze``: upload a file, create its asset, follow the execution and report."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from media_insights.actions.asset import new_asset, title_of
from media_insights.cli.cluster import reports
from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.following import Following, deadline_of, follow, queued_outcome
from media_insights.cli.cluster.installation.opening import open_files
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.cluster.stores import StoreFlags
from media_insights.cli.terminal.assignments import Configuration
from media_insights.cli.terminal.failures import USAGE, Failure
from media_insights.cli.terminal.formats import Format
from media_insights.cli.terminal.outcome import Outcome
from media_insights.cli.terminal.progress import ProgressView, open_progress
from media_insights.domain import names
from media_insights.domain.planning.references import Address
from media_insights.kube.resources import ASSETS

ATTEMPTS = 5
"""Number of names that are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Options of the command."""

    file: Path
    workflow: str
    name: str
    configuration: Configuration
    wait: bool
    timeout: float
    """Seconds to wait, 0 without limit."""
    format: Format


def analyze(cluster: Cluster, flags: StoreFlags, request: Analysis) -> int:
    """Upload, create the asset, follow, report; return the exit code."""
    with open_progress(f"{request.file.name}: {request.workflow}") as watcher:
        asset = _begin(cluster, flags, request, watcher)
        outcome = _follow(cluster, asset, request, watcher) if request.wait else queued_outcome(cluster, asset)
    reports.report(cluster, flags, outcome, request.format)
    return 0 if not request.wait else outcome.exit_code


def _follow(cluster: Cluster, asset: str, request: Analysis, watcher: ProgressView) -> Outcome:
    deadline = deadline_of(request.timeout)
    return follow(
        Following(cluster=cluster, asset=asset, workflow=request.workflow, watcher=watcher, deadline=deadline)
    )


def _begin(cluster: Cluster, flags: StoreFlags, request: Analysis, watcher: ProgressView) -> str:
    """Upload the file and create the asset; return its name."""
    assets = Objects(cluster, ASSETS)
    if request.name and assets.find(request.name):
        raise Failure(_name_taken_message(request.name, cluster.namespace), code=USAGE)
    watcher.note("looking for the installation")
    with open_files(cluster, flags) as files:
        watcher.note(f"uploading {request.file.stat().st_size / 1e6:.1f} MB")
        source = files.upload(request.file, cluster.namespace)
    watcher.note("waiting for the controller")
    return _create(assets, request, source)


def _create(assets: Objects, request: Analysis, source: Address) -> str:
    title, workflows = title_of(request.file.name), {request.workflow: request.configuration}
    name = base = request.name or names.asset_name_of(request.file.name)
    for _ in range(1 if request.name else ATTEMPTS):
        if assets.create(new_asset(name, source, workflows, title=title)) is not None:
            return name
        name = names.unique(base, secrets.token_hex(3))
    raise Failure(_name_taken_message(base, assets.cluster.namespace), code=USAGE)


def _name_taken_message(name: str, namespace: str) -> str:
    return f"there is already a MediaAsset {name} in namespace {namespace}: choose another --name"
