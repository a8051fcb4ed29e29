"""Files of assets, as commands need them: one port with two ways behind it, the HTTP API and the store's own keys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.domain.planning.references import Address
from media_insights.exports.formats import ExportRequest
from media_insights.results.versions import FIRST

ResultOwner = MediaAsset | MediaExecution
"""Whose result is meant: the asset's newest, or the one of an execution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResult:
    """Reference to one stored result."""

    name: str
    """OperatorName in MIE's sense."""
    key: str
    operator: str = ""
    """The operator's name or alias, when known."""
    version: int = FIRST
    """Version of its schema."""

    def answers(self, wanted: str) -> bool:
        """Whether a user who writes ``wanted`` means this result: by result name, operator name or alias."""
        return _plain(wanted) in {_plain(self.name), _plain(self.operator)}


class AssetFiles(Protocol):
    """What commands read and write beside the objects of Kubernetes. Raises Failure with a sentence, and Damaged."""

    def upload(self, file: Path, namespace: str, *, key: str = "", shared: bool = True) -> Address:
        """Store a file of any size among a namespace's uploads, unless it is there, and return where it is.

        ``key``: exactly there, or a Failure that says what would be right. Without ``shared``: where no other file is,
        also one of the same content.
        """

    def upload_result(self, name: str, content: bytes, namespace: str) -> Address:
        """Store a result (JSON) that a run is to import, and return where it is."""

    def read(self, owner: ResultOwner, result: StoredResult) -> object:
        """Return a stored result: JSON, or a list of the lines of an ``.ndjson``."""

    def download(self, asset: MediaAsset, medium: str, target: Path | None) -> Path:
        """Write a medium, and what a playlist names, to files; return the path of the first. Nothing is overwritten."""

    def export(
        self, asset: MediaAsset, executions: Sequence[MediaExecution], wanted: ExportRequest, target: Path | None
    ) -> None:
        """Write an asset's results in a format to a new file, or to stdout."""

    def logs(self, execution: MediaExecution, operator: str, *, follow: bool) -> Iterator[tuple[str, str]]:
        """Yield (operator, line) of what was kept of a run; of one operator, or of all (``""``)."""


def _plain(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()
