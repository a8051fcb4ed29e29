"""Indexer of a results folder: keeps its index up to date while it is served."""

import asyncio
import logging
from dataclasses import dataclass, field
from pathlib import Path

from media_insights.errors import MediaInsightsError
from media_insights.local.searching import index_folder
from media_insights.runtime.recent_changes import RecentChanges
from media_insights.storage.folder import FolderStore

_log = logging.getLogger(__name__)
_PAUSE = 0.5
"""Seconds between two passes: what changes meanwhile is indexed by one."""


@dataclass(slots=True)
class FolderIndexer:
    """Indexes after each change, and now and then without one: other programs write into the folder, too."""

    store: FolderStore
    changes: RecentChanges
    cache: Path | None = None
    """Where models are kept; None: sentences that people edited are not found by their meaning."""
    _loop: asyncio.AbstractEventLoop | None = None
    _told: asyncio.Event = field(default_factory=asyncio.Event)

    def notice(self, namespace: str, name: str, uid: str) -> None:  # noqa: ARG002 - every asset is compared anyway
        """Index soon; may be called by any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._told.set)

    async def work(self) -> None:
        """Bring the index up to date, for ever; what fails is tried again at the next change or silence."""
        self._loop = asyncio.get_running_loop()
        while True:
            before = self.changes.newest
            self._told.clear()
            try:
                await asyncio.to_thread(index_folder, self.store, self.cache)
            except (MediaInsightsError, OSError) as error:
                _log.warning("the index is not up to date: %s", error)
            except Exception:  # noqa: BLE001 - a defect in one pass must not end indexing until the next start
                _log.exception("the index is not up to date: a defect")
            await asyncio.sleep(_PAUSE)
            await self._change(before)

    async def _change(self, after: int) -> None:
        """Return when something has changed or was told of, or after a silence."""
        changes = self.changes.changes(after)
        waits = [asyncio.ensure_future(anext(changes, None)), asyncio.ensure_future(self._told.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
            await changes.aclose()
