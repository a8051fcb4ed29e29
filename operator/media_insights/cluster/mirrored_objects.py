"""The ports' objects over a cluster: read from the mirror, written to the API server."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic

from pydantic import ValidationError

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cluster.mirror import Mirror
from media_insights.errors import Conflict, InvalidObject, NotFound
from media_insights.kube.client import Api
from media_insights.kube.resources import NAMESPACES, Resource
from media_insights.ports.objects import KindT, ObjectSummary
from media_insights.runtime.caches import Key

MOST_KEYS = 20_000
"""UIDs that are remembered at most; then they are asked for anew."""
LAG = 1.0
"""Seconds that a watch may be behind: for so long a UID that is not known yet is waited for."""


@dataclass(frozen=True, slots=True)
class MirroredObjects(Generic[KindT]):
    """The objects of one kind."""

    kind: type[KindT]
    resource: Resource
    mirror: Mirror
    api: Api
    _keys: dict[str, Key] = field(default_factory=dict)
    """UID → namespace and name of objects that were asked for: not every request looks through all."""

    async def summaries(self) -> Sequence[ObjectSummary]:
        """Return the summary of every object."""
        return self.mirror.summaries(self.resource)

    async def find(self, uid: str) -> KindT:
        """Return the object of a UID, or what was restored from it; one just made elsewhere may need a moment."""
        until = time.monotonic() + LAG
        while True:
            found = self._known(uid)
            if found is not None:
                return await self.get(*found)
            left = until - time.monotonic()
            if left <= 0:
                raise NotFound(f"there is no {self.resource.kind} {uid}")
            await self.mirror.wait_for_change(left)

    def _known(self, uid: str) -> Key | None:
        """Return the key of a UID that the watch has shown."""
        key = self._keys.get(uid)
        view = self.mirror.caches[self.resource].view(key) if key else None
        if view is not None and uid in (view.uid, view.former_uid):
            return key
        if len(self._keys) >= MOST_KEYS:
            self._keys.clear()
        found = [each for each in self.mirror.summaries(self.resource) if uid in (each.uid, each.former_uid)]
        if not found:
            return None
        # whoever has a UID goes before one who says that it was his
        best = min(found, key=lambda each: (each.uid != uid, each.created, each.uid))
        self._keys[uid] = best.namespace, best.name
        return self._keys[uid]

    async def get(self, namespace: str, name: str) -> KindT:
        """Return the object of a name: the watch's, or else the API server's."""
        manifest = self.mirror.caches[self.resource].get((namespace, name))
        return self._parsed(manifest or await self.api.get(self.resource, namespace, name))

    async def create(self, manifest: Manifest) -> KindT:
        """Create an object; whoever asks here next knows it."""
        made = await self.api.create(self.resource, manifest)
        self.mirror.caches[self.resource].put(made)
        return self._parsed(made)

    async def patch(self, namespace: str, name: str, patch: Manifest) -> KindT:
        """Merge a patch into an object."""
        patched = await self.api.patch(self.resource, namespace, name, patch)
        self.mirror.caches[self.resource].refresh(patched)
        return self._parsed(patched)

    async def delete(self, namespace: str, name: str, uid: str) -> None:
        """Delete that very object; one of its name that was made since stays."""
        try:
            await self.api.delete(self.resource, namespace, name, uid=uid)
        except Conflict:
            return

    def _parsed(self, manifest: Manifest) -> KindT:
        try:
            return self.kind.model_validate(manifest)
        except ValidationError as error:
            name = manifest["metadata"]["name"]
            raise InvalidObject(f"the {self.resource.kind} {name} cannot be read by this version") from error


@dataclass(frozen=True, slots=True)
class MirroredNamespaces:
    """The namespaces of the cluster that are enabled."""

    mirror: Mirror

    async def names(self) -> Sequence[str]:
        """Return their names."""
        return [name for (_, name), is_enabled in self.mirror.caches[NAMESPACES].views() if is_enabled]
