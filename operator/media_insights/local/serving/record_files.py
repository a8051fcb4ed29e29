"""Record files: the assets and executions of a results folder as objects, read again only when they changed."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import uuid4

from pydantic import ValidationError

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, MediaWorkflow
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.errors import AlreadyExists, Conflict, NotFound, Rejected
from media_insights.local.executions import clock
from media_insights.local.records import manifest_in, write
from media_insights.local.requests import NAMESPACE
from media_insights.ports.objects import ObjectSummary
from media_insights.ports.summaries import summary_of
from media_insights.storage.folder import FolderStore

_SUFFIX = ".yaml"
Recorded = TypeVar("Recorded", MediaAsset, MediaExecution, MediaWorkflow)


@dataclass(frozen=True, slots=True)
class _ReadRecord(Generic[Recorded]):
    version: str
    thing: Recorded
    summary: ObjectSummary


@dataclass(slots=True)
class RecordFiles(Generic[Recorded]):
    """The records of one kind. Not for several threads."""

    store: FolderStore
    kind: type[Recorded]
    _known: dict[str, _ReadRecord[Recorded]] = field(default_factory=dict)
    """Name → what was read."""
    _names: dict[str, str] = field(default_factory=dict)
    """UID → name, as they were when the record was read."""

    def all(self) -> Iterator[Recorded]:
        """Yield every record that can be read."""
        return (each.thing for each in self._all())

    def summaries(self) -> Sequence[ObjectSummary]:
        """Return the summary of every record."""
        return [each.summary for each in self._all()]

    def find(self, uid: str) -> Recorded:
        """Return the record of a UID. Raises NotFound."""
        name = self._names.get(uid)
        known = self._read(name, f"{self.store.root}/{self.kind.PLURAL}/{name}{_SUFFIX}") if name is not None else None
        if known is not None and known.thing.metadata.uid == uid:
            return known.thing
        found = next((each for each in self.all() if each.metadata.uid == uid), None)
        if found is None:
            raise NotFound(f"there is no {self.kind.__name__} {uid}")
        return found

    def get(self, namespace: str, name: str) -> Recorded:
        """Return the record of a name. Raises NotFound."""
        found = self._read(name, str(self._path(name)))
        if found is None or found.thing.metadata.namespace != namespace:
            raise NotFound(f"there is no {self.kind.__name__} {name} in {namespace}")
        return found.thing

    def has(self, name: str) -> bool:
        """Return whether a name is taken."""
        return self._path(name).is_file()

    def patch(self, namespace: str, name: str, patch: Manifest) -> Recorded:
        """Merge a patch into a record. Raises NotFound, and Conflict for another version than the newest."""
        found = self.get(namespace, name)
        version = patch.get("metadata", {}).get("resourceVersion", "")
        if version not in ("", found.metadata.resource_version):
            raise Conflict(f"{name} has changed since it was read: read it again")
        merged = _merged(found.model_dump(mode="json", by_alias=True, exclude_none=True), patch)
        return self.write(parse_manifest(self.kind, merged))

    def write(self, thing: Recorded) -> Recorded:
        """Write a record and return it as it is read."""
        meta = thing.metadata.model_copy(update={"resource_version": ""})
        write(self.store, self.kind.PLURAL, thing.model_copy(update={"metadata": meta}))
        return self.get(meta.namespace, meta.name)

    def remove(self, name: str) -> None:
        """Remove a record."""
        self._path(name).unlink(missing_ok=True)
        gone = self._known.pop(name, None)
        if gone is not None:
            self._names.pop(gone.thing.metadata.uid, None)

    def _path(self, name: str) -> Path:
        return self.store.path(f"{self.kind.PLURAL}/{name}{_SUFFIX}")

    def _all(self) -> Iterator[_ReadRecord[Recorded]]:
        folder = str(self.store.root / self.kind.PLURAL)
        try:
            files = os.listdir(folder)  # noqa: PTH208 - as below
        except FileNotFoundError:
            return
        for file in sorted(files):
            if file.endswith(_SUFFIX) and (found := self._read(file.removesuffix(_SUFFIX), f"{folder}/{file}")):
                yield found

    def _read(self, name: str, path: str) -> _ReadRecord[Recorded] | None:
        """Return a record, None when it is gone or no record: somebody else may write into the folder."""
        try:
            stat = os.stat(path)  # noqa: PTH116 - a list asks this of thousands, and a Path costs more than the question
        except FileNotFoundError:
            return None
        version = f"{stat.st_mtime_ns:x}-{stat.st_size:x}-{stat.st_ino:x}"
        known = self._known.get(name)
        if known is None or known.version != version:
            known = self._parsed(Path(path), version)
            if known is not None:
                self._known[name] = known
                self._names[known.thing.metadata.uid] = name
        return known

    def _parsed(self, path: Path, version: str) -> _ReadRecord[Recorded] | None:
        manifest = manifest_in(path)
        if manifest is None:
            return None
        try:
            thing = self.kind.model_validate(manifest)
        except ValidationError:
            return None
        meta = thing.metadata.model_copy(update={"resource_version": version})
        thing = thing.model_copy(update={"metadata": meta})
        return _ReadRecord(version, thing, summary_of(thing))


def parse_manifest(kind: type[Recorded], manifest: Manifest) -> Recorded:
    """Return a manifest as an object. Raises Rejected naming each field that is wrong, as an API server does."""
    try:
        return kind.model_validate(manifest)
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise Rejected(f"{kind.__name__} {manifest['metadata'].get('name', '')} is invalid: {said}") from error


def _merged(old: Any, patch: Any) -> Any:
    """Return a JSON merge patch (RFC 7396) applied."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(old) if isinstance(old, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = _merged(merged.get(name), value)
    return merged


def new_record(kind: type[Recorded], manifest: Manifest, records: RecordFiles[Recorded]) -> Recorded:
    """Return an object as an API server would store it. Raises AlreadyExists and Rejected."""
    meta = manifest["metadata"]
    if meta.get("namespace", NAMESPACE) != NAMESPACE:
        raise Rejected(f"there is one namespace here: {NAMESPACE}, not {meta['namespace']}")
    thing = parse_manifest(kind, manifest)
    if records.has(thing.metadata.name):
        raise AlreadyExists(f"there is a {kind.__name__} {thing.metadata.name} already")
    given = {"namespace": NAMESPACE, "uid": str(uuid4()), "generation": 1, "creationTimestamp": rfc3339(clock())}
    return parse_manifest(kind, {**manifest, "metadata": {**meta, **given}})
