"""Operators and workflows of this machine's catalogue as objects, which nobody can change by the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import NAMESPACE_URL, uuid5

from media_insights.api.v1alpha1 import MediaOperator, MediaWorkflow
from media_insights.api.v1alpha1.meta import Manifest, ObjectMeta
from media_insights.catalogue.operator_folders import Catalogue
from media_insights.errors import NotFound, Rejected
from media_insights.local.requests import NAMESPACE
from media_insights.ports.objects import ObjectSummary
from media_insights.ports.summaries import summary_of

Listed = TypeVar("Listed", MediaOperator, MediaWorkflow)


@dataclass(frozen=True, slots=True)
class CatalogueObjects(Generic[Listed]):
    """One kind of the catalogue."""

    things: Mapping[str, Listed]

    async def summaries(self) -> Sequence[ObjectSummary]:
        """Return the summary of every object."""
        return [summary_of(each) for each in self.things.values()]

    async def find(self, uid: str) -> Listed:
        """Return the object of a UID."""
        found = next((each for each in self.things.values() if each.metadata.uid == uid), None)
        if found is None:
            raise NotFound(f"there is no {uid}")
        return found

    async def get(self, namespace: str, name: str) -> Listed:
        """Return the object of a name."""
        found = self.things.get(name)
        if found is None or found.metadata.namespace != namespace:
            raise NotFound(f"there is no {name}")
        return found

    async def create(self, manifest: Manifest) -> Listed:
        """Refuse: the catalogue is files."""
        raise Rejected(f"{manifest['metadata'].get('name', '')}: the catalogue of this machine is files, not objects")

    async def patch(self, namespace: str, name: str, patch: Manifest) -> Listed:  # noqa: ARG002 - as on a cluster
        """Refuse: the catalogue is files."""
        raise Rejected(f"{name}: the catalogue of this machine is files, not objects")

    async def delete(self, namespace: str, name: str, uid: str) -> None:  # noqa: ARG002 - as above
        """Refuse: the catalogue is files."""
        raise Rejected(f"{name}: the catalogue of this machine is files, not objects")


def operators_of(catalogue: Catalogue) -> CatalogueObjects[MediaOperator]:
    """Return the operators."""
    found = {
        name: MediaOperator(metadata=_meta(name, ""), spec=each.spec) for name, each in catalogue.operators.items()
    }
    return CatalogueObjects(found)


def workflows_of(catalogue: Catalogue) -> CatalogueObjects[MediaWorkflow]:
    """Return the workflows, in the one namespace of this machine."""
    found = {
        name: each.model_copy(update={"metadata": _meta(name, NAMESPACE)}) for name, each in catalogue.workflows.items()
    }
    return CatalogueObjects(found)


def _meta(name: str, namespace: str) -> ObjectMeta:
    return ObjectMeta(name=name, namespace=namespace, uid=str(uuid5(NAMESPACE_URL, name)))
