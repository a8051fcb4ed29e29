"""Objects that are not read, or at which the controller fails: they are told so by a condition and an Event."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from media_insights.api.v1alpha1 import reasons
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller import problem_status
from media_insights.controller.apply import Applier
from media_insights.controller.event_recorder import Recorder
from media_insights.controller.status_patches import merge_patch
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.deciding.actions import StopRun
from media_insights.domain.deciding.changes import Change
from media_insights.errors import TooLarge, Unavailable
from media_insights.kube.resources import EXECUTIONS, OURS, Resource
from media_insights.runtime.caches import Key

AGAIN = 5.0
"""Seconds until a stub is told why it is not read, while another one is told."""
LATER = 60.0
"""Seconds until that is tried again which the API server did not answer."""

_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class UnreadObjects:
    """Tells objects of our kinds why nothing is done for them."""

    caches: WatchCaches
    applier: Applier
    recorder: Recorder
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    _told: dict[tuple[Resource, Key], str] = field(default_factory=dict)
    """Stub → the version of its spec for which its status says so."""
    _telling: bool = False
    """Whether a stub is being told: one at a time, since the API server takes seconds to write a large object."""

    async def tell(self, resource: Resource, key: Key, stub: Manifest, sentence: str) -> float | None:
        """Tell a stub, once per version of its spec; what runs for it is stopped. Return when to come again."""
        generation = self.caches[resource].generation(key)
        if resource not in OURS or self._told.get((resource, key)) == generation:
            return None
        if resource is EXECUTIONS and self.caches.runs.uid(key):
            await self.applier.act(StopRun(key[1]), resource, stub)
        if self._telling:
            return AGAIN
        self._telling = True
        try:
            await self._write(resource, stub, sentence)
        except Unavailable as error:
            _log.warning("%s %s: %s", resource.kind, "/".join(key), error)
            return LATER
        finally:
            self._telling = False
        self._told[resource, key] = generation
        return None

    async def quarantine(self, resource: Resource, key: Key, sentence: str) -> None:
        """Tell an object at which the controller fails that it is left alone."""
        manifest = self.caches[resource].get(key)
        if manifest is None or resource not in OURS:
            return
        status = problem_status.unread(resource, manifest, reasons.QUARANTINED, sentence, self.clock())
        patch = merge_patch(manifest.get("status") or {}, status)
        if patch:
            await self.applier.writes.status(resource, manifest, patch)
        await self._record(manifest, reasons.QUARANTINED, sentence)

    def forget(self, resource: Resource, key: Key) -> None:
        """Forget an object that is gone."""
        self._told.pop((resource, key), None)

    async def _write(self, resource: Resource, stub: Manifest, sentence: str) -> None:
        await self._record(stub, reasons.TOO_LARGE, sentence)
        status = problem_status.unread(resource, stub, reasons.TOO_LARGE, sentence, self.clock())
        try:
            await self.applier.writes.status(resource, stub, status)
        except TooLarge:
            _log.debug("%s %s: the status was written, the answer is not read", resource.kind, stub["metadata"]["name"])

    async def _record(self, manifest: Manifest, reason: str, sentence: str) -> None:
        generation = manifest["metadata"].get("generation", 0)
        change = Change(subject="object", reason=reason, message=sentence, well=False, sequence=generation)
        await self.recorder.record(manifest, change)
