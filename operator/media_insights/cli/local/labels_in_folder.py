"""``media-insights labels``: labels of one's own in a results folder, images read by the embedded engine."""

# ruff: noqa: PLR0913, PLR0917 - typer reads the options of a command from its signature

from pathlib import Path
from typing import Annotated

import typer

from media_insights.cli import custom_labels as labels
from media_insights.cli.faces import now
from media_insights.cli.local.engine_options import Cache, Operators
from media_insights.cli.local.image_runs import ImageRuns, image_runs
from media_insights.cli.local.results_folders import RESULTS
from media_insights.cli.terminal.failures import Failure, as_failures
from media_insights.cli.terminal.formats import Format
from media_insights.domain.custom_labels import DEFAULT_RULE
from media_insights.domain.nearest_examples import LabelRule
from media_insights.errors import NoSuchObject
from media_insights.local.requests import NAMESPACE
from media_insights.storage.collections import label_collections
from media_insights.storage.embedded_images import EmbeddedImage, embedded_image
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library

LabelsFolder = Annotated[Path, typer.Option("--output", help="Folder of the results, which holds the labels too.")]
LabelsNamespace = Annotated[str, typer.Option("--namespace", "-n", help="Whose labels: the assets' namespace.")]
LabelsFormat = Annotated[Format, typer.Option("-o", "--format", help="How to print the answer.")]

app = typer.Typer(help=labels.HELP, no_args_is_help=True)


@app.command()
@as_failures()
def create(name: labels.LabelsName, output: LabelsFolder = RESULTS, namespace: LabelsNamespace = NAMESPACE) -> None:
    """Make an empty collection."""
    labels.create(_labels(output, namespace), name, "media-insights")


@app.command()
@as_failures()
def teach(
    collection: labels.LabelsName,
    images: labels.ExampleImages,
    label: labels.LabelOption,
    output: LabelsFolder = RESULTS,
    namespace: LabelsNamespace = NAMESPACE,
    operators: Operators = None,
    cache: Cache = None,
) -> None:
    """Teach a label by images that show it, and say how well it is told from the others."""
    embedding, place = image_runs(operators, labels.WORKFLOW, cache), _labels(output, namespace)
    request = labels.TeachRequest(collection, label, tuple(images))
    labels.teach(place, request, lambda image: place.add(request, image, _read(embedding, image)))


@app.command("list")
@as_failures()
def list_(
    output: LabelsFolder = RESULTS, namespace: LabelsNamespace = NAMESPACE, format_: LabelsFormat = Format.TABLE
) -> None:
    """List the collections."""
    labels.show(_labels(output, namespace), format_)


@app.command()
@as_failures()
def describe(
    name: labels.LabelsName,
    min_similarity: labels.Similarity = 100 * DEFAULT_RULE.floor,
    neighbours: labels.Neighbours = DEFAULT_RULE.neighbours,
    output: LabelsFolder = RESULTS,
    namespace: LabelsNamespace = NAMESPACE,
    format_: LabelsFormat = Format.TABLE,
) -> None:
    """Show the labels, and how well each is told from the others by its examples."""
    labels.describe(_labels(output, namespace), name, LabelRule(neighbours, min_similarity / 100), format_)


@app.command()
@as_failures()
def remove(
    collection: labels.LabelsName,
    label: labels.OldLabel = "",
    example: labels.OldExample = "",
    output: LabelsFolder = RESULTS,
    namespace: LabelsNamespace = NAMESPACE,
) -> None:
    """Take a label or one example out of a collection."""
    labels.remove(_labels(output, namespace), collection, label, example)


@app.command()
@as_failures()
def delete(name: labels.LabelsName, output: LabelsFolder = RESULTS, namespace: LabelsNamespace = NAMESPACE) -> None:
    """Remove a collection with all its versions; prints the receipt."""
    labels.delete(_labels(output, namespace), name)


def _labels(output: Path, namespace: str) -> labels.LabelsInStore:
    return labels.LabelsInStore(label_collections(FolderStore(output), namespace), now)


def _read(embedding: ImageRuns, image: Path) -> EmbeddedImage:
    with embedding.run(image) as (store, status):
        try:
            return embedded_image(Library(store).of_execution(status))
        except NoSuchObject as error:
            raise Failure(f"{image}: {status.message or 'it was not read: is the file an image?'}") from error
