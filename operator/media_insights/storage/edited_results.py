"""Results of an asset as people edited them: the stored ones with the asset's log of edits applied."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.domain.edits.edit_log import EditLog
from media_insights.domain.edits.editing import EditedResult, as_edited, edited
from media_insights.errors import StoreError
from media_insights.storage.edit_logs import EditLogs
from media_insights.storage.library import StoredAsset, StoredResults


@dataclass(frozen=True, slots=True, eq=False)
class EditedResults(Mapping[str, Any]):
    """OperatorName → result with its edits, each read from the store whenever it is asked for."""

    results: StoredResults
    indexes: Mapping[str, Index]
    """OperatorName → how its result becomes moments; only what has one can be edited."""
    log: EditLog

    def __getitem__(self, name: str) -> Any:
        """Read a result, and apply its edits."""
        found = self.edited(name)
        return found.result if found else self.results[name]

    def __contains__(self, name: object) -> bool:
        """Return whether there is a pointer to the result; nothing is read."""
        return name in self.results

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(self.results)

    def __len__(self) -> int:
        """Count them."""
        return len(self.results)

    def edited(self, name: str) -> EditedResult | None:
        """Return a result with what became of its edits; None for one without edits, or that has no moments."""
        edits = self.log.of(name)
        return edited(self.results[name], self.indexes[name], edits) if edits and name in self.indexes else None

    def orphaned(self) -> dict[str, str]:
        """Return the id of each edit that counts and fits nothing, with a sentence why."""
        return {id_: why for name in self.log.results() for id_, why in self._orphaned(name)}

    def _orphaned(self, name: str) -> Iterator[tuple[str, str]]:
        edits = self.log.of(name)
        try:
            found = self.edited(name) if name in self.results else None
        except StoreError as error:
            yield from ((each.id, f"the result {name} cannot be read: {error}") for each in edits)
            return
        for each in edits:
            if name not in self.results:
                yield each.id, f"there is no result {name}"
            elif found is None:
                yield each.id, f"no plan says which moments the result {name} has"
            elif each.id not in found.fitting:
                yield each.id, f"the newest result {name} has nothing that it fits"


def edited_results(stored: StoredAsset) -> EditedResults:
    """Return an asset's newest results with its edits. Raises Damaged for a log that cannot be read."""
    meta = stored.asset.metadata
    known = bool(meta.namespace and meta.uid)  # a folder that was only written by `run`, or is older, has neither
    log = EditLogs(stored.library.store).read(meta.namespace, meta.uid) if known else EditLog()
    return with_log(stored, log)


def with_log(stored: StoredAsset, log: EditLog) -> EditedResults:
    """Return an asset's newest results with a log of edits."""
    indexes = {name: as_edited(index) for name, index in stored.indexes.items()} if log.active else stored.indexes
    return EditedResults(stored.results, indexes, log)
