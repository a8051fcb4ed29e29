"""Upkeep of credentials: sessions are made anew in time, what nobody needs any more is revoked, old copies are removed.

A net below the decisions, which revoke what ends: for an execution that went without its finalizer, a store that did
not answer for long, and what version 0.1 left: copies of keys in namespaces, and collections in the store.
"""

import asyncio
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller.run_secrets import RunSecrets
from media_insights.controller.snapshots import Snapshots
from media_insights.controller.views import parsed
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.planning.stored_plans import reference_of
from media_insights.domain.sources.tenancy import RETIRED_REPOSITORY, RETIRED_SECRET
from media_insights.errors import ApiError, LostLease, MediaInsightsError
from media_insights.kube.client import Api
from media_insights.kube.resources import CONFIG_MAPS, EXECUTIONS, NAMESPACES, SECRETS, Resource
from media_insights.runtime import metrics
from media_insights.runtime.caches import Key
from media_insights.storage.moves import move_collections
from media_insights.storage.store import Store

EVERY = 30.0
"""Seconds between two rounds."""
SWEEP = 300.0
"""Seconds between two looks at whose credentials there are."""
RENEWED_AT = 0.5
"""Part of a session's life after which it is made anew: kubelets bring a changed Secret within about two minutes."""

_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class CredentialUpkeep:
    """Rounds over all credentials of an installation, while this replica leads."""

    caches: WatchCaches
    api: Api
    store: Store
    secrets: RunSecrets
    snapshots: Snapshots
    seconds: int
    """How long a session lasts."""
    _tidied: set[str] = field(default_factory=set)
    """Namespaces without anything that older versions left."""
    _swept: float = float("-inf")

    async def run(self, listed: asyncio.Event) -> None:
        """Keep credentials, for ever, as soon as all objects have been listed."""
        await listed.wait()
        while True:
            await self.renew(datetime.now(UTC))
            await self.tidy()
            if time.monotonic() - self._swept >= SWEEP:
                self._swept = time.monotonic()
                await self.sweep()
            await asyncio.sleep(EVERY)

    async def renew(self, now: datetime) -> None:
        """Make the sessions anew of which half is over, and those that another process made."""
        if not self.secrets.credentials.expires:
            return
        for key, run in self._unfinished():
            if self.caches.runs.uid(key) and self.secrets.seconds_left(run, now) < self.seconds * RENEWED_AT:
                await self._renew(key, run)

    async def _renew(self, key: Key, run: str) -> None:
        manifest = self.caches.executions.get(key)
        asset = self.caches.assets.view((key[0], ((manifest or {}).get("spec") or {}).get("asset", "")))
        if manifest is None or asset is None or manifest["metadata"]["uid"] != run:
            return
        try:
            plan = await self.snapshots.read(reference_of(parsed(MediaExecution, manifest), asset.uid))
            if plan is not None:
                await self.secrets.make(plan)
                if all(run != each for _, each in self._unfinished()):  # it ended, and was revoked, meanwhile
                    await self.secrets.revoke(key[0], run)
        except LostLease:
            raise
        except Exception as error:  # noqa: BLE001 - one run's credentials must not end the upkeep of the others
            _report(f"credentials of {'/'.join(key)} are not made anew yet", EXECUTIONS, error)

    async def sweep(self) -> None:
        """Revoke the credentials of executions that have ended, or are not there."""
        try:
            found = await asyncio.to_thread(self.secrets.credentials.runs)
        except Exception as error:  # noqa: BLE001 - what an IAM answers must not end the controller's leading
            _report("credentials cannot be compared with executions", EXECUTIONS, error)
            return
        # compared afterwards: what was made meanwhile belongs to an execution that is known by now
        alive = {run for _, run in self._unfinished()}
        for run in found - alive:
            await self._revoke(run)

    async def _revoke(self, run: str) -> None:
        if not self.api.may_write():  # another replica's executions are not in this one's cache
            raise LostLease(f"another replica may be leading: credentials of the execution {run} were not revoked")
        try:
            await asyncio.to_thread(self.secrets.credentials.revoke, run)
            _log.info("revoked the credentials of the execution %s, which is over", run)
        except Exception as error:  # noqa: BLE001 - those of the others are revoked all the same
            _report(f"credentials of the execution {run}", EXECUTIONS, error)

    async def tidy(self) -> None:
        """Remove the keys and the collections that older versions left in their places, once nobody uses them."""
        for (_, namespace), enabled in list(self.caches.namespaces.views()):
            if not enabled or namespace in self._tidied or self._is_used(namespace):
                continue
            try:
                await asyncio.to_thread(move_collections, self.store, namespace)
                await self.api.delete(SECRETS, namespace, RETIRED_SECRET)
                await self.api.delete(CONFIG_MAPS, namespace, RETIRED_REPOSITORY)
            except ApiError as error:
                _log.warning("%s: what version 0.1 left stays there: %s", namespace, error)
            except LostLease:
                raise
            except Exception as error:  # noqa: BLE001 - one namespace must not keep the others from being tidied
                _report(f"{namespace}: what version 0.1 left is not removed yet", NAMESPACES, error)
                continue
            self._tidied.add(namespace)

    def _is_used(self, namespace: str) -> bool:
        """Return whether a run that an older version started is still going on there."""
        runs = (self.caches.runs.get(key) for key, _ in list(self.caches.runs.views()) if key[0] == namespace)
        return any(_is_old(run) for run in runs if run is not None)

    def _unfinished(self) -> Iterator[tuple[Key, str]]:
        """Yield every execution that goes on, with its UID."""
        for key, view in list(self.caches.executions.views()):
            if view.state not in FINISHED:
                yield key, self.caches.executions.uid(key)


def _is_old(run: Manifest) -> bool:
    named = ((run.get("spec") or {}).get("artifactRepositoryRef") or {}).get("configMap", "")
    return named == RETIRED_REPOSITORY and not (run.get("status") or {}).get("finishedAt")


def _report(what: str, resource: Resource, error: Exception) -> None:
    """Count and log what is tried again in a later round; a defect with its traceback."""
    metrics.RECONCILE_ERRORS.labels(resource.kind, type(error).__name__).inc()
    if isinstance(error, MediaInsightsError):
        _log.warning("%s: %s", what, error)
    else:
        _log.error("%s: a defect; it is tried again", what, exc_info=error)
