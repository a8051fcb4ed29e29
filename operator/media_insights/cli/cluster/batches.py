"""Batches of a cluster: made or listed again, followed, and printed."""

import time
from collections.abc import Iterator
from typing import Any

from rich.table import Table
from rich.text import Text

from media_insights.actions import batch as batching
from media_insights.api.v1alpha1 import MediaAsset, MediaBatch, labels
from media_insights.api.v1alpha1.batch import BatchStatus
from media_insights.api.v1alpha1.conditions import ACCEPTED, READY, condition_of
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cli.cluster.clusters import Cluster, ask
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.terminal.console import stdout
from media_insights.cli.terminal.failures import FAILED, INTERRUPTED, WAITING, Failure, say
from media_insights.cli.terminal.formats import Format, emit
from media_insights.cli.terminal.outcome import REJECTED
from media_insights.cli.terminal.progress import COLOURS, clock
from media_insights.domain.names import label_value
from media_insights.domain.wording import printable
from media_insights.kube.resources import ASSETS, BATCHES

_ENDED = ("Complete", "Error", "Cancelled")
_CODES = {"Complete": 0, "Paused": WAITING}


def start(cluster: Cluster, manifest: Manifest) -> MediaBatch:
    """Make a batch, or list the source again of one that is the same; Failure when the name is another's."""
    batches, name = Objects(cluster, BATCHES), manifest["metadata"]["name"]
    made = batches.create(manifest)
    if made:
        return MediaBatch.model_validate(made)
    found, wanted = batch_named(cluster, name), MediaBatch.model_validate(manifest).spec
    if any(getattr(found.spec, field) != getattr(wanted, field) for field in ("source", "workflow", "configuration")):
        raise Failure(f"there is a MediaBatch {name} of another source, workflow or configuration: choose another name")
    batches.patch(name, batching.relisting_patch(found))
    say(f"{name} exists: it lists its source again, and does what is new")
    return batch_named(cluster, name)


def batch_named(cluster: Cluster, name: str) -> MediaBatch:
    """Return a batch; Failure when there is none."""
    return MediaBatch.model_validate(Objects(cluster, BATCHES).get(name))


def follow(cluster: Cluster, batch: MediaBatch, deadline: float) -> MediaBatch:
    """Show the counts on stderr as they change, until the batch has ended, or pauses, or the deadline."""
    name, shown = batch.metadata.name, ""
    try:
        for found in _changes(cluster, batch, deadline):
            batch, line = found, progress_line(found.status)
            if line != shown:
                say(f"{name}: {line}")
            shown = line
    except KeyboardInterrupt:
        raise Failure(
            f"no longer watching, but the batch goes on: `kubectl media batch get {name} -n {cluster.namespace}` "
            f"shows it, `kubectl media batch cancel {name} -n {cluster.namespace}` ends it",
            code=INTERRUPTED,
        ) from None
    return batch


def _changes(cluster: Cluster, begun: MediaBatch, deadline: float) -> Iterator[MediaBatch]:
    for manifest in Objects(cluster, BATCHES).follow(begun.metadata.name, deadline):
        batch = MediaBatch.model_validate(manifest)
        yield batch
        is_known = batch.status.observed_generation >= begun.metadata.generation
        if is_known and batch.status.state in (*_ENDED, "Paused"):
            return
    if time.monotonic() < deadline:
        raise Failure(f"the batch {begun.metadata.name} was deleted")


def exit_code_of(batch: MediaBatch) -> int:
    """Return 0 for Complete, 3 for Paused, else 1."""
    return _CODES.get(batch.status.state, FAILED)


def progress_line(status: BatchStatus) -> str:
    """Return state and counts on one line."""
    counts, rate = status.items, status.rate
    parts: list[str] = [status.state or "not reconciled yet"]
    if counts:
        parts.append(f"{counts.done} of {counts.total} done")
        parts += [f"{counts.failed} failed"] if counts.failed else []
        parts += [f"{counts.running} running"] if counts.running else []
    if rate and rate.seconds_left:
        parts.append(f"about {clock(rate.seconds_left)} left")
    return ", ".join(parts)


def show_all(cluster: Cluster, format_: Format) -> None:
    """Print all batches of the namespace."""
    listed = Objects(cluster, BATCHES).list()
    if format_ is not Format.TABLE:
        emit({"batches": listed}, format_)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("NAME", "WORKFLOW", "STATE", "TOTAL", "DONE", "FAILED", "RUNNING", "MESSAGE"):
        table.add_column(heading, overflow="fold")
    for manifest in listed:
        batch = MediaBatch.model_validate(manifest)
        state, counts = batch.status.state, batch.status.items
        numbers = (counts.total, counts.done, counts.failed, counts.running) if counts else ("", "", "", "")
        table.add_row(
            batch.metadata.name,
            batch.spec.workflow,
            Text(state, COLOURS.get(state, "")),
            *map(str, numbers),
            printable(batch.status.message),
        )
    nothing = f"no batches in namespace {cluster.namespace}: kubectl media batch run NAME --prefix s3://… makes one"
    stdout(160).print(table if listed else nothing)


def show_one(batch: MediaBatch, format_: Format) -> None:
    """Print a batch: counts, rate and the most frequent failures."""
    if format_ is not Format.TABLE:
        emit(batch.model_dump(by_alias=True, mode="json", exclude_none=True), format_)
        return
    console, status = stdout(120), batch.status
    console.print(Text.assemble((batch.metadata.name, "bold"), f"  {progress_line(status)}"))
    console.print(Text(f"{printable(batch.spec.source.uri)} → {batch.spec.workflow}", "dim"))
    if status.message:
        console.print(printable(status.message))
    if status.rate and status.rate.items_per_minute:
        console.print(f"{status.rate.items_per_minute} items a minute")
    for each in status.failures.most if status.failures else ():
        console.print(Text.assemble((f"{each.count} × ", "red"), printable(each.message)))


def failures_of(cluster: Cluster, batch: MediaBatch) -> list[dict[str, Any]]:
    """Return the items that failed, by key: read from their assets, so that no key of the store is needed."""
    selector = f"{labels.BATCH}={label_value(batch.metadata.name)}"
    where = f"list mediaassets in namespace {cluster.namespace}"
    listed = ask(where, lambda: cluster.items(ASSETS, cluster.namespace, selector))
    assets = (MediaAsset.model_validate(each) for each in listed)
    mine = (each for each in assets if batch.metadata.uid in {owner.uid for owner in each.metadata.owner_references})
    return sorted(filter(None, map(_failure, mine)), key=lambda each: str(each["key"]))


def show_failures(found: list[dict[str, Any]], format_: Format) -> None:
    """Print what failed, and why."""
    if format_ is not Format.TABLE:
        emit({"failures": found}, format_)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("KEY", "ASSET", "STATE", "MESSAGE"):
        table.add_column(heading, overflow="fold")
    for each in found:
        table.add_row(printable(each["key"]), each["asset"], each["state"], printable(each["message"]))
    stdout(160).print(table if found else "nothing has failed")


def _failure(asset: MediaAsset) -> dict[str, Any] | None:
    accepted = condition_of(asset.status.conditions, ACCEPTED)
    ready = condition_of(asset.status.conditions, READY)
    if accepted and accepted.status == "False":
        state, message = REJECTED, accepted.message
    elif ready and ready.status == "False" and ready.reason in FINISHED:
        state, message = ready.reason, ready.message
    else:
        return None
    key = asset.spec.source.s3.key if asset.spec.source.s3 else asset.spec.source.uri
    return {"key": key, "asset": asset.metadata.name, "state": state, "message": message}
