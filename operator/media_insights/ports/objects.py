"""Objects of our kinds, as the API reads and writes them: the same manifests and merge patches on both adapters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from media_insights.api.v1alpha1 import (
    MediaAsset,
    MediaBatch,
    MediaExecution,
    MediaOperator,
    MediaSource,
    MediaWorkflow,
)
from media_insights.api.v1alpha1.meta import Manifest

KindT = TypeVar("KindT", MediaAsset, MediaExecution, MediaWorkflow, MediaOperator, MediaBatch, MediaSource)
_Kind_co = TypeVar(
    "_Kind_co", MediaAsset, MediaExecution, MediaWorkflow, MediaOperator, MediaBatch, MediaSource, covariant=True
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectSummary:
    """What lists filter and sort by: small enough to be kept for every object."""

    namespace: str
    """Empty for kinds without one."""
    name: str
    uid: str
    former_uid: str = ""
    """The UID that it had in a cluster that was lost; empty for what was never restored."""
    created: str = ""
    """RFC 3339, UTC; empty when nobody noted it."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Name → text, as :mod:`~media_insights.ports.summaries` defines them for each kind."""


class ChangeableObjects(Protocol[_Kind_co]):
    """Objects of one kind that are read and changed one by one."""

    async def get(self, namespace: str, name: str) -> _Kind_co:
        """Return the object of a name. Raises NotFound."""

    async def patch(self, namespace: str, name: str, patch: Manifest) -> _Kind_co:
        """Merge a patch into an object; Conflict when ``metadata.resourceVersion`` in it is not the newest."""


class KindObjects(ChangeableObjects[_Kind_co], Protocol[_Kind_co]):
    """The objects of one kind, of every namespace; rights are checked by whoever asks.

    Raises the errors of the API server: NotFound, AlreadyExists, Conflict, Rejected, Forbidden, Unavailable.
    """

    async def summaries(self) -> Sequence[ObjectSummary]:
        """Return the summary of every object, in no order."""

    async def find(self, uid: str) -> _Kind_co:
        """Return the object of a UID. Raises NotFound."""

    async def create(self, manifest: Manifest) -> _Kind_co:
        """Create an object and return it as it is stored. Raises AlreadyExists when the name is taken."""

    async def delete(self, namespace: str, name: str, uid: str) -> None:
        """Delete that very object; one that is gone already is fine."""
