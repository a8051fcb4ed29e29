"""Views of collections of faces: who is known by which faces, without the numbers that a face is recognized by."""

from pydantic import Field

from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.domain.known_faces import CollectedFace, Collection, NameChange


class CollectionRow(StatusShape):
    """A collection in a list."""

    namespace: str
    name: str
    version: int = Field(description="Rises with each change.")
    faces: int
    names: int = Field(description="How many people it knows.")
    created: str


class CollectedFaceView(StatusShape):
    """One face of one image."""

    id: str
    image: str = Field(description="SHA-256 of the image's file.")
    confidence: float


class CollectedPerson(StatusShape):
    """Somebody whom a collection knows."""

    name: str
    faces: list[CollectedFaceView]


class NameChangeView(StatusShape):
    """That faces got another name."""

    id: str
    at: str
    by: str
    name: str
    before: list[str] = Field(description="The names that they had.")
    faces: int


class CollectionDocument(CollectionRow):
    """A collection and whom it knows."""

    model: str = Field(default="", description="What made the embeddings; empty while there are none.")
    people: list[CollectedPerson]
    changes: list[NameChangeView] = Field(description="Names that were changed and can be changed back, oldest first.")


def collection_row(namespace: str, found: Collection) -> CollectionRow:
    """Return a collection's line in a list."""
    return CollectionRow(
        namespace=namespace,
        name=found.id,
        version=found.version,
        faces=len(found.faces),
        names=len(found.names),
        created=found.created,
    )


def collection_view(namespace: str, found: Collection) -> CollectionDocument:
    """Return a collection as the API shows it."""
    people = [CollectedPerson(name=each, faces=_faces_of(found, each)) for each in found.names]
    return CollectionDocument(
        **collection_row(namespace, found).model_dump(),
        model=found.model.name if found.model else "",
        people=people,
        changes=[_change(each) for each in found.name_changes],
    )


def _faces_of(found: Collection, name: str) -> list[CollectedFaceView]:
    return [_face(each) for each in found.faces if each.external_image_id == name]


def _face(face: CollectedFace) -> CollectedFaceView:
    return CollectedFaceView(id=face.face_id, image=face.image_id, confidence=face.confidence)


def _change(change: NameChange) -> NameChangeView:
    return NameChangeView(
        id=change.id,
        at=change.at,
        by=change.by,
        name=change.name,
        before=sorted(set(change.before.values())),
        faces=len(change.before),
    )
