"""Files of assets in the object store, with keys of the store: the installation's, or the user's own."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from media_insights.actions import importing
from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.cli.cluster.downloads import known_medium, write_files
from media_insights.cli.cluster.installation.asset_files import ResultOwner, StoredResult
from media_insights.cli.exports import write_export
from media_insights.cluster.argo_logs import OF_ARGO, operator_of
from media_insights.domain import layout
from media_insights.domain.planning.references import Address
from media_insights.exports.formats import ExportRequest
from media_insights.storage import playlists, uploads
from media_insights.storage.library import Library
from media_insights.storage.store import Store


@dataclass(frozen=True, slots=True)
class FilesByKeys:
    """Fulfils :class:`~media_insights.cli.cluster.installation.asset_files.AssetFiles`."""

    store: Store

    def upload(self, file: Path, namespace: str, *, key: str = "", shared: bool = True) -> Address:
        """Store a file under a key, or under one that names its content."""
        suffix = "" if shared else secrets.token_hex(8)
        key = key or uploads.key_of(file, namespace, suffix)
        uploads.upload(self.store, key, file)
        return Address(self.store.bucket, key)

    def upload_result(self, name: str, content: bytes, namespace: str) -> Address:
        """Store a result under a key that names its content."""
        key = importing.key_of(namespace, name, content)
        self.store.put(key, content, "application/json")
        return Address(self.store.bucket, key)

    def read(self, owner: ResultOwner, result: StoredResult) -> object:  # noqa: ARG002 - its key says enough
        """Read the result of a key."""
        return Library(self.store).result(result.key)

    def download(self, asset: MediaAsset, medium: str, target: Path | None) -> Path:
        """Write a medium, and what a playlist names."""
        media = known_medium(asset, Library(self.store).of(asset, ()).media, medium)
        family = playlists.family_of(media.key, lambda key, most: self.store.range(key, 0, most))
        return write_files(family, target, self.store.get_file)

    def export(
        self, asset: MediaAsset, executions: Sequence[MediaExecution], wanted: ExportRequest, target: Path | None
    ) -> None:
        """Write what the store has of the asset, in a format."""
        write_export(Library(self.store).of(asset, executions), wanted, target)

    def logs(
        self,
        execution: MediaExecution,
        operator: str,
        *,
        follow: bool,  # noqa: ARG002 - what was kept does not grow
    ) -> Iterator[tuple[str, str]]:
        """Yield what Argo's executor kept of the run, attempt by attempt."""
        meta, uid = execution.metadata, layout.asset_uid_of(execution.status.plan_key)
        for pod, text in Library(self.store).logs(meta.namespace, uid, meta.name):
            of = operator_of(pod, meta.name)
            for line in text.decode("utf-8", "replace").splitlines():
                if operator in ("", of) and not OF_ARGO.search(line):
                    yield of, line
