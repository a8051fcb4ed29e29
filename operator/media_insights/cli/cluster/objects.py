"""The kinds, read and written for one command: get, create, patch, delete, and follow until something is true."""

import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cli.cluster.clusters import Cluster, ask
from media_insights.cli.terminal.failures import Failure
from media_insights.errors import AlreadyExists, ApiError, NotFound, Unavailable
from media_insights.kube.resources import Resource

if TYPE_CHECKING:
    from media_insights.kube.client import Api

T = TypeVar("T")
WATCH_SECONDS = 60
"""One watch request; afterwards the object is read anew, so that a dead connection is noticed."""
POLL_SECONDS = 2.0
"""Pause between reads when watching is not allowed or just failed."""


@dataclass(frozen=True, slots=True)
class Objects:
    """The objects of one kind in the cluster's namespace."""

    cluster: Cluster
    resource: Resource

    def find(self, name: str) -> Manifest | None:
        """Return an object, None when it does not exist."""
        try:
            return self._ask("get", lambda api: api.get(self.resource, self.cluster.namespace, name))
        except NotFound:
            return None

    def get(self, name: str) -> Manifest:
        """Return an object. Raises Failure with a sentence when it does not exist."""
        found = self.find(name)
        if found is None:
            raise self._absent(name)
        return found

    def list(self) -> list[Manifest]:
        """Return all objects, oldest first."""
        found = self._ask("list", lambda api: api.items(self.resource, self.cluster.namespace))
        return sorted(found, key=lambda item: str(item["metadata"].get("creationTimestamp", "")))

    def create(self, manifest: Manifest) -> Manifest | None:
        """Create an object in the namespace and return it; None when the name is taken."""
        placed = {**manifest, "metadata": {**manifest["metadata"], "namespace": self.cluster.namespace}}
        try:
            return self._ask("create", lambda api: api.create(self.resource, placed))
        except AlreadyExists:
            return None
        except NotFound as error:  # only of its namespace
            namespace = self.cluster.namespace
            raise Failure(f"the namespace {namespace} does not exist: kubectl create namespace {namespace}") from error

    def patch(self, name: str, patch: Manifest) -> None:
        """Merge a patch into an object. Raises Failure when it does not exist."""
        try:
            self._ask("patch", lambda api: api.patch(self.resource, self.cluster.namespace, name, patch))
        except NotFound as error:
            raise self._absent(name) from error

    def delete(self, name: str) -> None:
        """Delete an object. Raises Failure when it does not exist."""
        if not self._ask("delete", lambda api: api.delete(self.resource, self.cluster.namespace, name)):
            raise self._absent(name)

    def follow(self, name: str, deadline: float) -> Iterator[Manifest]:
        """Yield an object now and whenever it changes, until ``deadline`` (monotonic) or its deletion."""
        while time.monotonic() < deadline:
            found = self.find(name)
            if found is None:
                return
            yield found
            try:
                yield from self._changes(found, min(WATCH_SECONDS, deadline - time.monotonic()))
            except (ApiError, Unavailable):
                # Not allowed to watch, history gone (410), connection lost: reading again is always right.
                time.sleep(max(0.0, min(POLL_SECONDS, deadline - time.monotonic())))

    def _changes(self, found: Manifest, seconds: float) -> Iterator[Manifest]:
        return self.cluster.api.each(lambda api: api.watch(self.resource, found, seconds))

    def _ask(self, verb: str, call: "Callable[[Api], Awaitable[T]]") -> T:
        what = f"{verb} {self.resource.plural} in namespace {self.cluster.namespace}"
        return ask(what, lambda: self.cluster.api.run(call))

    def _absent(self, name: str) -> Failure:
        return Failure(
            f"there is no {self.resource.kind} {name} in namespace {self.cluster.namespace}; "
            "kubectl media get lists what there is, -n names another namespace"
        )
