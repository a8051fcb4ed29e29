"""The watch caches, one per kind."""

from collections.abc import Iterator, Mapping
from typing import Any

from media_insights.api.v1alpha1 import MediaOperatorSpec, MediaWorkflowSpec
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller import children, targets, views
from media_insights.controller.views import AssetSummary, BatchSummary, ExecutionView, SourceSummary
from media_insights.domain.sources.tenancy import is_enabled
from media_insights.kube.resources import (
    ASSETS,
    BATCHES,
    CONFIG_MAPS,
    EXECUTIONS,
    LEASES,
    NAMESPACES,
    OPERATORS,
    RUNS,
    SOURCES,
    WORKFLOWS,
    Resource,
)
from media_insights.runtime.caches import Cache


def _nothing(_: Manifest) -> None:
    return None


def _content(manifest: Manifest) -> dict[str, str]:
    return dict(manifest.get("data") or {})


class WatchCaches(Mapping[Resource, Cache[Any]]):
    """The caches, one per kind that is watched; by name for those whose views are asked for."""

    def __init__(self) -> None:
        """All empty."""
        self._caches: dict[Resource, Cache[Any]] = {
            ASSETS: Cache(views.asset_summary, views.asset_maker, targets_of=targets.of_asset),
            BATCHES: Cache(views.batch_summary, targets_of=targets.of_batch),
            SOURCES: Cache(views.source_summary),
            EXECUTIONS: Cache(views.execution_view, views.execution_group, targets_of=targets.of_execution),
            WORKFLOWS: Cache(views.workflow_spec, targets_of=targets.of_workflow),
            OPERATORS: Cache(views.operator_spec),
            RUNS: Cache(views.run_is_over),
            NAMESPACES: Cache(is_enabled),
            CONFIG_MAPS: Cache(_content),
            LEASES: Cache(_nothing),
            **{kind: Cache(children.fingerprint, children.namespace_of) for kind in children.WATCHED},
        }

    def __getitem__(self, resource: Resource) -> Cache[Any]:
        """Return the cache of a kind."""
        return self._caches[resource]

    def __iter__(self) -> Iterator[Resource]:
        """Yield the kinds."""
        return iter(self._caches)

    def __len__(self) -> int:
        """Count the kinds."""
        return len(self._caches)

    @property
    def assets(self) -> Cache[AssetSummary]:
        """MediaAssets, grouped by the batches and sources that made them."""
        return self._caches[ASSETS]

    @property
    def batches(self) -> Cache[BatchSummary]:
        """MediaBatches."""
        return self._caches[BATCHES]

    @property
    def sources(self) -> Cache[SourceSummary]:
        """MediaSources."""
        return self._caches[SOURCES]

    @property
    def executions(self) -> Cache[ExecutionView]:
        """MediaExecutions, grouped by their assets."""
        return self._caches[EXECUTIONS]

    @property
    def workflows(self) -> Cache[MediaWorkflowSpec | None]:
        """MediaWorkflows; None for a spec that cannot be read."""
        return self._caches[WORKFLOWS]

    @property
    def operators(self) -> Cache[MediaOperatorSpec | None]:
        """MediaOperators; None for a spec that cannot be read."""
        return self._caches[OPERATORS]

    @property
    def runs(self) -> Cache[bool]:
        """Argo Workflows; whether they are over."""
        return self._caches[RUNS]

    @property
    def namespaces(self) -> Cache[bool]:
        """Namespaces; whether media-insights is enabled in them."""
        return self._caches[NAMESPACES]

    @property
    def config_maps(self) -> Cache[dict[str, str]]:
        """The ConfigMap of the limits."""
        return self._caches[CONFIG_MAPS]

    def catalogue(self) -> dict[str, MediaOperatorSpec]:
        """Return every operator that can be read."""
        return {name: spec for (_, name), spec in self.operators.views() if spec is not None}

    def workflows_for(self, namespace: str, installation: str) -> dict[str, MediaWorkflowSpec]:
        """Return the workflows that a namespace may name: its own, and the installation's where it has none."""
        found: dict[str, MediaWorkflowSpec] = {}
        for (where, name), spec in self.workflows.views():
            if spec is not None and (where == namespace or (where == installation and name not in found)):
                found[name] = spec
        return found
