"""Copies of objects in the store, beside the results: what a new cluster needs to have the assets of a lost one.

A change marks its asset, and rounds write what was marked: a minute of work is lost at most, and an asset of which much
changes costs one small write a minute. What is written can be lost too, since each new leader writes all of it anew.
"""

import asyncio
from dataclasses import dataclass, field

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller.failures import Failures
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.planning.plans_json import canonical
from media_insights.domain.running.stored_objects import objects_key, stored_objects
from media_insights.runtime import metrics
from media_insights.runtime.caches import Key
from media_insights.storage.store import Store

PAUSE = 0.02
"""Seconds between two writes: so many assets take none of the controller's time for others."""


@dataclass(slots=True, kw_only=True)
class ObjectCopies:
    """Rounds over the assets that have changed, while this replica leads."""

    caches: WatchCaches
    store: Store
    every: float = 60.0
    """Seconds between two rounds."""
    _marked: dict[Key, None] = field(default_factory=dict)
    _failures: Failures = field(default_factory=lambda: Failures("objects of assets are not copied into the store"))

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
            name = "/".join(key)
            if not self._failures.is_unavailable:
                with self._failures.noted(name):
                    await self._write(key)
                await asyncio.sleep(PAUSE)
            if self._failures.is_unavailable or self._failures.has(name):
                self._marked.setdefault(key)
        metrics.OBJECTS_UNCOPIED.set(len(self._marked))
        self._failures.end_round()

    async def _write(self, key: Key) -> None:
        asset = self.caches.assets.get(key)
        if asset is None or "spec" not in asset or not self._stays(key, asset):
            return
        place = objects_key(key[0], asset["metadata"]["uid"])
        await asyncio.to_thread(self._put, place, asset, self.caches.executions.group(key))
        if not self._stays(key, asset):  # its results may have been removed before this was written
            await asyncio.to_thread(self.store.delete, place)

    def _put(self, place: str, asset: Manifest, ran: tuple[Key, ...]) -> None:
        """Write a copy, in a thread: an asset may have thousands of executions."""
        found = (self.caches.executions.get(each) for each in ran)
        executions = [each for each in found if each is not None and _comes_back(each)]
        self.store.put(place, canonical(stored_objects(asset, executions)).encode(), "application/json")

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


def _comes_back(execution: Manifest) -> bool:
    """Return whether an execution is worth a copy: it is not being deleted, nor too large to be known whole."""
    return "spec" in execution and "deletionTimestamp" not in execution["metadata"]
