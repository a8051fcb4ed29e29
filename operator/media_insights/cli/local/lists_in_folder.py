"""``media-insights lists``: word lists in a results folder."""

from pathlib import Path
from typing import Annotated

import typer

from media_insights.cli import word_lists
from media_insights.cli.local.results_folders import RESULTS
from media_insights.cli.terminal.failures import as_failures
from media_insights.cli.terminal.formats import Format
from media_insights.local.requests import NAMESPACE
from media_insights.storage.folder import FolderStore
from media_insights.storage.word_lists import WordLists

ListsFolder = Annotated[Path, typer.Option("--output", help="Folder of the results, which holds the lists too.")]
ListsNamespace = Annotated[str, typer.Option("--namespace", "-n", help="Whose lists: the assets' namespace.")]

app = typer.Typer(help=word_lists.HELP, no_args_is_help=True)


@app.command()
@as_failures()
def put(
    kind: word_lists.KindArgument,
    name: word_lists.ListArgument,
    file: word_lists.ListFile,
    output: ListsFolder = RESULTS,
    namespace: ListsNamespace = NAMESPACE,
) -> None:
    """Store FILE as the newest version of a list; the same content is no new version."""
    word_lists.put(_lists(output, namespace), kind, name, file)


@app.command("list")
@as_failures()
def list_(
    output: ListsFolder = RESULTS,
    namespace: ListsNamespace = NAMESPACE,
    format_: Annotated[Format, typer.Option("-o", "--format", help="How to print the answer.")] = Format.TABLE,
) -> None:
    """Name the lists and their versions."""
    word_lists.show(_lists(output, namespace), format_)


@app.command()
@as_failures()
def show(
    kind: word_lists.KindArgument,
    name: word_lists.ListArgument,
    version: word_lists.VersionOption = None,
    output: ListsFolder = RESULTS,
    namespace: ListsNamespace = NAMESPACE,
) -> None:
    """Print what a list holds."""
    word_lists.print_content(_lists(output, namespace), kind, name, version)


@app.command()
@as_failures()
def delete(
    kind: word_lists.KindArgument,
    name: word_lists.ListArgument,
    output: ListsFolder = RESULTS,
    namespace: ListsNamespace = NAMESPACE,
) -> None:
    """Remove a list with all its versions."""
    word_lists.delete(_lists(output, namespace), kind, name)


def _lists(output: Path, namespace: str) -> word_lists.Lists:
    return word_lists.ListsInStore(WordLists(FolderStore(output), namespace))
