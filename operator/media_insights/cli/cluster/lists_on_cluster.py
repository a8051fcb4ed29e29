"""``kubectl media lists``: word lists of the namespace, by the HTTP API or else with keys of the store."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from media_insights.cli import word_lists
from media_insights.cli.cluster.clusters import Place, connect
from media_insights.cli.cluster.installation.asset_files import AssetFiles
from media_insights.cli.cluster.installation.files_by_keys import FilesByKeys
from media_insights.cli.cluster.installation.opening import open_files
from media_insights.cli.cluster.stores import StoreFlags
from media_insights.cli.terminal.failures import as_failures
from media_insights.cli.terminal.formats import Format
from media_insights.cli.terminal.option_groups import grouped
from media_insights.cli.terminal.options import Output
from media_insights.storage.word_lists import WordLists

app = typer.Typer(help=word_lists.HELP, no_args_is_help=True)


@app.command()
@grouped
@as_failures()
def put(
    kind: word_lists.KindArgument,
    name: word_lists.ListArgument,
    file: word_lists.ListFile,
    *,
    place: Place,
    store: StoreFlags,
) -> None:
    """Store FILE as the newest version of a list; the same content is no new version."""
    with _open_lists(place, store) as found:
        word_lists.put(found, kind, name, file)


@app.command("list")
@grouped
@as_failures()
def list_(*, place: Place, store: StoreFlags, output: Output = Format.TABLE) -> None:
    """Name the lists and their versions."""
    with _open_lists(place, store) as found:
        word_lists.show(found, output)


@app.command()
@grouped
@as_failures()
def show(
    kind: word_lists.KindArgument,
    name: word_lists.ListArgument,
    version: word_lists.VersionOption = None,
    *,
    place: Place,
    store: StoreFlags,
) -> None:
    """Print what a list holds."""
    with _open_lists(place, store) as found:
        word_lists.print_content(found, kind, name, version)


@app.command()
@grouped
@as_failures()
def delete(kind: word_lists.KindArgument, name: word_lists.ListArgument, *, place: Place, store: StoreFlags) -> None:
    """Remove a list with all its versions."""
    with _open_lists(place, store) as found:
        word_lists.delete(found, kind, name)


@contextmanager
def _open_lists(place: Place, flags: StoreFlags) -> Iterator[word_lists.Lists]:
    cluster = connect(place)
    with open_files(cluster, flags) as files:
        if isinstance(files, FilesByKeys):
            yield word_lists.ListsInStore(WordLists(files.store, cluster.namespace))
        else:
            yield _by_api(files, cluster.namespace)


def _by_api(files: AssetFiles, namespace: str) -> word_lists.Lists:
    from media_insights.cli.cluster.installation.files_by_api import FilesByApi  # noqa: PLC0415 - clients that --help need not load
    from media_insights.cli.cluster.installation.lists_by_api import ListsByApi  # noqa: PLC0415 - as above

    assert isinstance(files, FilesByApi)  # noqa: S101 - the other of two
    return ListsByApi(files.connection, namespace)
