"""Changes of the installation with the caller's own token, so that the API server decides as it does for kubectl.

The account of the API has none of these rights, and no admission policy has an exception for it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from media_insights.api.v1alpha1 import MediaOperator
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cluster.mirror import Mirror
from media_insights.domain.queueing.limits import MAX_CONCURRENT
from media_insights.errors import Conflict, Forbidden, NotFound, Unauthorized
from media_insights.kube.client import Api
from media_insights.kube.resources import CONFIG_MAPS, OPERATORS

_HOW = "send one that is meant for the API server: kubectl create token ACCOUNT"


@dataclass(frozen=True, slots=True)
class CallersChanges:
    """The installation of a cluster."""

    api: Api
    mirror: Mirror

    async def create_operator(self, token: str, manifest: Manifest) -> MediaOperator:
        """Create an operator; whoever asks here next knows it."""
        async with self._as_caller(token) as api:
            made = await api.create(OPERATORS, manifest)
        self.mirror.caches[OPERATORS].put(made)
        return MediaOperator.model_validate(made)

    async def replace_operator(self, token: str, name: str, content: Manifest) -> MediaOperator:
        """Give an operator another spec, whole: a merge patch would merge the objects in it, and remove its nulls."""
        known = self.mirror.caches[OPERATORS].get(("", name))
        if known is None:
            raise NotFound(f"there is no operator {name}")
        old, new = known["metadata"], content["metadata"]
        annotations = {**(old.get("annotations") or {}), **new.get("annotations", {})}
        meta = {**old, "annotations": annotations, "resourceVersion": new["resourceVersion"]}
        async with self._as_caller(token) as api:
            replaced = await api.replace(OPERATORS, "", name, {**known, "metadata": meta, "spec": content["spec"]})
        self.mirror.caches[OPERATORS].refresh(replaced)
        return MediaOperator.model_validate(replaced)

    async def delete_operator(self, token: str, name: str, uid: str) -> None:
        """Delete that very operator, which nobody finds here from then on; a newer one of its name stays."""
        async with self._as_caller(token) as api:
            with suppress(Conflict):
                await api.delete(OPERATORS, "", name, uid=uid)
        self.mirror.caches[OPERATORS].drop(("", name), uid)

    async def set_max_concurrent(self, token: str, most: int) -> None:
        """Write the limit into its ConfigMap, which the controller watches."""
        async with self._as_caller(token) as api:
            written = await api.patch(CONFIG_MAPS, *self.mirror.limits, {"data": {MAX_CONCURRENT: str(most)}})
        self.mirror.caches[CONFIG_MAPS].refresh(written)

    @asynccontextmanager
    async def _as_caller(self, token: str) -> AsyncIterator[Api]:
        """Open a connection of the caller's own. Raises Forbidden for whoever has no token that the cluster takes."""
        if not token:
            raise Forbidden(f"whoever signed in with a browser has no token of the cluster: {_HOW}")
        api = self.api.as_caller(token)
        try:
            yield api
        except Unauthorized as error:
            raise Forbidden(f"the API server does not take this token: {_HOW}") from error
        finally:
            await api.close()
