"""Known faces: a collection of them as data, what stands in ``collection.json``, and how it changes.

The form is Rekognition's where it has one (Face, ExternalImageId, BoundingBox), with the embedding that Rekognition
keeps to itself: a collection can be read, copied and deleted by whoever owns it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import Field

from media_insights.domain.stored_collection import (
    CollectionPart,
    EmbeddingModel,
    StoredCollection,
    require_comparable,
    require_same_model,
)
from media_insights.errors import WrongState

MOST_CHANGES = 200
"""Changes of names that can be taken back."""


class CollectedFace(CollectionPart):
    """One face of one image."""

    face_id: str
    external_image_id: str
    """Whose face it is, as the user says."""
    image_id: str
    """sha256 of the image's file."""
    bounding_box: dict[str, float]
    """Left, Top, Width, Height as fractions of the image."""
    confidence: float
    embedding: tuple[float, ...]
    quality: dict[str, float] | None = None


class NameChange(CollectionPart):
    """That people gave faces another name, which can be taken back."""

    id: str
    at: str
    """RFC 3339, UTC."""
    by: str
    name: str
    """The name that they were given."""
    before: dict[str, str]
    """FaceId → the name that the face had."""


class Collection(StoredCollection):
    """All faces of a collection at one version."""

    faces: tuple[CollectedFace, ...] = ()
    people: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """What the owner wrote about persons (Name, Id, Urls, KnownGender), by the name that their faces have."""
    name_changes: tuple[NameChange, ...] = ()
    """The newest :data:`MOST_CHANGES`, oldest first; of faces that are still there."""

    @property
    def counts(self) -> dict[str, int]:
        """How much is in it."""
        return {"Faces": len(self.faces), "Names": len(self.names)}

    @property
    def names(self) -> dict[str, int]:
        """Name → number of faces."""
        found = [face.external_image_id for face in self.faces]
        return {name: found.count(name) for name in sorted(set(found))}


def faces_of(result: Mapping[str, Any], image_id: str, name: str) -> tuple[EmbeddingModel, tuple[CollectedFace, ...]]:
    """Return model and faces of a ``faceIndex`` result (its ``FaceRecords``) of one image."""
    model = EmbeddingModel(name=result["Model"]["name"], sha256=result["Model"]["sha256"])
    return model, tuple(_face(record, image_id, name) for record in result.get("FaceRecords", ()))


def with_faces(collection: Collection, model: EmbeddingModel, faces: Iterable[CollectedFace]) -> Collection:
    """Return the collection with an image's faces in place of those that the same image had before.

    Raises WrongState when another model made the embeddings that are there, or none can be compared with them.
    """
    added = tuple(faces)
    if collection.faces:
        require_same_model(collection, model)
    indexed = {face.image_id for face in added}
    kept = tuple(face for face in collection.faces if face.image_id not in indexed)
    for each in added:
        require_comparable(collection.id, (*kept, *added)[0].embedding, each.embedding)
    return _next_version(collection, (*kept, *added), model)


def with_face(collection: Collection, model: EmbeddingModel, face: CollectedFace) -> Collection:
    """Return the collection with one face, and with the others of its image as they are. Raises WrongState."""
    same_image = [each for each in collection.faces if each.image_id == face.image_id]
    return with_faces(collection, model, (*(each for each in same_image if each.face_id != face.face_id), face))


def renamed(collection: Collection, originals: Iterable[str], change: NameChange) -> Collection:
    """Return the collection with one name for all faces of some names; more than one name is a merge.

    ``change`` says who does it, and the new name. Raises WrongState for a name that nobody has.
    """
    wanted = set(originals)
    unknown = wanted - set(collection.names)
    if unknown:
        known = ", ".join(collection.names) or "nobody"
        raise WrongState(f"{collection.id} holds no {', '.join(sorted(unknown))}; it holds {known}")
    before = {
        each.face_id: each.external_image_id
        for each in collection.faces
        if each.external_image_id in wanted and each.external_image_id != change.name
    }
    noted = change.model_copy(update={"before": before})
    changes = (*collection.name_changes, noted)[-MOST_CHANGES:]
    return _named(collection, dict.fromkeys(before, change.name), changes) if before else collection


