"""Tenants' namespaces: prepared before the first run in them, kept as they were made, cleaned when they are closed."""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Sequence

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.compile.namespace import PREPARED, NamespaceFacts, compile_namespace
from media_insights.controller import children
from media_insights.controller.surroundings import Surroundings
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.names import short_hash
from media_insights.domain.sources.tenancy import Tenant, tenant_of
from media_insights.errors import Forbidden, Rejected
from media_insights.kube.client import Api
from media_insights.kube.resources import NAMESPACES, NETWORK_POLICIES, Resource, resource_of
from media_insights.runtime.caches import Key, key_of
from media_insights.settings.controller import ControllerSettings

REAPPLIED = 240.0
"""Seconds after which everything is applied again at the next resync, which comes every five minutes: the net."""
FOLLOWED = 30.0
"""Seconds between two looks at what cannot be watched: the store's name and credentials, API servers' addresses."""
ENDING = 5.0
"""Seconds between two looks at a closed namespace whose runs are still ending."""

Prepared = tuple[Resource, Key]

_log = logging.getLogger(__name__)


class Tenants:
    """What the namespaces of tenants were given."""

    def __init__(
        self,
        api: Api,
        settings: ControllerSettings,
        caches: WatchCaches,
        surroundings: Surroundings,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api = api
        self._settings = settings
        self._caches = caches
        self._surroundings = surroundings
        self._clock = clock
        self._applied: dict[str, dict[Prepared, str]] = {}
        """Namespace → object → hash of the manifest that was applied last."""
        self._wanted: dict[str, dict[Prepared, str]] = {}
        """Namespace that is prepared → object that is watched → fingerprint."""
        self._at: dict[str, float] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    def of(self, namespace: str) -> Tenant:
        """Return what the administrator gave a namespace."""
        return tenant_of(self._settings.tenants, namespace, self._settings.store.address.bucket)

    async def ensure(self, namespace: str) -> None:
        """Return when the namespace holds all that a run needs: no request when it does, as far as watches show."""
        async with self._locks.setdefault(namespace, asyncio.Lock()):
            if not self._is_settled(namespace):
                await self._prepare(namespace)

    async def keep(self, namespace: str) -> None:
        """Apply what is not as it should be, and everything every five minutes.

        Raises NotPrepared when it cannot be known what pods may reach.
        """
        async with self._locks.setdefault(namespace, asyncio.Lock()):
            await self._prepare(namespace)

    async def close(self, namespace: str, *, running: bool) -> bool:
        """Take back what a namespace was given; return whether something has to wait.

        Secrets go first. NetworkPolicies stay while pods are ``running``. Does nothing in a namespace that holds
        nothing of ours, and may be repeated at any time.
        """
        async with self._locks.setdefault(namespace, asyncio.Lock()):
            known = bool(self._applied.pop(namespace, None))
            self._wanted.pop(namespace, None)
            if not known and not any(self._caches[each].group(("", namespace)) for each in children.WATCHED):
                return False
            for kind, name in PREPARED:
                if not (running and kind == NETWORK_POLICIES.kind):
                    await self._take_back(resource_of(kind), namespace, name)
            _log.info("took back what the namespace %s was given%s", namespace, ", but policies" if running else "")
        return running

    async def follow(self, enqueue: Callable[[tuple[Resource, Key]], None]) -> None:
        """Enqueue all prepared namespaces again and again, for ever: what they depend on may have changed unseen."""
        while True:
            await asyncio.sleep(FOLLOWED)
            for namespace in tuple(self._wanted):
                enqueue((NAMESPACES, ("", namespace)))

    def _is_settled(self, namespace: str) -> bool:
        wanted = self._wanted.get(namespace)
        return wanted is not None and all(self._caches[kind].view(key) == mark for (kind, key), mark in wanted.items())

    async def _prepare(self, namespace: str) -> None:
        settled = self._is_settled(namespace)
        due = self._clock() - self._at.get(namespace, float("-inf")) >= REAPPLIED
        if namespace in self._wanted and (due or not settled):
            self._applied.pop(namespace, None)  # with a ServiceAccount its token goes, which is not watched
            _log.info(
                "applying everything in the namespace %s again: %s", namespace, "it is time" if due else "changed"
            )
            self._wanted.pop(namespace)
        manifests = compile_namespace(await self._facts(namespace))
        for manifest in manifests:
            await self._apply(namespace, manifest)
        if namespace not in self._wanted:
            self._at[namespace] = self._clock()
        self._wanted[namespace] = dict(_watched(manifests))

    async def _apply(self, namespace: str, manifest: Manifest) -> None:
        """Apply once per change: an API server that fails at times does not set us back to the start."""
        resource, done = resource_of(manifest["kind"]), self._applied.setdefault(namespace, {})
        what, digest = (resource, key_of(manifest)), short_hash(json.dumps(manifest, sort_keys=True))
        if done.get(what) == digest:
            return
        try:
            answer = await self._api.apply(resource, manifest)
        except Rejected:  # a field that can only be made anew, as a binding's role
            await self._api.delete(resource, *what[1])
            answer = await self._api.apply(resource, manifest)
        if resource in children.WATCHED:
            self._caches[resource].put(answer)
        done[what] = digest

    async def _take_back(self, resource: Resource, namespace: str, name: str) -> None:
        try:
            await self._api.delete(resource, namespace, name)
        except Forbidden as error:  # it no longer carries our label, or a namespace is not ours to write
            _log.warning("%s/%s of the closed namespace %s stays: %s", resource.plural, name, namespace, error)

    async def _facts(self, namespace: str) -> NamespaceFacts:
        return NamespaceFacts(
            namespace=namespace,
            store=self._settings.store.address,
            destinations=await self._surroundings.destinations(),
        )


def _watched(manifests: Sequence[Manifest]) -> list[tuple[Prepared, str]]:
    found = ((resource_of(each["kind"]), each) for each in manifests)
    return [((kind, key_of(each)), children.fingerprint(each)) for kind, each in found if kind in children.WATCHED]
