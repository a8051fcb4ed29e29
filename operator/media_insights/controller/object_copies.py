"""Copies of objects in the store, beside the results: what a new cluster needs to have the assets of a lost one.

A change marks its asset, and rounds write what was marked: a minute of work is lost at most, and an asset of which much
changes costs one small write a minute. What is written can be lost too, since each new leader writes all of it anew.
"""

import asyncio
import logging
from dataclasses import dataclass, field

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.planning.plans_json import canonical
from media_insights.domain.running.stored_objects import objects_key, stored_objects
from media_insights.errors import MediaInsightsError
from media_insights.runtime import metrics
from media_insights.runtime.caches import Key
from media_insights.storage.store import Store

EVERY = 60.0
"""Seconds between two rounds."""
PAUSE = 0.02
"""Seconds between two writes: so many assets take none of the controller's time for others."""

_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class ObjectCopies:
    """Rounds over the assets that have changed, while this replica leads."""

    caches: WatchCaches
    store: Store
    every: float = EVERY
    _marked: dict[Key, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Follow the caches."""
        self.caches.assets.listeners.append(self._mark)
        self.caches.executions.listeners.append(self._mark_owner)

    async def run(self, listed: asyncio.Event) -> None:
        """Write for ever, as soon as all objects have been listed."""
        await listed.wait()
        while True:
            await self.write_marked()
            await asyncio.sleep(self.every)

    async def write_marked(self) -> None:
        """Write the assets that have changed; those that cannot be written now stay marked."""
        marked, self._marked = self._marked, {}
        for key in marked:
            try:
                await self._write(key)
            except MediaInsightsError as error:
                self._marked.setdefault(key)
                _log.warning("the objects of %s are not copied into the store yet: %s", "/".join(key), error)
            metrics.OBJECTS_UNCOPIED.set(len(self._marked))
            await asyncio.sleep(PAUSE)

    async def _write(self, key: Key) -> None:
        asset = self.caches.assets.get(key)
        if asset is None or "spec" not in asset or not self._stays(key, asset):
            return
        found = (self.caches.executions.get(each) for each in self.caches.executions.group(key))
        executions = [each for each in found if each is not None and "spec" in each]  # without it: too large to be kept
        content = canonical(stored_objects(asset, executions)).encode()
        place = objects_key(key[0], asset["metadata"]["uid"])
        await asyncio.to_thread(self.store.put, place, content, "application/json")
        if not self._stays(key, asset):  # its results may have been removed before this was written
            await asyncio.to_thread(self.store.delete, place)

    def _stays(self, key: Key, asset: Manifest) -> bool:
        """Return whether an asset is still that very one, has a status, and is not being deleted."""
        view = self.caches.assets.view(key)
        is_same = view is not None and view.uid == asset["metadata"]["uid"]
        return is_same and view is not None and not view.leaving and view.accepted is not None

    def _mark(self, key: Key) -> None:
        self._marked.setdefault(key)

    def _mark_owner(self, key: Key) -> None:
        if owner := self.caches.executions.owner(key):
            self._marked.setdefault(owner)
