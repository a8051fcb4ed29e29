"""``media-insights faces``: collections in a results folder, images read by the embedded engine."""

# ruff: noqa: PLR0913, PLR0917 - typer reads the options of a command from its signature

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from media_insights.api.v1alpha1 import MediaWorkflow
from media_insights.catalogue import operator_folders as catalogue
from media_insights.cli import faces
from media_insights.cli.local.engine_options import Cache, Operators, place_of
from media_insights.cli.local.results_folders import RESULTS
from media_insights.cli.terminal.failures import Failure, as_failures
from media_insights.cli.terminal.formats import Format
from media_insights.local import runs
from media_insights.local.requests import NAMESPACE, RunRequest
from media_insights.local.run_plans import RunRefused, plan_run
from media_insights.storage.collections import Collections
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
    found = catalogue.catalogue_of(*(operators or ()))
    if faces.WORKFLOW not in found.operators:
        raise Failure(f"there is no operator {faces.WORKFLOW}: name the folder that holds it with --operators")
    request = faces.IndexRequest(collection=collection, images=tuple(images), name=name)
    place = _Reader(found, cache)
    faces.index(_collections(output, namespace), request, place.read)


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


def _collections(output: Path, namespace: str) -> Collections:
    return Collections(FolderStore(output), namespace, faces.KIND)


class _Reader:
    """Runs the operator over one image in a folder of its own, of which nothing is kept."""

    def __init__(self, found: catalogue.Catalogue, cache: Path | None) -> None:
        entry = {"name": faces.WORKFLOW}
        workflow = {"metadata": entry, "spec": {"stages": [{"name": "index", "operators": [entry]}]}}
        self._catalogue = found.with_workflows({faces.WORKFLOW: MediaWorkflow.model_validate(workflow)})
        self._cache = cache

    def read(self, image: Path) -> dict[str, Any]:
        """Return the operator's result. Raises Failure with its own sentence."""
        with TemporaryDirectory(prefix="faces-") as folder:
            place = place_of(Path(folder), self._catalogue, self._cache)
            request = RunRequest(name="image", file=image, workflow=faces.WORKFLOW)
            plan = plan_run(request, place)
            if isinstance(plan, RunRefused):
                raise Failure(f"{image}: {plan.message}")
            status = asyncio.run(runs.run(plan, request, place, lambda _: None))
            return faces.result_of(place.store, status, image)
