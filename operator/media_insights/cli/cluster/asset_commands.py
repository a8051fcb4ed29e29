"""``kubectl media``'s commands over assets: what they hold, and what goes into them and out of them."""

# ruff: noqa: PLR0913 - typer reads the options of a command from its signature

from pathlib import Path
from typing import Annotated

import typer

from media_insights.cli import exports, imports
from media_insights.cli.cluster import executions, listing, result_imports, stored
from media_insights.cli.cluster.clusters import Place, connect
from media_insights.cli.cluster.following import queued_outcome
from media_insights.cli.cluster.installation.opening import open_files
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.cluster.stores import StoreFlags
from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.files import readable_file
from media_insights.cli.terminal.formats import Format, emit
from media_insights.cli.terminal.options import Asset, Output, Waiting
from media_insights.cli.terminal.outcome import Outcome
from media_insights.cli.terminal.shell_commands import shell_command
from media_insights.cli.terminal.summary import print_summary
from media_insights.domain.wording import printable
from media_insights.exports.formats import ExportRequest
from media_insights.kube.resources import ASSETS


def upload(
    file: Annotated[Path, typer.Argument(help="The file.", show_default=False, readable=False)],
    *,
    key: Annotated[str, typer.Option("--key", help="Key in the bucket; default: one that nobody else has.")] = "",
    place: Place,
    store: StoreFlags,
) -> None:
    """Put FILE into the object store and print its address, for manifests of your own."""
    readable_file(file)
    cluster = connect(place)
    with open_files(cluster, store) as files:
        address = files.upload(file, cluster.namespace, key=key)
    tell(address.uri)


def results(
    asset: Asset,
    operator: Annotated[
        str, typer.Argument(help="Operator, alias or result name; default: all.", show_default=False)
    ] = "",
    *,
    output: Annotated[
        Format | None,
        typer.Option("-o", "--output", help="Default: a readable summary of all, JSON of one.", show_default=False),
    ] = None,
    place: Place,
    store: StoreFlags,
) -> None:
    """Print stored results: of one operator, or of all as an object of result name and result."""
    cluster = connect(place)
    listed = stored.results_of_asset(cluster, asset)
    wanted = stored.choose(listed, operator) if operator else listed
    if output is Format.TABLE or not (output or operator):
        digest = stored.digest(cluster, store, wanted)
        others = [] if operator else listed.items
        more = [shell_command(["kubectl", "media", "results", asset, each.operator or each.name]) for each in others]
        print_summary(Outcome(asset=asset, namespace="", execution="", status="Complete"), digest, more)
    else:
        found = stored.read(cluster, store, wanted)
        emit(found[wanted.items[0].name] if operator else found, output or Format.JSON)


def get(
    asset: Annotated[str, typer.Argument(help="Name of a MediaAsset; default: list all.", show_default=False)] = "",
    *,
    output: Output = Format.TABLE,
    place: Place,
) -> None:
    """List the assets, or show one with its executions, operators and files."""
    if asset:
        listing.show_one(connect(place), asset, output)
    else:
        listing.show_all(connect(place), output)


def import_(
    asset: Asset,
    files: imports.Paths,
    *,
    as_: imports.ImportAs = "",
    frame: imports.ImportFrame = "",
    waiting: Waiting,
    place: Place,
    store: StoreFlags,
) -> None:
    """Import results that were made elsewhere into ASSET, under the names by which they are found and searched."""
    found = imports.read(files, as_, frame)
    cluster = connect(place)
    started = result_imports.start_imports(cluster, store, asset, found)
    if waiting.wait:
        outcomes = list(result_imports.follow_imports(cluster, started, waiting.timeout))
    else:
        outcomes = [queued_outcome(cluster, asset, each.metadata.name) for each in started]
    for each, outcome in zip(found, outcomes, strict=True):
        tell(printable(f"{each.name}: {outcome.status} {outcome.message} ({outcome.execution})"))
    if waiting.wait:
        raise typer.Exit(max((outcome.exit_code for outcome in outcomes), default=0))


def delete(asset: Asset, *, place: Place) -> None:
    """Delete an asset with all its results; its source file only if its deletionPolicy says so."""
    Objects(connect(place), ASSETS).delete(asset)
    tell(f"{asset} is being deleted")


def download(
    asset: Asset,
    medium: Annotated[
        str, typer.Argument(help="For instance ProxyEncode, Thumbnail, Frames, CaptionsVTT.", show_default=False)
    ],
    *,
    target: Annotated[
        Path | None, typer.Option("-o", "--output", help="File or folder; default: here.", show_default=False)
    ] = None,
    place: Place,
    store: StoreFlags,
) -> None:
    """Fetch a file that an operator made; a playlist comes with the files that it names."""
    cluster = connect(place)
    found = executions.asset_of(cluster, asset)
    with open_files(cluster, store) as files:
        tell(str(files.download(found, medium, target)))


def export(
    asset: Asset,
    *,
    as_: exports.ExportAs,
    target: exports.Target = None,
    language: exports.ExportedLanguage = "",
    place: Place,
    store: StoreFlags,
) -> None:
    """Write an asset's results as another tool reads them: a player, a spreadsheet, an editing program."""
    cluster = connect(place)
    found = executions.asset_of(cluster, asset)
    ran = executions.executions_of(cluster, asset)
    with open_files(cluster, store) as files:
        files.export(found, ran, ExportRequest(as_, language), target)
