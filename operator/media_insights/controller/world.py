"""Everything that the watches have brought, in one place."""

from dataclasses import dataclass, field

from media_insights.api.v1alpha1 import MediaOperatorSpec, MediaWorkflowSpec
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller import views
from media_insights.controller.views import AssetSummary, ExecutionView
from media_insights.kube.resources import (
    ASSETS,
    CONFIG_MAPS,
    EXECUTIONS,
    LEASES,
    NAMESPACES,
    OPERATORS,
    RUNS,
    WORKFLOWS,
    Resource,
)
from media_insights.runtime.caches import Cache


def _nothing(_: Manifest) -> None:
    return None


def _content(manifest: Manifest) -> dict[str, str]:
    return dict(manifest.get("data") or {})


@dataclass(slots=True)
class World:
    """The caches, one per kind."""

    assets: Cache[AssetSummary] = field(default_factory=lambda: Cache(views.asset_summary))
    executions: Cache[ExecutionView] = field(default_factory=lambda: Cache(views.execution_view, views.execution_group))
    workflows: Cache[MediaWorkflowSpec | None] = field(default_factory=lambda: Cache(views.workflow_spec))
    operators: Cache[MediaOperatorSpec | None] = field(default_factory=lambda: Cache(views.operator_spec))
    runs: Cache[None] = field(default_factory=lambda: Cache(_nothing))
    namespaces: Cache[bool] = field(default_factory=lambda: Cache(views.is_enabled))
    config_maps: Cache[dict[str, str]] = field(default_factory=lambda: Cache(_content))
    leases: Cache[None] = field(default_factory=lambda: Cache(_nothing))

    def of(self, resource: Resource) -> Cache[object]:
        """Return the cache of a kind."""
        caches: dict[Resource, Cache[object]] = {
            ASSETS: self.assets,  # type: ignore[dict-item]  # a cache of anything: only puts and drops are used
            EXECUTIONS: self.executions,  # type: ignore[dict-item]
            WORKFLOWS: self.workflows,  # type: ignore[dict-item]
            OPERATORS: self.operators,  # type: ignore[dict-item]
            RUNS: self.runs,  # type: ignore[dict-item]
            NAMESPACES: self.namespaces,  # type: ignore[dict-item]
            CONFIG_MAPS: self.config_maps,  # type: ignore[dict-item]
            LEASES: self.leases,  # type: ignore[dict-item]
        }
        return caches[resource]

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
