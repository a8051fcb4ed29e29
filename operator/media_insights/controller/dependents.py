"""Dependents: which objects must be reconciled when another one is added, changed or deleted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller import children, usages
from media_insights.controller.watch_caches import WatchCaches
from media_insights.kube.resources import (
    ASSETS,
    BATCHES,
    CONFIG_MAPS,
    EXECUTIONS,
    NAMESPACES,
    OPERATORS,
    RUNS,
    SOURCES,
    WORKFLOWS,
    Resource,
)
from media_insights.runtime.caches import Key, key_of
from media_insights.runtime.loop import Work


@dataclass(frozen=True, slots=True)
class Dependents:
    """The map from events to work, read from the caches."""

    caches: WatchCaches
    installation: str
    """The namespace whose workflows all may name."""
    _workflows: dict[Key, str] = field(default_factory=dict)
    """Workflow → UID of the one that was there at its last event."""
    _used: set[Key] = field(default_factory=set)
    """Workflows that executions or batches needed at the last event that concerned them."""

    def of(self, resource: Resource, manifest: Manifest) -> Iterable[Work]:
        """Return the work that an event of an object causes; none for leases."""
        key = key_of(manifest)
        if resource == EXECUTIONS:
            return self._of_execution(key)
        if resource in (RUNS, CONFIG_MAPS):
            return ((EXECUTIONS if resource == RUNS else resource, key),)
        if resource in children.WATCHED:
            return ((NAMESPACES, children.namespace_of(manifest)),)
        found = {
            ASSETS: self._of_asset,
            WORKFLOWS: self._of_workflow,
            OPERATORS: self._of_operator,
            NAMESPACES: self._of_namespace,
            BATCHES: self._of_batch,
            SOURCES: self._of_source,
        }.get(resource)
        return found(key) if found else ()

    def _of_execution(self, key: Key) -> Iterator[Work]:
        yield EXECUTIONS, key
        asset = self.caches.executions.owner(key)
        if asset:
            yield ASSETS, asset
            yield from self._batch_of(asset)
        for target in self.caches.executions.references.take_changed():
            yield from self._needed(target)

    def _of_batch(self, key: Key) -> Iterator[Work]:
        yield BATCHES, key
        for target in self.caches.batches.references.take_changed():
            yield from self._needed(target)

    def _needed(self, target: Key) -> Iterator[Work]:
        """Yield what executions or batches have begun to need, or need no more; most of what they name stays needed."""
        if not target[0]:
            if not self.caches.workflows.references.to(target):
                yield OPERATORS, target
            return
        key = target if self.caches.workflows.uid(target) else (self.installation, target[1])
        usage = usages.of_workflow(self.caches, key, self.installation)
        if (usage.executions or usage.batches) == (key in self._used):
            return
        self._used.symmetric_difference_update((key,))
        yield WORKFLOWS, key

    def _of_source(self, key: Key) -> Iterator[Work]:
        """Nothing of its assets: what they leave room for begins some seconds later."""
        yield SOURCES, key

    def _batch_of(self, asset: Key) -> Iterator[Work]:
        summary, batch = self.caches.assets.view(asset), self.caches.assets.owner(asset)
        if summary and summary.batch and batch:
            yield BATCHES, batch

    def _refused_batches(self) -> Iterator[Key]:
        return (key for key, view in self.caches.batches.views() if not view.accepted)

    def _refused_sources(self) -> Iterator[Key]:
        return (key for key, view in self.caches.sources.views() if not view.accepted)

    def _of_asset(self, key: Key) -> Iterator[Work]:
        yield ASSETS, key
        yield from self._batch_of(key)
        for each in self.caches.executions.group(key):
            view = self.caches.executions.view(each)
            if view and view.state not in FINISHED:
                yield EXECUTIONS, each

    def _of_workflow(self, key: Key) -> Iterator[Work]:
        """Who was refused may be right now; all who name a workflow are told that it came or went."""
        yield WORKFLOWS, key
        everybody = self._came_or_went(key)
        if everybody and key[0] != self.installation:
            yield WORKFLOWS, (self.installation, key[1])
        for target in self.caches.workflows.references.take_changed():
            yield OPERATORS, target
        for source, view in self.caches.sources.views():
            if key[1] in view.workflows and (everybody or not view.accepted):
                yield SOURCES, source
        for each in usages.referrers(self.caches.batches.references, self.caches, key, self.installation):
            batch = self.caches.batches.view(each)
            if batch and (everybody or not batch.accepted):
                yield BATCHES, each
        for each in usages.referrers(self.caches.assets.references, self.caches, key, self.installation):
            asset = self.caches.assets.view(each)
            if asset and (everybody or not asset.accepted):
                yield ASSETS, each

    def _came_or_went(self, key: Key) -> bool:
        before, now = self._workflows.get(key, ""), self.caches.workflows.uid(key)
        if now:
            self._workflows[key] = now
        else:
            self._workflows.pop(key, None)
        return before != now

    def _of_operator(self, key: Key) -> Iterator[Work]:
        """Workflows that name an operator are right or wrong with it; the assets of these may be right now."""
        yield OPERATORS, key
        for each in list(self.caches.workflows.references.to(key)):
            yield WORKFLOWS, each
            for name in usages.referrers(self.caches.assets.references, self.caches, each, self.installation):
                asset = self.caches.assets.view(name)
                if asset and not asset.accepted:
                    yield ASSETS, name

    def _of_namespace(self, key: Key) -> Iterator[Work]:
        yield NAMESPACES, key
        for each in self._refused_sources():
            if each[0] == key[1]:
                yield SOURCES, each
        for each in self._refused_batches():
            if each[0] == key[1]:
                yield BATCHES, each
        for each, summary in self.caches.assets.views():
            if each[0] == key[1] and not summary.accepted:
                yield ASSETS, each
        for each, view in self.caches.executions.views():
            if each[0] == key[1] and view.state not in FINISHED:
                yield EXECUTIONS, each
