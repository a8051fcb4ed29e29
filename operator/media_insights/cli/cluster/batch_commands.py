"""``kubectl media batch``: many files as one object."""

# ruff: noqa: PLR0913 - typer reads the options of a command from its signature

import re
from collections.abc import Sequence
from typing import Annotated

import typer

from media_insights.actions import batch as batching
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cli.cluster import batches
from media_insights.cli.cluster.clusters import Place, connect
from media_insights.cli.cluster.following import deadline_of
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.assignments import configuration_of
from media_insights.cli.terminal.failures import USAGE, Failure, as_failures
from media_insights.cli.terminal.formats import Format
from media_insights.cli.terminal.option_groups import grouped
from media_insights.cli.terminal.options import Output
from media_insights.kube.resources import BATCHES

BatchName = Annotated[str, typer.Argument(help="Name of a MediaBatch.", show_default=False)]
_ADDRESS = re.compile(r"s3://([^/]+)/?(.*)", re.DOTALL)

app = typer.Typer(help="Many files as one object: run, follow, pause, retry what failed.", no_args_is_help=True)


@app.command()
@grouped
@as_failures()
def run(
    name: BatchName,
    *,
    prefix: Annotated[
        str, typer.Option("--prefix", metavar="s3://BUCKET/KEY", help="Everything whose key begins so.")
    ] = "",
    list_: Annotated[
        str,
        typer.Option("--list", metavar="s3://BUCKET/KEY", help='A list with lines such as {"key": "a.jpg"}.'),
    ] = "",
    workflow: Annotated[str, typer.Option("--workflow", "-w", help="The MediaWorkflow to run.")] = "full-analysis",
    assignments: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="OPERATOR.KEY=VALUE", help="A parameter of an operator; may be repeated."),
    ] = None,
    include: Annotated[
        list[str] | None, typer.Option("--include", metavar="PATTERN", help="Only these, such as *.jpg; repeatable.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", metavar="PATTERN", help="Not these; repeatable.")
    ] = None,
    parallelism: Annotated[
        int | None, typer.Option("--parallelism", min=1, max=1000, help="Items that run at once.", show_default="20")
    ] = None,
    budget: Annotated[
        int | None,
        typer.Option(
            "--failure-budget", min=0, max=100, metavar="PERCENT", help="Pause when more fail.", show_default=False
        ),
    ] = None,
    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Show the counts until it ends.")] = False,
    timeout: Annotated[float, typer.Option("--timeout", min=0, help="Seconds to wait; 0: without limit.")] = 0,
    place: Place,
) -> None:
    """Run a workflow over many files. The same command again lists them again, and does what is new."""
    manifest = batching.new_batch(
        name,
        _place_of(prefix, list_, include or (), exclude or ()),
        workflow,
        configuration_of(assignments or ()),
        parallelism=parallelism,
        failureBudget=None if budget is None else {"percent": budget},
    )
    cluster = connect(place)
    begun = batches.start(cluster, manifest)
    if not wait:
        tell(name)
        return
    ended = batches.follow(cluster, begun, deadline_of(timeout))
    batches.show_one(ended, Format.TABLE)
    raise typer.Exit(batches.exit_code_of(ended))


@app.command()
@grouped
@as_failures()
def get(
    name: Annotated[str, typer.Argument(help="Name of a MediaBatch; default: list all.", show_default=False)] = "",
    *,
    output: Output = Format.TABLE,
    place: Place,
) -> None:
    """List the batches, or show one with its counts, rate and most frequent failures."""
    cluster = connect(place)
    if name:
        batches.show_one(batches.batch_named(cluster, name), output)
    else:
        batches.show_all(cluster, output)


@app.command()
@grouped
@as_failures()
def failures(name: BatchName, *, output: Output = Format.TABLE, place: Place) -> None:
    """List each item that failed, and why."""
    cluster = connect(place)
    batches.show_failures(batches.failures_of(cluster, batches.batch_named(cluster, name)), output)


@app.command()
@grouped
@as_failures()
def retry(name: BatchName, *, place: Place) -> None:
    """Run again what failed, and only that."""
    cluster = connect(place)
    Objects(cluster, BATCHES).patch(name, batching.retry_patch(batches.batch_named(cluster, name)))
    tell(f"what failed of {name} runs again")


@app.command()
@grouped
@as_failures()
def pause(name: BatchName, *, place: Place) -> None:
    """Let no further item begin; what runs goes on."""
    _change(place, name, batching.suspension_patch(suspend=True), "pauses")


@app.command()
@grouped
@as_failures()
def resume(name: BatchName, *, place: Place) -> None:
    """Let items begin again after `pause`."""
    _change(place, name, batching.suspension_patch(suspend=False), "goes on")


@app.command()
@grouped
@as_failures()
def cancel(name: BatchName, *, place: Place) -> None:
    """End a batch and what of it runs; results so far stay."""
    _change(place, name, batching.cancellation_patch(), "is being cancelled")


def _change(place: Place, name: str, patch: Manifest, what: str) -> None:
    Objects(connect(place), BATCHES).patch(name, patch)
    tell(f"{name} {what}")


def _place_of(prefix: str, list_: str, include: Sequence[str], exclude: Sequence[str]) -> batching.ItemPlace:
    if bool(prefix) == bool(list_):
        raise Failure("say which files: either --prefix s3://BUCKET/KEY or --list s3://BUCKET/KEY", code=USAGE)
    found = _ADDRESS.fullmatch(prefix or list_)
    if found is None or (list_ and not found[2]):
        option, wrong = ("--prefix", prefix) if prefix else ("--list", list_)
        raise Failure(f"{option} {wrong}: write s3://BUCKET/KEY", code=USAGE)
    return batching.ItemPlace(
        bucket=found[1], key=found[2], is_list=bool(list_), include=tuple(include), exclude=tuple(exclude)
    )