def taken_back(collection: Collection, change: str) -> Collection:
    """Return the collection with the names that faces had before a change, where nothing has named them since.

    Raises WrongState when there is no such change, or it is taken back already.
    """
    found = next((each for each in collection.name_changes if each.id == change), None)
    if found is None:
        raise WrongState(f"{collection.id} has no change {change} of names: it is none, or is taken back")
    names = {each.face_id: each.external_image_id for each in collection.faces}
    back = {face: name for face, name in found.before.items() if names.get(face) == found.name}
    return _named(collection, back, tuple(each for each in collection.name_changes if each.id != change))


def _named(collection: Collection, names: Mapping[str, str], changes: tuple[NameChange, ...]) -> Collection:
    """Return the next version, in which some faces have other names."""
    faces = tuple(
        each.model_copy(update={"external_image_id": names.get(each.face_id, each.external_image_id)})
        for each in collection.faces
    )
    people = _people_of(collection.people, {each.external_image_id for each in faces}, names, collection.faces)
    update = {"faces": faces, "people": people, "name_changes": changes, "version": collection.version + 1}
    return collection.model_copy(update=update)


def _people_of(
    people: Mapping[str, dict[str, Any]], left: set[str], names: Mapping[str, str], faces: Iterable[CollectedFace]
) -> dict[str, dict[str, Any]]:
    """Return what is known of persons after a change of names: it goes with the faces, unless the new name has its own.

    It also stays under the old name, so that a change that is taken back loses nothing.
    """
    moved = {names[each.face_id]: each.external_image_id for each in faces if each.face_id in names}
    gained = {new: people[old] for new, old in moved.items() if new in left and new not in people and old in people}
    return {**people, **gained}


def without(collection: Collection, *, name: str = "", face: str = "") -> Collection:
    """Return the collection without a person, or without one face. Raises WrongState when there is none such."""
    kept = tuple(each for each in collection.faces if each.external_image_id != name and each.face_id != face)
    if len(kept) == len(collection.faces):
        known = ", ".join(collection.names) or "nobody"
        raise WrongState(f"{collection.id} holds no {f'{name!r}' if name else f'face {face}'}; it holds {known}")
    return _next_version(collection, kept, collection.model)


def _next_version(collection: Collection, faces: tuple[CollectedFace, ...], model: EmbeddingModel | None) -> Collection:
    """Return the next version; the same faces in another order are no change."""
    if sorted(faces, key=_identity) == sorted(collection.faces, key=_identity):
        return collection
    left = {each.external_image_id for each in faces}
    update = {
        "faces": faces,
        "model": model if faces else None,
        "people": {name: known for name, known in collection.people.items() if name in left},
        "name_changes": tuple(_changes_of(collection.name_changes, {each.face_id for each in faces})),
        "version": collection.version + 1,
    }
    return collection.model_copy(update=update)


def _changes_of(changes: Iterable[NameChange], left: set[str]) -> Iterator[NameChange]:
    """Yield the changes of faces that are left: nothing remembers the name of who was taken out."""
    for each in changes:
        before = {face: name for face, name in each.before.items() if face in left}
        if before:
            yield each.model_copy(update={"before": before})


def _identity(face: CollectedFace) -> tuple[str, str, str]:
    return face.image_id, face.face_id, face.external_image_id


def _face(record: Mapping[str, Any], image_id: str, name: str) -> CollectedFace:
    face, detail = record["Face"], record.get("FaceDetail", {})
    return CollectedFace(
        face_id=face["FaceId"],
        external_image_id=name,
        image_id=image_id,
        bounding_box=face["BoundingBox"],
        confidence=face["Confidence"],
        embedding=tuple(face["Embedding"]),
        quality=detail.get("Quality"),
    )
