"""Capacities of a cluster: limits from the mirror, and what is stored as the controller measured it.

A measure is some time behind. So this replica counts what it lets begin on top of the measure until that has come to
contain it; what other replicas let begin meanwhile, each counts for itself.
"""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from media_insights.cluster.mirror import Mirror
from media_insights.domain.queueing.limits import Limits, limits_of
from media_insights.domain.stored_usage import StoredUsage, sentence_of_use
from media_insights.errors import MediaInsightsError
from media_insights.kube.resources import CONFIG_MAPS
from media_insights.storage.measures import read_usage
from media_insights.storage.store import Store

FRESH = 10.0
"""Seconds for which a measure is not read again."""
FORGOTTEN = 3600.0
"""Seconds after which what began is taken as given up."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Begun:
    """What this replica let begin in one namespace, and has not seen in a measure."""

    base: int = 0
    """Bytes that the measure had before."""
    bytes: int = 0
    until: float = 0.0

    def used(self, measured: int, now: float) -> int:
        """Return what is used at the most; what the measure contains by now, or was given up, is forgotten."""
        if measured >= self.base + self.bytes or now >= self.until:
            self.base, self.bytes = measured, 0
        return max(measured, self.base + self.bytes)


@dataclass(frozen=True, slots=True)
class MirroredCapacities:
    """The limits of the installation, and what is used of them."""

    mirror: Mirror
    store: Store
    clock: Callable[[], float] = time.monotonic
    _read: dict[str, tuple[float, StoredUsage]] = field(default_factory=dict)
    _begun: dict[str, _Begun] = field(default_factory=lambda: defaultdict(_Begun))

    async def limits(self) -> Limits:
        """Return the limits in force."""
        return limits_of(self.mirror.caches[CONFIG_MAPS].view(self.mirror.limits) or {})

    async def stored(self, namespace: str) -> StoredUsage:
        """Return what is stored of a namespace as last measured, or as last read while the store does not answer."""
        at, found = self._read.get(namespace, (float("-inf"), StoredUsage()))
        if self.clock() - at >= FRESH:
            try:
                found = await asyncio.to_thread(read_usage, self.store, namespace)
            except MediaInsightsError as error:
                _log.warning("what is stored of the namespace %s cannot be read: %s", namespace, error)
            self._read[namespace] = self.clock(), found
        return found

    async def reserve(self, namespace: str, size: int) -> str:
        """Count bytes that are about to be stored; return why there is no room for them, or nothing."""
        most = (await self.limits()).most_stored(namespace)
        if most is None:
            return ""
        measured, begun, now = (await self.stored(namespace)).total.bytes, self._begun[namespace], self.clock()
        used = begun.used(measured, now)
        if used + size > most:
            return f"there is no room for {size:,} bytes: {sentence_of_use(namespace, used, most)}"
        begun.bytes, begun.until = begun.bytes + size, now + FORGOTTEN
        return ""
