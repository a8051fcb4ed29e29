"""Relist: objects that were deleted while nobody watched are found and forgotten, as an informer's relist does it.

kopf passes on what a new list holds, not what it no longer holds. So after a watch was begun anew, and every five
minutes as a net, the caches are compared with the API server.
"""

import asyncio
import logging
import time
from collections.abc import Sequence

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.errors import ApiError, NoSuchKind, Unavailable
from media_insights.kube.client import Api
from media_insights.kube.resources import Resource
from media_insights.runtime.caches import Key, key_of
from media_insights.runtime.loop import Loop

SETTLE = 2.0
"""Seconds that a new list has time to arrive as a whole."""
EVERY = 300.0

_log = logging.getLogger(__name__)


class Relist:
    """Compares the caches of some kinds with the API server; objects that it no longer has get their event."""

    def __init__(self, loop: Loop, api: Api, compared: Sequence[Resource], resynced: Sequence[Resource]) -> None:
        """``resynced``: the kinds whose objects are all reconciled once more every five minutes."""
        self._loop = loop
        self._api = api
        self._compared = compared
        self._resynced = resynced
        self._due: dict[Resource, float] = {}
        self._wake = asyncio.Event()

    def request(self) -> None:
        """Ask for a comparison: a watch was begun anew, and an empty list says nothing by itself."""
        for resource in self._compared:
            self._due.setdefault(resource, time.monotonic() + SETTLE)
        self._wake.set()

    async def run(self) -> None:
        """Compare whenever it is due, for ever."""
        next_full = time.monotonic() + EVERY
        while True:
            pause = min((next_full, *self._due.values())) - time.monotonic()
            self._wake.clear()
            try:
                async with asyncio.timeout(max(0.05, pause)):
                    await self._wake.wait()
            except TimeoutError:
                now = time.monotonic()
                due = [each for each, at in self._due.items() if at <= now]
                if now >= next_full:
                    due, next_full = list(self._compared), now + EVERY
                    self._loop.resync(self._resynced)
                for resource in due:
                    self._due.pop(resource, None)
                    await self.compare(resource)

    async def compare(self, resource: Resource) -> None:
        """Forget the objects of a kind that the API server no longer has, and enqueue what that concerns."""
        cache = self._loop.caches[resource]
        before = {key: cache.uid(key) for key, _ in cache.views()}
        try:
            items = await self._api.items(resource, selector=resource.selector, only_metadata=True)
        except (ApiError, Unavailable) as error:
            if before or not isinstance(error, NoSuchKind):  # a kind that is still to come is told by those who wait
                _log.warning("%s cannot be compared: %s", resource.plural, error)
            return
        present = {(key_of(item), item["metadata"]["uid"]) for item in items}
        for key, uid in before.items():
            if (key, uid) not in present and cache.uid(key) == uid:
                _log.info("%s %s was deleted unseen", resource.kind, "/".join(key))
                self._loop.on_event(resource, cache.get(key) or _stub(key, uid), deleted=True)


def _stub(key: Key, uid: str) -> Manifest:
    return {"metadata": {"namespace": key[0], "name": key[1], "uid": uid}}
