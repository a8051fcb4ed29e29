"""Workflows of a results folder beside those of the catalogue: somebody's own ones, as files that can be copied."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from media_insights.api.v1alpha1 import MediaWorkflow
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.errors import NotFound, Rejected
from media_insights.local.records import manifest_in
from media_insights.local.serving.catalogue_objects import CatalogueObjects
from media_insights.local.serving.record_files import RecordFiles, new_record
from media_insights.ports.objects import ObjectSummary
from media_insights.storage.folder import FolderStore


@dataclass(frozen=True, slots=True, eq=False)
class FolderWorkflows(Mapping[str, MediaWorkflow]):
    """Name → workflow, of the catalogue or of the folder; files are read whenever one is asked for."""

    shipped: Mapping[str, MediaWorkflow]
    store: FolderStore

    def __getitem__(self, name: str) -> MediaWorkflow:
        """Return a workflow."""
        if name in self.shipped:
            return self.shipped[name]
        found = self._read(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        yield from self.shipped
        own = sorted(path.stem for path in (self.store.root / MediaWorkflow.PLURAL).glob("*.yaml"))
        yield from (name for name in own if name not in self.shipped and self._read(name) is not None)

    def __len__(self) -> int:
        """Count them."""
        return sum(1 for _ in self)

    def _read(self, name: str) -> MediaWorkflow | None:
        manifest = manifest_in(self.store.root / MediaWorkflow.PLURAL / f"{name}.yaml") if "/" not in name else None
        try:
            return MediaWorkflow.model_validate(manifest) if manifest else None
        except ValidationError:
            return None


@dataclass(frozen=True, slots=True)
class RecordedWorkflows:
    """The workflows as objects: those of the folder can be changed, those of the catalogue cannot."""

    shipped: CatalogueObjects[MediaWorkflow]
    records: RecordFiles[MediaWorkflow]

    async def summaries(self) -> Sequence[ObjectSummary]:
        """Return the summary of every workflow."""
        own = [each for each in self.records.summaries() if each.name not in self.shipped.things]
        return [*await self.shipped.summaries(), *own]

    async def find(self, uid: str) -> MediaWorkflow:
        """Return the workflow of a UID."""
        try:
            return await self.shipped.find(uid)
        except NotFound:
            return self.records.find(uid)

    async def get(self, namespace: str, name: str) -> MediaWorkflow:
        """Return the workflow of a name."""
        if name in self.shipped.things:
            return await self.shipped.get(namespace, name)
        return self.records.get(namespace, name)

    async def create(self, manifest: Manifest) -> MediaWorkflow:
        """Write a workflow into the folder. Raises Rejected for the name of one of the catalogue."""
        self._require_own(str(manifest["metadata"].get("name", "")))
        return self.records.write(new_record(MediaWorkflow, manifest, self.records))

    async def patch(self, namespace: str, name: str, patch: Manifest) -> MediaWorkflow:
        """Change a workflow of the folder."""
        self._require_own(name)
        return self.records.patch(namespace, name, patch)

    async def delete(self, namespace: str, name: str, uid: str) -> None:
        """Remove a workflow of the folder; executions and results stay."""
        self._require_own(name)
        if self.records.get(namespace, name).metadata.uid == uid:
            self.records.remove(name)

    def _require_own(self, name: str) -> None:
        if name in self.shipped.things:
            raise Rejected(f"{name} comes with this program and stays as it is: give yours another name")
