"""A stored collection: what collections of every kind have in common, and how a request changes one only once."""

import math
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_pascal

from media_insights.errors import WrongState

FORMAT = "mediainsights.dev/collection/v1"
"""Value of ``Format``."""
MOST_REQUESTS = 200
"""Requests that are known to have changed a collection."""


class CollectionPart(BaseModel):
    """A part of a collection's file, whose members are named as Rekognition names its own."""

    model_config = ConfigDict(alias_generator=to_pascal, populate_by_name=True, extra="ignore", frozen=True)


class EmbeddingModel(BaseModel):
    """The network that made the embeddings: those of two networks cannot be compared. Written as results name it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: str
    sha256: str


class StoredCollection(CollectionPart):
    """A collection at one version."""

    MAY_BE_ABSENT: ClassVar = ("NameChanges", "People", "Request", "Requests")
    """Members of the file that are written only when they say something."""

    format: str = FORMAT
    id: str
    kind: str
    version: int = 0
    model: EmbeddingModel | None = None
    """None while it is empty."""
    created: str
    """RFC 3339, UTC."""
    request: str = ""
    """Which request made it: one that comes again finds its own."""
    requests: tuple[str, ...] = ()
    """Which requests changed it, the newest :data:`MOST_REQUESTS`: what one of them did may be undone since."""

    def to_json(self) -> dict[str, Any]:
        """Return the file's content."""
        found = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return {name: each for name, each in found.items() if each or name not in self.MAY_BE_ABSENT}

    @property
    def counts(self) -> dict[str, int]:
        """How much is in it: what a receipt says of one that is gone."""
        raise NotImplementedError


AnyCollection = TypeVar("AnyCollection", bound=StoredCollection)


def require_same_model(collection: StoredCollection, model: EmbeddingModel) -> None:
    """Raise WrongState when another model made the embeddings that a collection holds."""
    if collection.model and collection.model != model:
        raise WrongState(
            f"the collection {collection.id} holds embeddings of {collection.model.name} "
            f"({collection.model.sha256[:12]}), but this image was read by {model.name} ({model.sha256[:12]}), and the "
            f"two cannot be compared; make a new collection of its images"
        )


def require_comparable(collection: str, former: Sequence[float] | None, added: Sequence[float]) -> None:
    """Raise WrongState when a vector holds what is no number, or not as many numbers as one that a collection holds.

    JSON has no words for infinite numbers, and vectors of two lengths have no cosine: the file could not be read again.
    """
    if not all(math.isfinite(each) for each in added):
        raise WrongState(
            f"this image was read as a vector whose numbers are not all finite: {collection} cannot hold it"
        )
    if former is not None and len(former) != len(added):
        raise WrongState(
            f"the collection {collection} holds vectors of {len(former)} numbers, but this image was read as "
            f"{len(added)}, and the two cannot be compared; make a new collection of its images"
        )


def once(request: str, change: Callable[[AnyCollection], AnyCollection], collection: AnyCollection) -> AnyCollection:
    """Return what a request's change makes of a collection: what it is, where the same request has changed it before.

    The mark stands beside the change, so that no crash comes between the two. Empty: it is no request that comes again.
    """
    if request and request in collection.requests:
        return collection
    changed = change(collection)
    if not request or changed is collection:
        return changed
    return changed.model_copy(update={"requests": (*collection.requests, request)[-MOST_REQUESTS:]})
