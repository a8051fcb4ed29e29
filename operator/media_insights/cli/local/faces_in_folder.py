"""``media-insights faces``: collections in a results folder, images read by the embedded engine."""

# ruff: noqa: PLR0913, PLR0917 - typer reads the options of a command from its signature

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from media_insights.cli import faces
from media_insights.cli.local.engine_options import Cache, Operators
from media_insights.cli.local.image_runs import ImageRuns, image_runs
from media_insights.cli.local.results_folders import RESULTS
from media_insights.cli.terminal.failures import as_failures
from media_insights.cli.terminal.formats import Format
from media_insights.local.requests import NAMESPACE
from media_insights.storage.collections import CollectionsOfFaces, face_collections
from media_insights.storage.folder import FolderStore

Results = Annotated[Path, typer.Option("--output", help="Folder of the results, which holds the collections too.")]
Namespace = Annotated[str, typer.Option("--namespace", "-n", help="Whose collections: the assets' namespace.")]
AnswerFormat = Annotated[Format, typer.Option("-o", "--format", help="How to print the answer.")]

app = typer.Typer(help="Collections of known faces, which face search looks people up in.", no_args_is_help=True)


@app.command()
@as_failures()
def create(name: faces.Name, output: Results = RESULTS, namespace: Namespace = NAMESPACE) -> None:
    """Make an empty collection."""
    faces.create(_collections(output, namespace), name, "media-insights")


@app.command()
@as_failures()
def index(
    collection: faces.Name,
    images: faces.Images,
    name: faces.Whose,
    output: Results = RESULTS,
    namespace: Namespace = NAMESPACE,
    operators: Operators = None,
    cache: Cache = None,
) -> None:
    """Read the one face of each image into a collection."""
    reader = _Reader(image_runs(operators, faces.WORKFLOW, cache))
    request = faces.IndexRequest(collection=collection, images=tuple(images), name=name)
    faces.index(_collections(output, namespace), request, reader.read)


@app.command("list")
@as_failures()
def list_(output: Results = RESULTS, namespace: Namespace = NAMESPACE, format_: AnswerFormat = Format.TABLE) -> None:
    """List the collections."""
    faces.show(_collections(output, namespace), format_)


@app.command()
@as_failures()
def describe(
    name: faces.Name,
    output: Results = RESULTS,
    namespace: Namespace = NAMESPACE,
    format_: AnswerFormat = Format.TABLE,
) -> None:
    """Show who is in a collection; -o json with the embeddings."""
    faces.describe(_collections(output, namespace), name, format_)


@app.command()
@as_failures()
def remove(
    collection: faces.Name,
    name: faces.Person = "",
    face: faces.Face = "",
    output: Results = RESULTS,
    namespace: Namespace = NAMESPACE,
) -> None:
    """Take a person or one face out of a collection, history included."""
    faces.remove(_collections(output, namespace), collection, name, face)


@app.command()
@as_failures()
def delete(name: faces.Name, output: Results = RESULTS, namespace: Namespace = NAMESPACE) -> None:
    """Remove a collection with all its versions; prints the receipt."""
    faces.delete(_collections(output, namespace), name)


def _collections(output: Path, namespace: str) -> CollectionsOfFaces:
    return face_collections(FolderStore(output), namespace)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the faces of an image."""

    indexing: ImageRuns

    def read(self, image: Path) -> dict[str, Any]:
        """Return the operator's result. Raises Failure with its own sentence."""
        with self.indexing.run(image) as (store, status):
            return faces.result_of(store, status, image)
