"""Dependents: which objects must be reconciled when another one is added, changed or deleted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller import children
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

    def _of_batch(self, key: Key) -> Iterator[Work]:
        yield BATCHES, key

    def _of_source(self, key: Key) -> Iterator[Work]:
        """Nothing of its assets: what they leave room for begins some seconds later."""
        yield SOURCES, key

    def _batch_of(self, asset: Key) -> Iterator[Work]:
        summary, batch = self.caches.assets.view(asset), self.caches.assets.owner(asset)
        if summary and summary.batch and batch:
            yield BATCHES, batch

    def _refused_batches(self) -> Iterator[tuple[Key, str]]:
        return ((key, view.workflow) for key, view in self.caches.batches.views() if not view.accepted)

    def _refused_sources(self) -> Iterator[tuple[Key, tuple[str, ...]]]:
        return ((key, view.workflows) for key, view in self.caches.sources.views() if not view.accepted)

    def _of_asset(self, key: Key) -> Iterator[Work]:
        yield ASSETS, key
        yield from self._batch_of(key)
        for each in self.caches.executions.group(key):
            view = self.caches.executions.view(each)
            if view and view.state not in FINISHED:
                yield EXECUTIONS, each

    def _of_workflow(self, key: Key) -> Iterator[Work]:
        """Assets, batches and sources that were refused may be right now."""
        yield WORKFLOWS, key
        for each, workflows in self._refused_sources():
            if key[1] in workflows:
                yield SOURCES, each
        for each, workflow in self._refused_batches():
            if workflow == key[1]:
                yield BATCHES, each
        for each, summary in self.caches.assets.views():
            if key[1] in summary.workflows and not summary.accepted:
                yield ASSETS, each

    def _of_operator(self, key: Key) -> Iterator[Work]:
        """Workflows are checked against the whole catalogue."""
        yield OPERATORS, key
        for each, summary in self.caches.assets.views():
            if not summary.accepted:
                yield ASSETS, each
        for each, _ in self.caches.workflows.views():
            yield WORKFLOWS, each

    def _of_namespace(self, key: Key) -> Iterator[Work]:
        yield NAMESPACES, key
        for each, _ in self._refused_sources():
            if each[0] == key[1]:
                yield SOURCES, each
        for each, _ in self._refused_batches():
            if each[0] == key[1]:
                yield BATCHES, each
        for each, summary in self.caches.assets.views():
            if each[0] == key[1] and not summary.accepted:
                yield ASSETS, each
        for each, view in self.caches.executions.views():
            if each[0] == key[1] and view.state not in FINISHED:
                yield EXECUTIONS, each
