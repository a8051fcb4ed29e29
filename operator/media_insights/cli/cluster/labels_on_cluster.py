"""``kubectl media labels``: labels of one's own in the cluster's namespace, images read by its operators.

By the HTTP API where there is one, and else with keys of the store, as uploads.
"""

# ruff: noqa: PLR0913 - typer reads the options of a command from its signature

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import typer

from media_insights.cli import custom_labels as labels
from media_insights.cli.cluster.clusters import Cluster, Place, connect
from media_insights.cli.cluster.image_analyses import analyse_image
from media_insights.cli.cluster.installation.asset_files import AssetFiles
from media_insights.cli.cluster.installation.files_by_keys import FilesByKeys
from media_insights.cli.cluster.installation.opening import open_files
from media_insights.cli.cluster.stores import StoreFlags
from media_insights.cli.faces import now
from media_insights.cli.terminal.failures import as_failures
from media_insights.cli.terminal.formats import Format
from media_insights.cli.terminal.option_groups import grouped
from media_insights.cli.terminal.options import Output
from media_insights.domain.custom_labels import DEFAULT_RULE
from media_insights.domain.nearest_examples import LabelRule
from media_insights.storage.collections import label_collections
from media_insights.storage.embedded_images import embedded_image
from media_insights.storage.library import Library

app = typer.Typer(help=labels.HELP, no_args_is_help=True)


@app.command()
@grouped
@as_failures()
def create(name: labels.LabelsName, *, place: Place, store: StoreFlags) -> None:
    """Make an empty collection."""
    with _open_labels(place, store) as found:
        labels.create(found.verbs, name, "kubectl media")


@app.command()
@grouped
@as_failures()
def teach(
    collection: labels.LabelsName,
    images: labels.ExampleImages,
    label: labels.LabelOption,
    *,
    place: Place,
    store: StoreFlags,
) -> None:
    """Teach a label by images that show it; the images are removed from the store afterwards."""
    request = labels.TeachRequest(collection, label, tuple(images))
    with _open_labels(place, store) as found:
        labels.teach(found.verbs, request, lambda image: found.teach_image(request, image))


@app.command("list")
@grouped
@as_failures()
def list_(*, place: Place, store: StoreFlags, output: Output = Format.TABLE) -> None:
    """List the collections."""
    with _open_labels(place, store) as found:
        labels.show(found.verbs, output)


@app.command()
@grouped
@as_failures()
def describe(
    name: labels.LabelsName,
    min_similarity: labels.Similarity = 100 * DEFAULT_RULE.floor,
    neighbours: labels.Neighbours = DEFAULT_RULE.neighbours,
    *,
    place: Place,
    store: StoreFlags,
    output: Output = Format.TABLE,
) -> None:
    """Show the labels, and how well each is told from the others by its examples."""
    with _open_labels(place, store) as found:
        labels.describe(found.verbs, name, LabelRule(neighbours, min_similarity / 100), output)


@app.command()
@grouped
@as_failures()
def remove(
    collection: labels.LabelsName,
    label: labels.OldLabel = "",
    example: labels.OldExample = "",
    *,
    place: Place,
    store: StoreFlags,
) -> None:
    """Take a label or one example out of a collection."""
    with _open_labels(place, store) as found:
        labels.remove(found.verbs, collection, label, example)


@app.command()
@grouped
@as_failures()
def delete(name: labels.LabelsName, *, place: Place, store: StoreFlags) -> None:
    """Remove a collection with all its versions; prints the receipt."""
    with _open_labels(place, store) as found:
        labels.delete(found.verbs, name)


class LabelsOnCluster(Protocol):
    """Labels, and how an image becomes an example of one."""

    @property
    def verbs(self) -> labels.LabelVerbs:
        """What else one does with them."""

    def teach_image(self, request: labels.TeachRequest, image: Path) -> bool:
        """Run the operator over an image and add its vector; False where it was an example already."""


@dataclass(frozen=True, slots=True)
class LabelsByKeys:
    """Fulfils :class:`LabelsOnCluster` over the store itself."""

    cluster: Cluster
    verbs: labels.LabelsInStore

    def teach_image(self, request: labels.TeachRequest, image: Path) -> bool:
        """Run the operator over an image and add its vector."""
        store = self.verbs.found.store
        with analyse_image(self.cluster, FilesByKeys(store), image, labels.WORKFLOW) as (_, execution):
            return self.verbs.add(request, image, embedded_image(Library(store).of_execution(execution.status)))


@contextmanager
def _open_labels(place: Place, flags: StoreFlags) -> Iterator[LabelsOnCluster]:
    cluster = connect(place)
    with open_files(cluster, flags) as files:
        if isinstance(files, FilesByKeys):
            found = label_collections(files.store, cluster.namespace)
            yield LabelsByKeys(cluster, labels.LabelsInStore(found, now))
        else:
            yield _by_api(cluster, files)


def _by_api(cluster: Cluster, files: AssetFiles) -> LabelsOnCluster:
    from media_insights.cli.cluster.installation.files_by_api import FilesByApi  # noqa: PLC0415 - clients that --help need not load
    from media_insights.cli.cluster.installation.labels_by_api import LabelsByApi  # noqa: PLC0415 - as above

    @dataclass(frozen=True, slots=True)
    class TaughtByApi:
        verbs: LabelsByApi

        def teach_image(self, request: labels.TeachRequest, image: Path) -> bool:
            with analyse_image(cluster, files, image, labels.WORKFLOW) as (asset, _):
                return self.verbs.add(request, image, asset)

    assert isinstance(files, FilesByApi)  # noqa: S101 - the other of two
    return TaughtByApi(LabelsByApi(files.connection, cluster.namespace))
