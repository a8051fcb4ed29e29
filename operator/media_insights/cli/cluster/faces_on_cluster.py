"""``kubectl media faces``: collections of the cluster's namespace, images read by its operators.

By the HTTP API where there is one, and else with keys of the store, as uploads.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import typer

from media_insights.cli import faces
from media_insights.cli.cluster.clusters import Cluster, Place, connect
from media_insights.cli.cluster.image_analyses import analyse_image
from media_insights.cli.cluster.installation.asset_files import AssetFiles
from media_insights.cli.cluster.installation.files_by_keys import FilesByKeys
from media_insights.cli.cluster.installation.opening import open_files
from media_insights.cli.cluster.stores import StoreFlags
from media_insights.cli.terminal.failures import as_failures
from media_insights.cli.terminal.formats import Format
from media_insights.cli.terminal.option_groups import grouped
from media_insights.cli.terminal.options import Output
from media_insights.storage.collections import CollectionsOfFaces, face_collections

app = typer.Typer(help="Collections of known faces, which face search looks people up in.", no_args_is_help=True)


@app.command()
@grouped
@as_failures()
def create(name: faces.Name, *, place: Place, store: StoreFlags) -> None:
    """Make an empty collection."""
    with _open_collections(place, store) as found:
        found.create(name)


@app.command()
@grouped
@as_failures()
def index(collection: faces.Name, images: faces.Images, name: faces.Whose, *, place: Place, store: StoreFlags) -> None:
    """Read the one face of each image into a collection; the images are removed from the store afterwards."""
    with _open_collections(place, store) as found:
        found.index(faces.IndexRequest(collection=collection, images=tuple(images), name=name))


@app.command("list")
@grouped
@as_failures()
def list_(*, place: Place, store: StoreFlags, output: Output = Format.TABLE) -> None:
    """List the collections."""
    with _open_collections(place, store) as found:
        found.show(output)


@app.command()
@grouped
@as_failures()
def describe(name: faces.Name, *, place: Place, store: StoreFlags, output: Output = Format.TABLE) -> None:
    """Show who is in a collection; -o json with the embeddings, where it is read with keys of the store."""
    with _open_collections(place, store) as found:
        found.describe(name, output)


@app.command()
@grouped
@as_failures()
def remove(
    collection: faces.Name, name: faces.Person = "", face: faces.Face = "", *, place: Place, store: StoreFlags
) -> None:
    """Take a person or one face out of a collection, history included."""
    with _open_collections(place, store) as found:
        found.remove(collection, name, face)


@app.command()
@grouped
@as_failures()
def delete(name: faces.Name, *, place: Place, store: StoreFlags) -> None:
    """Remove a collection with all its versions; prints the receipt."""
    with _open_collections(place, store) as found:
        found.delete(name)


class FaceVerbs(Protocol):
    """What one does with collections of faces, by the HTTP API or with keys of the store."""

    def create(self, name: str) -> None:
        """Make an empty collection."""

    def index(self, request: faces.IndexRequest) -> None:
        """Read the faces of images into a collection."""

    def show(self, output: Format) -> None:
        """List the collections."""

    def describe(self, name: str, output: Format) -> None:
        """Show one collection."""

    def remove(self, collection: str, name: str, face: str) -> None:
        """Take a person or a face out, and out of the older versions."""

    def delete(self, name: str) -> None:
        """Remove a collection with all its versions, and print the receipt."""


@dataclass(frozen=True, slots=True)
class FacesByKeys:
    """Fulfils :class:`FaceVerbs` over the store itself."""

    cluster: Cluster
    found: CollectionsOfFaces

    def create(self, name: str) -> None:
        """Make an empty collection."""
        faces.create(self.found, name, "kubectl media")

    def index(self, request: faces.IndexRequest) -> None:
        """Read the faces of images into a collection."""
        faces.index(self.found, request, self._read)

    def show(self, output: Format) -> None:
        """List the collections."""
        faces.show(self.found, output)

    def describe(self, name: str, output: Format) -> None:
        """Show one collection, its embeddings too."""
        faces.describe(self.found, name, output)

    def remove(self, collection: str, name: str, face: str) -> None:
        """Take a person or a face out."""
        faces.remove(self.found, collection, name, face)

    def delete(self, name: str) -> None:
        """Remove a collection."""
        faces.delete(self.found, name)

    def _read(self, image: Path) -> dict[str, Any]:
        with analyse_image(self.cluster, FilesByKeys(self.found.store), image, faces.WORKFLOW) as (_, execution):
            return faces.result_of(self.found.store, execution.status, image)


@contextmanager
def _open_collections(place: Place, flags: StoreFlags) -> Iterator[FaceVerbs]:
    cluster = connect(place)
    with open_files(cluster, flags) as files:
        if isinstance(files, FilesByKeys):
            yield FacesByKeys(cluster, face_collections(files.store, cluster.namespace))
        else:
            yield _by_api(cluster, files)


def _by_api(cluster: Cluster, files: AssetFiles) -> FaceVerbs:
    from media_insights.cli.cluster.installation.faces_by_api import FacesByApi  # noqa: PLC0415 - clients that --help need not load
    from media_insights.cli.cluster.installation.files_by_api import FilesByApi  # noqa: PLC0415 - as above

    assert isinstance(files, FilesByApi)  # noqa: S101 - the other of two

    def read(image: Path, use: Callable[[str], None]) -> None:
        with analyse_image(cluster, files, image, faces.WORKFLOW) as (asset, _):
            use(asset)

    return FacesByApi(files.connection, cluster.namespace, read)
