"""Writes to our own objects: on the version that was decided on, and what an unclear answer leaves is read again."""

from dataclasses import dataclass, field

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller.watch_caches import WatchCaches
from media_insights.errors import Conflict, NotFound, TooLarge, Unavailable
from media_insights.kube.client import Api
from media_insights.kube.resources import Resource
from media_insights.runtime.caches import Key, key_of

_UNCLEAR = (Conflict, TooLarge, Unavailable)
"""Answers after which the API server may hold another object than the cache: this very write, or somebody else's."""


@dataclass(slots=True)
class ObjectWrites:
    """Patches of objects of our kinds. The caches know what each made of its object."""

    caches: WatchCaches
    api: Api
    _unclear: set[tuple[Resource, Key]] = field(default_factory=set)
    _own: dict[tuple[Resource, Key], tuple[str, str]] = field(default_factory=dict)
    """Object → the version that a pass decided on, and the one that its own change of the metadata made of it."""

    async def status(self, resource: Resource, about: Manifest, patch: Manifest) -> None:
        """Merge a change into the status of exactly this object.

        A status that counts changes is written onto the version whose changes were counted, and onto no other: else
        a number could be given twice, by a replica that is late or after an answer that was lost.
        """
        meta = about["metadata"]
        version = {"resourceVersion": self._version(resource, about)} if "changes" in patch else {}
        body = {"metadata": {"uid": meta["uid"], **version}, "status": patch}
        answer = await self._patch(resource, about, body, subresource=True)
        self._own.pop((resource, key_of(about)), None)
        self.caches[resource].refresh(answer)

    async def metadata(self, resource: Resource, about: Manifest, change: Manifest) -> None:
        """Merge with the observed version: somebody else's finalizers and owners are never lost."""
        if not change:
            return
        version = self._version(resource, about)
        patch = {"metadata": {"resourceVersion": version, "uid": about["metadata"]["uid"], **change}}
        try:
            answer = await self._patch(resource, about, patch)
        except NotFound:
            return
        self._own[resource, key_of(about)] = about["metadata"]["resourceVersion"], answer["metadata"]["resourceVersion"]
        self.caches[resource].refresh(answer)

    async def settle(self, resource: Resource, key: Key) -> None:
        """Read an object again whose last write had no clear answer; the caches know then what became of it.

        Of one that is too large to be read, they know what the watch says of it.
        """
        self._own.pop((resource, key), None)
        if (resource, key) not in self._unclear:
            return
        try:
            self.caches[resource].refresh(await self.api.get(resource, *key))
        except NotFound:
            self.caches[resource].drop(key)
        except TooLarge:
            pass
        self._unclear.discard((resource, key))

    async def demand_count(self, resource: Resource, about: Manifest) -> None:
        """Raise Conflict if the API server counts other changes of an object than what was decided on did."""
        key, meta = key_of(about), about["metadata"]
        try:
            found = await self.api.get(resource, *key)
        except (NotFound, TooLarge):
            return
        if found["metadata"]["uid"] == meta["uid"] and _count(found) != _count(about):
            self.caches[resource].refresh(found)
            raise Conflict(f"{resource.kind} {'/'.join(key)}: its changes have been counted meanwhile; observe again")

    def _version(self, resource: Resource, about: Manifest) -> str:
        observed: str = about["metadata"]["resourceVersion"]
        before, after = self._own.get((resource, key_of(about)), ("", ""))
        return after if before == observed else observed

    async def _patch(
        self, resource: Resource, about: Manifest, body: Manifest, *, subresource: bool = False
    ) -> Manifest:
        key = key_of(about)
        try:
            return await self.api.patch(resource, *key, body, subresource="status" if subresource else "")
        except _UNCLEAR:
            self._unclear.add((resource, key))
            raise


def _count(manifest: Manifest) -> int:
    return int((manifest.get("status") or {}).get("changes") or 0)
