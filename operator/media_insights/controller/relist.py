"""What was deleted while nobody watched: after a watch had to list anew, ghosts are found and forgotten."""

import asyncio
import logging
import time

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller.loop import Loop
from media_insights.errors import ApiError, Unavailable
from media_insights.kube.client import Api
from media_insights.kube.resources import ASSETS, EXECUTIONS, NAMESPACES, OPERATORS, RUNS, WORKFLOWS, Resource
from media_insights.kube.selectors import SELECTORS
from media_insights.runtime.caches import key_of

PRUNED = (ASSETS, EXECUTIONS, WORKFLOWS, OPERATORS, RUNS, NAMESPACES)
SETTLE = 2.0
"""Seconds that a new list has time to arrive as a whole."""
EVERY = 300.0

_log = logging.getLogger(__name__)


class Pruner:
    """Compares the caches with the API server: when a watch listed anew, and every five minutes as a net."""

    def __init__(self, loop: Loop, api: Api) -> None:
        self._loop = loop
        self._api = api
        self._wanted: dict[Resource, float] = {}
        self._wake = asyncio.Event()

    def relisted(self) -> None:
        """Say that a watch was begun anew: the others may have been too, and an empty list says nothing by itself."""
        for resource in PRUNED:
            self._wanted.setdefault(resource, time.monotonic() + SETTLE)
        self._wake.set()

    async def run(self) -> None:
        """Prune for ever."""
        due = time.monotonic() + EVERY
        while True:
            pause = min((due, *self._wanted.values())) - time.monotonic()
            self._wake.clear()
            try:
                await asyncio.wait_for(self._wake.wait(), max(0.05, pause))
            except TimeoutError:
                now = time.monotonic()
                wanted = [each for each, at in self._wanted.items() if at <= now]
                if now >= due:
                    wanted, due = list(PRUNED), now + EVERY
                    self._loop.resync()
                for resource in wanted:
                    self._wanted.pop(resource, None)
                    await self._prune(resource)

    async def _prune(self, resource: Resource) -> None:
        cache = self._loop.world.of(resource)
        before = {key: cache.uid(key) for key, _ in cache.views()}
        try:
            items = await self._api.items(resource, selector=SELECTORS.get(resource, ""), only_metadata=True)
        except (ApiError, Unavailable) as error:
            _log.warning("%s cannot be compared: %s", resource.plural, error)
            return
        there = {(key_of(item), item["metadata"]["uid"]) for item in items}
        for key, uid in before.items():
            if (key, uid) not in there and cache.uid(key) == uid:
                _log.info("%s %s was deleted unseen", resource.kind, "/".join(key))
                self._loop.tell(resource, _ghost(cache.get(key), key, uid), gone=True)


def _ghost(manifest: Manifest | None, key: tuple[str, str], uid: str) -> Manifest:
    return manifest or {"metadata": {"namespace": key[0], "name": key[1], "uid": uid}}
