"""``faces``: collections of known people, on a cluster and on this machine; one set of verbs, two places.

A collection is made of embeddings, not of images: what indexing uploads or writes meanwhile is removed afterwards.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.failures import FAILED, USAGE, Failure, say
from media_insights.cli.terminal.files import readable_file
from media_insights.cli.terminal.formats import Format, emit
from media_insights.domain import known_faces
from media_insights.domain.known_faces import Collection
from media_insights.errors import Damaged
from media_insights.storage.collections import CollectionsOfFaces
from media_insights.storage.library import Library
from media_insights.storage.store import Store

WORKFLOW = "face-index"
"""The workflow that reads an image's faces; it has the operator of the same name."""
RESULT = "faceIndex"

Name = Annotated[str, typer.Argument(metavar="COLLECTION", show_default=False)]
Images = Annotated[list[Path], typer.Argument(metavar="IMAGE…", show_default=False, readable=False)]
Whose = Annotated[str, typer.Option("--name", help="Whose face it is.")]
Person = Annotated[str, typer.Option("--name", help="Everything of this person.")]
Face = Annotated[str, typer.Option("--face", help="This one face, by its id.")]

ReadFaces = Callable[[Path], dict[str, Any]]
"""Runs the operator over an image and returns its result."""


def now() -> str:
    """Return the time now, as collections and receipts have it."""
    return rfc3339(datetime.now(UTC))


def create(found: CollectionsOfFaces, name: str, command: str) -> None:
    """Make an empty collection; ``command`` is the command line that the user types."""
    found.create(name, now())
    say_made(name, command)


def say_made(name: str, command: str) -> None:
    """Say that a collection was made, and what comes next."""
    say(f"made the collection {name}: {command} faces index {name} IMAGE… --name 'Jane Doe'")


@dataclass(frozen=True, slots=True)
class IndexRequest:
    """Images to index, and whose they are."""

    collection: str
    images: tuple[Path, ...]
    name: str


def index(found: CollectionsOfFaces, request: IndexRequest, indexed: ReadFaces) -> None:
    """Read the faces of images into a collection. Raises Failure when one has no face, or several."""
    found.read(request.collection)
    check_request(request)
    failed = [image for image in request.images if not _index_image(found, request, image, indexed)]
    if failed:
        raise Failure(f"{len(failed)} of {len(request.images)} images were not indexed", code=FAILED)


def check_request(request: IndexRequest) -> None:
    """Raise Failure for what cannot be indexed, before anything is."""
    if not request.name.strip():
        raise Failure("--name is empty: say whose faces these are", code=USAGE)
    for image in request.images:
        readable_file(image)


def result_of(store: Store, status: ExecutionStatus, image: Path) -> dict[str, Any]:
    """Return the operator's result of an execution over an image.

    Raises Failure when it stored none, Damaged when what it stored is no JSON object.
    """
    results = Library(store).of_execution(status)
    if RESULT not in results:
        raise Failure(f"{image}: {status.message or 'face detection did not run: is the file an image?'}")
    result = results[RESULT]
    if not isinstance(result, dict):
        raise Damaged(f"the stored result {results.pointers[RESULT]} is no JSON object")
    return result


def _index_image(found: CollectionsOfFaces, request: IndexRequest, image: Path, indexed: ReadFaces) -> bool:
    """Index one image; one with several people is refused, because the name could mean any of them."""
    result = indexed(image)
    digest = hashlib.sha256(image.read_bytes()).hexdigest()
    model, faces = known_faces.faces_of(result, digest, request.name)
    if len(faces) != 1:
        reasons = sorted({reason for each in result.get("UnindexedFaces", ()) for reason in each.get("Reasons", ())})
        why = f" ({', '.join(reasons)})" if reasons else ""
        say(f"{image.name}: {len(faces) or 'no'} faces to index{why}; crop it to the one face that is meant")
        return False
    before = found.read(request.collection).version
    after = found.change(request.collection, lambda old: known_faces.with_faces(old, model, faces))
    done = "known already" if after.version == before else f"version {after.version}"
    say(f"{image.name}: {request.name} in {request.collection}, {done}")
    return True


def show(found: CollectionsOfFaces, output: Format) -> None:
    """List the collections."""
    print_rows([_summary(found.read(name)) for name in found.names()], output)


def print_rows(rows: list[dict[str, Any]], output: Format) -> None:
    """Print a line for each collection."""
    if output is not Format.TABLE:
        emit(rows, output)
        return
    lines = [f"{row['Id']}\tversion {row['Version']}\t{row['Faces']} faces\t{row['Names']} people" for row in rows]
    for line in lines or ["no collections: make one with faces create NAME"]:
        tell(line)


def describe(found: CollectionsOfFaces, name: str, output: Format) -> None:
    """Show one collection; embeddings only as JSON or YAML."""
    collection = found.read(name)
    if output is not Format.TABLE:
        emit(collection.to_json(), output)
        return
    model = f"{collection.model.name} {collection.model.sha256[:12]}" if collection.model else "none yet"
    lines = [f"{name}\tversion {collection.version}\tmade {collection.created}\tmodel {model}"]
    lines += [
        f"{face.external_image_id}\tface {face.face_id}\timage {face.image_id[:12]}\tconfidence {face.confidence:.1f}"
        for face in collection.faces
    ]
    for line in lines:
        tell(line)


def remove(found: CollectionsOfFaces, collection: str, name: str, face: str) -> None:
    """Take a person or a face out, and remove the older versions that held them."""
    if bool(name) == bool(face):
        raise Failure("say either --name or --face", code=USAGE)
    after = found.erase(collection, lambda old: known_faces.without(old, name=name, face=face))
    say(f"{collection} is at version {after.version} without {name or face}; its older versions were removed")


def delete(found: CollectionsOfFaces, name: str) -> None:
    """Remove a collection with all its versions, and print the receipt."""
    emit(found.delete(name, now()), Format.JSON)


def _summary(collection: Collection) -> dict[str, Any]:
    return {
        "Id": collection.id,
        "Version": collection.version,
        "Faces": len(collection.faces),
        "Names": len(collection.names),
        "Created": collection.created,
    }
