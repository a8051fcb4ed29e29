"""``kubectl media analyze``: from a file to what is known about it."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from media_insights.actions.asset import new_asset, title_of
from media_insights.cli.cluster import reports
from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.following import Following, deadline_of, follow, queued
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.cluster.stores import StoreFlags, open_store
from media_insights.cli.terminal.assignments import Configuration
from media_insights.cli.terminal.failures import USAGE, Failure
from media_insights.cli.terminal.formats import Format
from media_insights.cli.terminal.outcome import Outcome
from media_insights.cli.terminal.progress import Watcher, show_progress
from media_insights.domain import names
from media_insights.domain.planning.references import Address
from media_insights.kube.resources import ASSETS
from media_insights.storage import uploads

ATTEMPTS = 5
"""Names that are tried before giving up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What the user asked for."""

    file: Path
    workflow: str
    name: str
    configuration: Configuration
    wait: bool
    timeout: float
    """Seconds to wait, 0 without limit."""
    format: Format


def analyze(cluster: Cluster, flags: StoreFlags, wanted: Analysis) -> int:
    """Upload, create the asset, follow, report; return the exit code."""
    with show_progress(f"{wanted.file.name}: {wanted.workflow}") as watcher:
        asset = _begin(cluster, flags, wanted, watcher)
        outcome = _follow(cluster, asset, wanted, watcher) if wanted.wait else queued(cluster, asset)
    reports.report(cluster, flags, outcome, wanted.format)
    return 0 if not wanted.wait else outcome.exit_code


def _follow(cluster: Cluster, asset: str, wanted: Analysis, watcher: Watcher) -> Outcome:
    deadline = deadline_of(wanted.timeout)
    return follow(Following(cluster=cluster, asset=asset, workflow=wanted.workflow, watcher=watcher, deadline=deadline))


def _begin(cluster: Cluster, flags: StoreFlags, wanted: Analysis, watcher: Watcher) -> str:
    """Upload the file and create the asset; return its name."""
    assets = Objects(cluster, ASSETS)
    if wanted.name and assets.find(wanted.name):
        raise Failure(_taken(wanted.name, cluster.namespace), code=USAGE)
    watcher.note("looking for the object store")
    with open_store(cluster, flags) as store:
        watcher.note(f"uploading {wanted.file.stat().st_size / 1e6:.1f} MB")
        source = Address(store.bucket, uploads.key_of(wanted.file, cluster.namespace))
        uploads.upload(store, source.key, wanted.file)
    watcher.note("waiting for the controller")
    return _create(assets, wanted, source)


def _create(assets: Objects, wanted: Analysis, source: Address) -> str:
    title, workflows = title_of(wanted.file.name), {wanted.workflow: wanted.configuration}
    name = base = wanted.name or names.asset_name_of(wanted.file.name)
    for _ in range(1 if wanted.name else ATTEMPTS):
        if assets.create(new_asset(name, source, workflows, title=title)) is not None:
            return name
        name = names.unique(base, secrets.token_hex(3))
    raise Failure(_taken(base, assets.cluster.namespace), code=USAGE)


def _taken(name: str, namespace: str) -> str:
    return f"there is already a MediaAsset {name} in namespace {namespace}: choose another --name"
