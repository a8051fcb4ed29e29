"""Collections of faces through the HTTP API: with the user's own token and rights, and no key of the object store."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_insights.cli import faces
from media_insights.cli.cluster.installation.files_by_api import api_failures
from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.failures import FAILED, USAGE, Failure, say
from media_insights.cli.terminal.formats import Format, emit
from media_insights.client.connection import ApiConnection
from media_insights.client.face_collections import AnsweredCollection, FaceCollections
from media_insights.client.refusals import RefusedRequest

_NOT_ONE_FACE = 422
ReadImage = Callable[[Path, Callable[[str], None]], None]
"""Runs the operator over an image as an asset, and gives the asset's UID while it is there."""


@dataclass(frozen=True, slots=True)
class FacesByApi:
    """Fulfils :class:`~media_insights.cli.cluster.faces_on_cluster.FaceVerbs`."""

    connection: ApiConnection
    namespace: str
    read: ReadImage

    def create(self, name: str) -> None:
        """Make an empty collection."""
        with api_failures():
            self._collections.create(name)
        faces.say_made(name, "kubectl media")

    def index(self, request: faces.IndexRequest) -> None:
        """Read the faces of images into a collection. Raises Failure when one has no face, or several."""
        self._read(request.collection)
        faces.check_request(request)
        failed = [image for image in request.images if not self._index_image(request, image)]
        if failed:
            raise Failure(f"{len(failed)} of {len(request.images)} images were not indexed", code=FAILED)

    def show(self, output: Format) -> None:
        """List the collections."""
        faces.print_rows(list(self._rows()), output)

    def describe(self, name: str, output: Format) -> None:
        """Show one collection; the API gives no embeddings away."""
        found = self._read(name)
        if output is not Format.TABLE:
            emit(found.model_dump(mode="json", by_alias=True), output)
            return
        head = f"{name}\tversion {found.version}\tmade {found.created}\tmodel {found.model or 'none yet'}"
        lines = [
            f"{person.name}\tface {face.id}\timage {face.image[:12]}\tconfidence {face.confidence:.1f}"
            for person in found.people
            for face in person.faces
        ]
        for line in (head, *lines):
            tell(line)

    def remove(self, collection: str, name: str, face: str) -> None:
        """Take a person or a face out, also out of the older versions."""
        if bool(name) == bool(face):
            raise Failure("say either --name or --face", code=USAGE)
        with api_failures():
            known = self._collections
            after = known.remove_face(collection, face) if face else known.remove_person(collection, name)
        say(f"{collection} is at version {after.version} without {name or face}; older versions were removed")

    def delete(self, name: str) -> None:
        """Remove a collection with all its versions, and print the receipt."""
        with api_failures():
            receipt = self._collections.delete(name)
        emit(receipt, Format.JSON)

    def _index_image(self, request: faces.IndexRequest, image: Path) -> bool:
        before, after = self._read(request.collection).version, list[int]()

        def add(asset: str) -> None:
            try:
                after.append(self._collections.add(request.collection, asset, request.name).version)
            except RefusedRequest as error:
                if error.status != _NOT_ONE_FACE:
                    raise
                say(f"{image.name}: {error}")

        with api_failures():
            self.read(image, add)
        if after:
            done = "known already" if after == [before] else f"version {after[0]}"
            say(f"{image.name}: {request.name} in {request.collection}, {done}")
        return bool(after)

    def _read(self, name: str) -> AnsweredCollection:
        with api_failures():
            return self._collections.one(name)

    def _rows(self) -> Iterator[dict[str, Any]]:
        with api_failures():
            for each in self._collections.all():
                yield {
                    "Id": each.name,
                    "Version": each.version,
                    "Faces": each.faces,
                    "Names": each.names,
                    "Created": each.created,
                }

    @property
    def _collections(self) -> FaceCollections:
        return FaceCollections(self.connection, self.namespace)
