"""Leader election: a Lease that the active replica renews, and that another takes over soon after it expires."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.api.v1alpha1.times import micro_time
from media_insights.errors import AlreadyExists, ApiError, LostLease, NotFound, Unavailable
from media_insights.kube.client import Api
from media_insights.kube.resources import LEASES
from media_insights.runtime import metrics

NAME = "media-insights-controller"
DURATION = 10.0
"""Seconds after which a lease that nobody renews is free."""
DEADLINE = 7.0
"""Seconds after the last renewal when its holder stops writing: before anybody else may start."""
RENEW_EVERY = 2.5
RETRY_AFTER = 0.5
TRY_EVERY = 1.5

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Lease:
    """The lease as this replica sees it. Others' clocks are not trusted: what counts is when *we* saw a change."""

    api: Api
    namespace: str
    identity: str
    clock: Callable[[], float] = time.monotonic
    _renewed: float = field(default=float("-inf"))
    _seen: tuple[str, float] = ("", 0.0)

    def held(self) -> bool:
        """Return whether this replica may write."""
        return self.clock() - self._renewed < DEADLINE

    async def acquire(self) -> None:
        """Return when this replica leads."""
        while not await self._attempt():  # noqa: ASYNC110 - what is waited for happens elsewhere
            await asyncio.sleep(TRY_EVERY * random.uniform(0.8, 1.2))  # noqa: S311 - spreads replicas, guards nothing
        metrics.LEADER.set(1)
        _log.info("leading as %s", self.identity)

    async def keep(self) -> None:
        """Renew the lease as long as possible; LostLease when it may be another's."""
        pause = RENEW_EVERY
        while True:
            await asyncio.sleep(pause)
            pause = RENEW_EVERY if await self._attempt() else RETRY_AFTER
            if not self.held():
                metrics.LEADER.set(0)
                raise LostLease(f"the lease {self.namespace}/{NAME} could not be renewed for {DEADLINE:.0f} s")

    async def release(self) -> None:
        """Give the lease back, so that another replica starts at once."""
        if self.held():
            await self._with_deadline(self._hand_over())
            self._renewed = float("-inf")
        metrics.LEADER.set(0)

    async def _hand_over(self) -> bool:
        lease = await self.api.get(LEASES, self.namespace, NAME)
        return lease["spec"].get("holderIdentity") == self.identity and await self._write(lease, "")

    async def _attempt(self) -> bool:
        return await self._with_deadline(self._try())

    async def _with_deadline(self, attempt: Awaitable[bool]) -> bool:
        try:
            async with asyncio.timeout(RENEW_EVERY):
                return await attempt
        except (ApiError, Unavailable, TimeoutError) as error:
            what = str(error) or f"the API server did not answer within {RENEW_EVERY:g} s"
            _log.warning("the lease %s/%s was not renewed: %s", self.namespace, NAME, what)
            return False

    async def _try(self) -> bool:
        try:
            lease = await self.api.get(LEASES, self.namespace, NAME)
        except NotFound:
            return await self._create()
        holder = lease.get("spec", {}).get("holderIdentity") or ""
        version = lease["metadata"]["resourceVersion"]
        if version != self._seen[0]:
            self._seen = (version, self.clock())
        if holder not in ("", self.identity) and self.clock() - self._seen[1] < DURATION:
            return False
        return await self._write(lease, self.identity)

    async def _create(self) -> bool:
        meta = {"name": NAME, "namespace": self.namespace}
        started = self.clock()
        lease = {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": meta, "spec": self._spec({})}
        try:
            await self.api.create(LEASES, lease)
        except AlreadyExists:
            return False
        self._renewed = started
        return True

    async def _write(self, lease: Manifest, holder: str) -> bool:
        """Replace, not merge: the API server refuses it when anybody else wrote in between."""
        started = self.clock()
        written = {**lease, "spec": {**self._spec(lease.get("spec", {})), "holderIdentity": holder}}
        await self.api.replace(LEASES, self.namespace, NAME, written)
        self._renewed = started if holder else float("-inf")
        return True

    def _spec(self, old: dict[str, Any]) -> dict[str, Any]:
        now = micro_time(datetime.now(UTC))
        mine = old.get("holderIdentity") == self.identity
        return {
            "holderIdentity": self.identity,
            "leaseDurationSeconds": int(DURATION),
            "renewTime": now,
            "acquireTime": old.get("acquireTime", now) if mine else now,
            "leaseTransitions": old.get("leaseTransitions", 0) + (0 if mine else 1),
        }
