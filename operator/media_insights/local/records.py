"""Records: the asset and the execution, the same objects as on a cluster, as YAML beside the results."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from media_insights.api.v1alpha1 import ExecutionStatus, MediaAsset, MediaExecution, MediaWorkflow
from media_insights.api.v1alpha1.asset import AssetExecution, AssetStatus, MediaFacts, MetadataPointer
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain import layout
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import canonical
from media_insights.domain.running.asset_record import record_of
from media_insights.domain.running.asset_status import AssetProgress, accepted_status
from media_insights.domain.running.measured_media import MOST_BYTES, measuring_results, with_measures
from media_insights.domain.running.pointers import Kept, Pointers, merged, pointers_of
from media_insights.domain.running.status import with_succeeded
from media_insights.errors import NoSuchObject
from media_insights.local.executions import clock
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library

_DUMPER: type[yaml.SafeDumper] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""libyaml's, where PyYAML was built with it: status is written often, and the pure one costs ten times as much."""

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Records:
    """The asset and the execution of one run, as they stand on disk."""

    store: FolderStore
    plan: Plan
    asset: MediaAsset
    execution: MediaExecution
    shared: bool = False
    """Whether others write the asset's record meanwhile: what they wrote stays."""
    _recorded: Manifest = field(default_factory=dict)
    _measured: tuple[tuple[MetadataPointer, ...], MediaFacts | None] = ((), None)
    """The results that measure the file, and what is known with them."""

    def write_status(self, status: ExecutionStatus) -> None:
        """Write both objects with a new status of the execution."""
        now = clock()
        queued_at = self.execution.status.queued_at or status.started_at
        status = with_succeeded(status.model_copy(update={"queued_at": queued_at}), self.execution, now)
        self.execution = self.execution.model_copy(update={"status": status})
        write(self.store, MediaExecution.PLURAL, self.execution)
        if self.shared:
            self.asset = asset_in(self.store, self.asset.metadata.name) or self.asset
        analysis = self._analysis()
        status_of_asset = accepted_status(self.asset, self._media(analysis.pointers), analysis, now)
        self._write_record(status_of_asset, analysis.pointers)
        self.asset = self.asset.model_copy(update={"status": status_of_asset})
        write(self.store, MediaAsset.PLURAL, self.asset)

    def _write_record(self, status: AssetStatus, pointers: Pointers) -> None:
        """Store the asset's full record before the status that points to the same results."""
        record, meta = record_of(self.asset, status, pointers), self.asset.metadata
        if pointers.metadata and record != self._recorded:
            self.store.put(layout.record_key(meta.namespace, meta.uid), canonical(record).encode())
            self._recorded = record

    def _media(self, pointers: Pointers) -> MediaFacts:
        """Return what is known of the file, with what complete results measured; they are read when they are new."""
        found = measuring_results(pointers)
        if found != self._measured[0]:
            contents = {each.operator: self._content(each.key) for each in found}
            self._measured = found, with_measures(self.plan.asset.media, contents)
        return self._measured[1] or self.plan.asset.media

    def _content(self, key: str) -> bytes:
        """Return a result; nothing where it went, as earlier runs' results may."""
        try:
            return self.store.range(key, 0, MOST_BYTES)
        except NoSuchObject:
            return b""

    def _analysis(self) -> AssetProgress:
        execution, old = self.execution, self.asset.status
        name, workflow = execution.metadata.name, execution.spec.workflow
        others = tuple(each for each in old.executions if each.workflow != workflow)
        newest = (*others, AssetExecution(workflow=workflow, name=name, state=execution.status.state))
        return AssetProgress(
            newest=newest,
            pointers=self._pointers(),
            workflows=[each.workflow for each in newest],
            executions={name: execution},
        )

    def _pointers(self) -> Pointers:
        """Return the asset's pointers; steps that were taken over in this very folder count as this run's."""
        paths = {output.key: self.store.path(output.key) for step in self.plan.steps for output in step.outputs}
        sizes = {key: path.stat().st_size for key, path in paths.items() if path.is_file()}
        own = replace(self.plan, steps=tuple(replace(step, reused=None) for step in self.plan.steps))
        return merged(
            Library(self.store).pointers(self.asset),
            [pointers_of(Kept(plan=own, sizes=sizes), self.execution.status)],
        )


def write(store: FolderStore, folder: str, thing: MediaAsset | MediaExecution | MediaWorkflow) -> None:
    """Write an object as YAML, whole or not at all."""
    manifest = thing.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    head = {"apiVersion": thing.api_version, "kind": thing.kind}
    text = yaml.dump(head | manifest, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=120)
    store.put(f"{folder}/{thing.metadata.name}.yaml", text.encode())


def asset_in(store: FolderStore, name: str) -> MediaAsset | None:
    """Return an asset that was recorded here before, None when there is none that can be read."""
    found = manifest_in(store.root / MediaAsset.PLURAL / f"{name}.yaml")
    return MediaAsset.model_validate(found) if found else None


def execution_in(store: FolderStore, name: str) -> MediaExecution | None:
    """Return an execution that was recorded here before, None when there is none that can be read."""
    found = manifest_in(store.root / MediaExecution.PLURAL / f"{name}.yaml")
    return MediaExecution.model_validate(found) if found else None


def executions_in(store: FolderStore, asset: str) -> tuple[MediaExecution, ...]:
    """Return the executions over an asset that were recorded here."""
    paths = sorted((store.root / MediaExecution.PLURAL).glob("*.yaml"))
    found = (execution_in(store, path.stem) for path in paths)
    return tuple(each for each in found if each is not None and each.spec.asset == asset)


def manifest_in(path: Path) -> dict[str, object] | None:
    """Return the object that a file records, None when it cannot be read or is no object."""
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe one
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None
    return found if isinstance(found, dict) and "spec" in found else None
