"""Files that parameters name, without a cluster: found beside the manifest, in the current folder or in the results."""

from dataclasses import dataclass
from pathlib import Path

from media_insights.domain.planning.plan import Plan, WiredInput
from media_insights.domain.planning.references import Address, Known, named_in
from media_insights.domain.word_lists import is_list_key
from media_insights.errors import StoreError
from media_insights.local.requests import BUCKET
from media_insights.storage.collections import collections_in
from media_insights.storage.folder import FolderStore


@dataclass(frozen=True, slots=True)
class NamedFiles:
    """Folders in which files that parameters name are searched, in order."""

    store: FolderStore
    base: Path
    """Folder of the manifest."""

    def path(self, wired: WiredInput) -> Path:
        """Return the first file that is there, in the order of the module's first line; else where it should be."""
        kept = wired.collection or is_list_key(wired.key)
        places = [self._stored(wired)] if kept else [*self._local(wired), self._stored(wired)]
        return next((path for path in places if path.is_file()), places[0])

    def _local(self, wired: WiredInput) -> list[Path]:
        name = wired.key.rpartition("/")[2]
        folders = [self.base, Path()]
        return [folder / part for folder in folders for part in dict.fromkeys((wired.key, name))]

    def _stored(self, wired: WiredInput) -> Path:
        store = self.store if wired.bucket == BUCKET else self.store.at(wired.bucket)
        try:
            return store.path(wired.key)
        except StoreError:
            return self.base / wired.key


def known_of(plan: Plan, files: NamedFiles) -> Known:
    """Return which of the files that a plan names are there; a version is the time and size of the file."""
    named = named_in(plan)
    kinds = {wired.collection for wired in named if wired.collection}
    paths = {Address(wired.bucket, wired.key): files.path(wired) for wired in named}
    return Known(
        versions={address: _version(path) for address, path in paths.items() if path.is_file()},
        collections={kind: collections_in(plan.asset.namespace, kind, files.store) for kind in kinds},
    )


def _version(path: Path) -> str:
    stat = path.stat()
    return f"{stat.st_mtime_ns:x}-{stat.st_size:x}"
