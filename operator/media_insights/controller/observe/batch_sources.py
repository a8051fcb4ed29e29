"""Sources and plans of batches in the store: the next page of a listing, and the next items of a plan."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice

from media_insights.api.v1alpha1 import MediaBatch, reasons
from media_insights.api.v1alpha1.batch import BatchCheckpoint
from media_insights.api.v1alpha1.prefix import Prefix
from media_insights.controller.observe.begun_items import BegunItems
from media_insights.controller.observe.listed_objects import PAGE, is_file, unlisted
from media_insights.domain import batch_layout
from media_insights.domain.batches.batch_items import MOST_ITEMS, new_items
from media_insights.domain.batches.item_lists import MOST_BYTES, parse_items
from media_insights.domain.batches.progress import ItemState
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.deciding.batches.batch_facts import ListedPage, checkpoint_of
from media_insights.domain.file_items import FileItem
from media_insights.domain.file_selection import FileSelection, path_below
from media_insights.domain.sources.tenancy import Tenant
from media_insights.errors import InvalidObject, NoSuchObject, StoreError
from media_insights.storage.store import ObjectInfo, Store


@dataclass(frozen=True, slots=True)
class BatchSources:
    """Reads what belongs to batches, of what the tenant may name. Raises Unavailable when the store does not answer."""

    store: Store
    page: int = PAGE

    def next_page(self, batch: MediaBatch, tenant: Tenant, is_begun: Callable[[str], bool]) -> ListedPage | Rejection:
        """Return what the source has after the checkpoint, without items that have begun, or why it cannot be read."""
        source, begun = batch.spec.source, BegunItems(self.store).names(batch)

        def is_known(name: str) -> bool:
            return name in begun or is_begun(name)

        try:
            if source.prefix:
                page = self._of_prefix(batch, source.prefix, tenant, is_known)
            else:
                page = self._of_list(batch, is_known)
            return replace(page, begun=begun)
        except (InvalidObject, StoreError) as error:
            return _problem(batch, error)

    def refused(self, batch: MediaBatch) -> tuple[ItemState, ...]:
        """Return the items that the API server had refused when the list of failures was stored."""
        return BegunItems(self.store).refused(batch)

    def planned(self, checkpoint: BatchCheckpoint) -> tuple[FileItem, ...] | None:
        """Return items of the plan from the first that has not begun; None when the plan is lost or damaged."""
        if checkpoint.begun >= checkpoint.planned:
            return ()
        try:
            first, key = max(
                (first, each.key)
                for each in self.store.list(checkpoint.key)
                if (first := batch_layout.first_of_part(each.key)) <= checkpoint.begun
            )
            items = tuple(parse_items(self.store.get(key), ""))
        except (ValueError, InvalidObject, NoSuchObject):
            return None
        return items[checkpoint.begun - first :] or None

    def _of_prefix(
        self, batch: MediaBatch, prefix: Prefix, tenant: Tenant, is_begun: Callable[[str], bool]
    ) -> ListedPage:
        listed = self.store.at(prefix.bucket).list(prefix.key, checkpoint_of(batch).listed_up_to)
        objects = list(islice(listed, self.page))
        selection = _selection(batch)
        wanted = [each for each in objects if _is_wanted(each, prefix, tenant, selection)]
        found = (FileItem(bucket=prefix.bucket, key=each.key, version=each.etag) for each in wanted)
        items, _ = new_items(batch.metadata, found, is_wanted=lambda _: True, is_known=is_begun)
        return ListedPage(
            items=items,
            skipped=len(objects) - len(wanted),
            up_to=objects[-1].key if objects else "",
            complete=len(objects) < self.page,
        )

    def _of_list(self, batch: MediaBatch, is_begun: Callable[[str], bool]) -> ListedPage:
        """Read the whole list, in one request; of one that has too many items, as many as show that."""
        place = batch.spec.source.list_
        assert place is not None  # noqa: S101 - a source has exactly one of two
        content = self.store.at(place.bucket).range(place.key, 0, MOST_BYTES + 1)
        selection = _selection(batch)
        items, left_out = new_items(
            batch.metadata,
            parse_items(content, place.bucket),
            is_wanted=lambda item: selection.takes(item.key),
            is_known=is_begun,
        )
        return ListedPage(items=items, skipped=left_out, complete=len(items) <= MOST_ITEMS)


def _selection(batch: MediaBatch) -> FileSelection:
    return FileSelection(include=batch.spec.source.include, exclude=batch.spec.source.exclude)


def _is_wanted(found: ObjectInfo, prefix: Prefix, tenant: Tenant, selection: FileSelection) -> bool:
    return is_file(found.key, prefix, tenant) and selection.takes(path_below(found.key, prefix.key))


def _problem(batch: MediaBatch, error: InvalidObject | StoreError) -> Rejection:
    source = batch.spec.source
    place, path = source.prefix or source.list_, f"spec.source.{'prefix' if source.prefix else 'list'}"
    assert place is not None  # noqa: S101 - a source has exactly one of two
    if isinstance(error, InvalidObject):
        return Rejection(reason=reasons.INVALID_LIST, message=f"{path}: {source.uri}: {error}")
    return unlisted(path, place, error)
