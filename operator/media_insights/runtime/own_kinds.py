"""Own kinds: those of ours that the API server does not know, since their definitions were not applied yet.

A process goes on with the others, and begins with these when they appear: kopf watches the definitions for that.
"""

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass

from media_insights.errors import ApiError, Unavailable
from media_insights.kube.client import Api
from media_insights.kube.resources import Resource
from media_insights.runtime.health import Health

_REMEDY = "apply the CustomResourceDefinitions of this version, as docs/install.md#3-upgrading says"
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class OwnKinds:
    """Some kinds of ours, and which of them the API server lacked when it was last asked."""

    api: Api
    kinds: Collection[Resource]
    missing: frozenset[Resource] = frozenset()
    every: float = 10.0
    again: float = 1.0
    """Seconds between two questions, and when one was not answered."""

    @property
    def sentence(self) -> str:
        """Return what is missing and how it is repaired; nothing when nothing is missing."""
        names = ", ".join(sorted(each.definition for each in self.missing))
        return f"the API server does not know {names}: {_REMEDY}" if names else ""

    def report(self, health: Health) -> None:
        """Let the probes say what is missing; only a process that knows none of its kinds is not ready."""
        health.notes["kinds"] = lambda: self.sentence
        health.obstacles["kinds"] = lambda: self.sentence if self.missing == frozenset(self.kinds) else ""

    async def refresh(self) -> frozenset[Resource]:
        """Return what is missing now, and log it where it was not known."""
        before, self.missing = self.missing, await self._missing()
        if self.missing - before:
            _log.warning("%s. What concerns other kinds goes on", self.sentence)
        for each in before - self.missing:
            _log.info("%s is there", each.definition)
        return self.missing

    async def follow(self) -> None:
        """Ask again until nothing is missing."""
        while self.missing:
            await asyncio.sleep(self.every)
            await self.refresh()

    async def _missing(self) -> frozenset[Resource]:
        return frozenset([each for each in self.kinds if not await self._is_served(each)])

    async def _is_served(self, resource: Resource) -> bool:
        """Return whether the API server knows a kind; one that this process may not ask for is taken for known."""
        while True:
            try:
                return await self.api.serves(resource)
            except Unavailable as error:
                _log.warning("the kinds cannot be seen: %s", error)
                await asyncio.sleep(self.again)
            except ApiError:
                return True
