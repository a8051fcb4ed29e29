"""Results of an asset as people edited them: the stored ones with the asset's log of edits applied.

What people corrected in a text is carried over to what operators made of that text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.domain.edits.carried_words import Correction
from media_insights.domain.edits.edit_log import EditLog
from media_insights.domain.edits.editing import EditedResult, as_edited, corrections_in, edited, retitled
from media_insights.errors import Damaged, NoSuchBucket, NoSuchObject, StoreError
from media_insights.results.moments import Moment
from media_insights.storage.edit_logs import EditLogs
from media_insights.storage.library import StoredAsset, StoredResults
from media_insights.storage.result_sources import sources_of


@dataclass(frozen=True, slots=True, eq=False)
class EditedResults(Mapping[str, Any]):
    """OperatorName → result with its edits, each read from the store whenever it is asked for."""

    results: StoredResults
    indexes: Mapping[str, Index]
    """OperatorName → how its result becomes moments; only what has one can be edited."""
    log: EditLog
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """OperatorName → those of the results that its operator read."""
    _corrections: dict[str, list[Correction]] = field(default_factory=dict)
    """OperatorName → what was corrected in its result, as far as it was asked for."""

    def __getitem__(self, name: str) -> Any:
        """Read a result, and apply its edits and those of what it was made of."""
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
        """Return a result with what became of its edits and of corrections of what it was made of.

        None for one about which nobody said anything, or that has no moments.
        """
        return self._edited(name, self._read_corrections(name, frozenset({name})) if self.log.active else [])

    def edited_itself(self, name: str) -> EditedResult | None:
        """Return a result with its own edits only; None for one without, or that has no moments."""
        return self._edited(name, [])

    def retitled(self, name: str) -> list[Moment]:
        """Return the moments of a result that have another title since, before and after, or are left out."""
        found = self.edited(name)
        return retitled(found, self.indexes[name]) if found else []

    def retitled_itself(self, name: str) -> list[Moment]:
        """Return the same of those whose title people changed themselves."""
        found = self.edited_itself(name)
        return retitled(found, self.indexes[name]) if found else []

    def _edited(self, name: str, corrections: list[Correction]) -> EditedResult | None:
        edits = self.log.of(name)
        if name not in self.indexes or not (edits or corrections):
            return None
        return edited(self.results[name], self.indexes[name], edits, corrections)

    def _read_corrections(self, name: str, readers: frozenset[str]) -> list[Correction]:
        """Return what was corrected in the results that an operator read; ``readers`` keeps circles from being run."""
        read = (each for each in self.sources.get(name, ()) if each not in readers)
        return [found for each in read for found in self._corrections_of(each, readers | {each})]

    def _corrections_of(self, name: str, readers: frozenset[str]) -> list[Correction]:
        if name not in self._corrections:
            try:
                found = self._edited(name, self._read_corrections(name, readers)) if name in self.results else None
            except (NoSuchObject, NoSuchBucket, Damaged):  # who reads that result itself is told
                found = None
            self._corrections[name] = corrections_in(found) if found else []
        return self._corrections[name]

    def orphaned(self) -> dict[str, str]:
        """Return the id of each edit that counts and fits nothing, with a sentence why."""
        return {id_: why for name in self.log.results() for id_, why in self._orphaned(name)}

    def _orphaned(self, name: str) -> Iterator[tuple[str, str]]:
        edits = self.log.of(name)
        try:
            found = self.edited_itself(name) if name in self.results else None
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
    if not log.active:
        return EditedResults(stored.results, stored.indexes, log)
    indexes = {name: as_edited(index) for name, index in stored.indexes.items()}
    return EditedResults(stored.results, indexes, log, sources_of(stored.plans.values(), stored.results.pointers))
