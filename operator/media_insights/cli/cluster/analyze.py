"""``kubectl media analyze``: from a file to what is known about it."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from media_insights.api.v1alpha1 import API_VERSION
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cli.cluster import stored, uploads
from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.following import Following, deadline_of
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.cluster.stores import StoreFlags, opened
from media_insights.cli.terminal import asset_names as naming
from media_insights.cli.terminal import copies
from media_insights.cli.terminal.assignments import Configuration
from media_insights.cli.terminal.failures import INTERRUPTED, USAGE, Failure
from media_insights.cli.terminal.formats import Format, emit
from media_insights.cli.terminal.outcome import Outcome
from media_insights.cli.terminal.progress import Watcher, shown
from media_insights.cli.terminal.summary import print_summary
from media_insights.kube.resources import ASSETS

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
    uploads.checked(wanted.file)
    with shown(f"{wanted.file.name}: {wanted.workflow}") as watcher:
        asset = _begin(cluster, flags, wanted, watcher)
        if not wanted.wait:
            outcome = Outcome(asset=asset, namespace=cluster.namespace, execution="", status="Queued")
        else:
            following = Following(
                cluster=cluster,
                asset=asset,
                workflow=wanted.workflow,
                watcher=watcher,
                deadline=deadline_of(wanted.timeout),
            )
            outcome = followed(following)
    report(cluster, flags, outcome, wanted.format)
    return 0 if not wanted.wait else outcome.exit_code


def followed(following: Following, execution: str = "") -> Outcome:
    """Return the outcome; Ctrl-C ends the watching, not the run, and says how to end that."""
    try:
        return following.execution(execution) if execution else following.to_the_end()
    except KeyboardInterrupt:
        asset, namespace = following.asset, following.cluster.namespace
        raise Failure(
            f"no longer watching, but the run goes on: `kubectl media get {asset} -n {namespace}` shows it, "
            f"`kubectl media cancel {asset} -n {namespace}` ends it",
            code=INTERRUPTED,
        ) from None


def report(cluster: Cluster, flags: StoreFlags, outcome: Outcome, format_: Format) -> None:
    """Print the outcome: one object, or the summary with what was found."""
    if format_ is not Format.TABLE:
        emit(outcome.to_json(), format_)
        return
    results = stored.of_execution(cluster, flags, outcome.execution) if outcome.execution else {}
    where = f"-n {outcome.namespace}"
    more = (
        f"kubectl media results {outcome.asset} [OPERATOR] {where} -o json    every result",
        f"kubectl media logs {outcome.asset} [OPERATOR] {where}    what the operators wrote",
        *(
            f"kubectl media download {outcome.asset} {each.medium} {where}    {each.file}"
            for each in copies.copies_of(results)
        ),
    )
    print_summary(outcome, results, more if outcome.execution else ())


def _begin(cluster: Cluster, flags: StoreFlags, wanted: Analysis, watcher: Watcher) -> str:
    """Upload the file and create the asset; return its name."""
    assets = Objects(cluster, ASSETS)
    if wanted.name and assets.find(wanted.name):
        raise Failure(_taken(wanted.name, cluster.namespace), code=USAGE)
    watcher.note("looking for the object store")
    with opened(cluster, flags) as store:
        watcher.note(f"uploading {wanted.file.stat().st_size / 1e6:.1f} MB")
        key = uploads.key_of(wanted.file, cluster.namespace)
        uploads.put(store, key, wanted.file)
        bucket = store.bucket
    watcher.note("waiting for the controller")
    return _created(assets, wanted, bucket, key)


def _created(assets: Objects, wanted: Analysis, bucket: str, key: str) -> str:
    name = base = wanted.name or naming.asset_name_of(wanted.file.name)
    for _ in range(1 if wanted.name else ATTEMPTS):
        if assets.create(_manifest(wanted, name, bucket, key)) is not None:
            return name
        name = naming.unique(base, secrets.token_hex(3))
    raise Failure(_taken(base, assets.cluster.namespace), code=USAGE)


def _manifest(wanted: Analysis, name: str, bucket: str, key: str) -> Manifest:
    return {
        "apiVersion": API_VERSION,
        "kind": "MediaAsset",
        "metadata": {"name": name},
        "spec": {
            "title": wanted.file.name.encode("utf-8", "replace").decode()[:256],
            "source": {"s3": {"bucket": bucket, "key": key}},
            "workflows": [{"name": wanted.workflow, "configuration": wanted.configuration}],
        },
    }


def _taken(name: str, namespace: str) -> str:
    return f"there is already a MediaAsset {name} in namespace {namespace}: choose another --name"
