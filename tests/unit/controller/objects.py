"""Short ways to write assets, executions and their facts."""

from datetime import UTC, datetime
from typing import Any

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, labels
from media_insights.compile.settings import GpuSettings
from media_insights.domain.deciding.assets.asset_facts import AssetFacts, SourceObject
from media_insights.domain.deciding.executions.execution_facts import AssetView, ExecutionFacts
from media_insights.domain.manifests import ownership
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import plan_hash
from media_insights.domain.queueing.demand import demand_of
from media_insights.domain.queueing.next import Start
from media_insights.domain.sources.media import Sniffed
from media_insights.domain.sources.tenancy import tenant_of
from tests.unit import builders

NOW = datetime(2026, 5, 1, 12, 0, 0, tzinfo=UTC)
VIDEO = SourceObject(bytes=1000, etag="e", content=Sniffed(type="Video", container="mp4", content_type="video/mp4"))


def asset(
    *workflows: str, status: dict[str, Any] | None = None, meta: dict[str, Any] | None = None, **spec: Any
) -> MediaAsset:
    return MediaAsset.model_validate(
        {
            "metadata": {
                "name": "clip",
                "namespace": "newsroom",
                "uid": "asset-1",
                "generation": 1,
                "finalizers": [labels.FINALIZER],
                **(meta or {}),
            },
            "spec": {
                "source": {"s3": {"bucket": "media", "key": "public/upload/newsroom/clip.mp4"}},
                "workflows": [{"name": name} for name in workflows],
                **spec,
            },
            "status": status or {},
        }
    )


def asset_facts(of: MediaAsset, **more: Any) -> AssetFacts:
    known: dict[str, Any] = {
        "enabled": True,
        "tenant": tenant_of((), "newsroom", "media"),
        "source": VIDEO,
        "workflows": {"analysis": builders.workflow("prepare: proxy; analyze: labels")},
        "operators": builders.CATALOGUE,
    }
    return AssetFacts(asset=of, **(known | more))


def execution(
    state: str = "", *, meta: dict[str, Any] | None = None, status: dict[str, Any] | None = None, **spec: Any
) -> MediaExecution:
    return MediaExecution.model_validate(
        {
            "metadata": {
                "name": "run-1",
                "namespace": "newsroom",
                "uid": "uid-of-run-1",
                "generation": 1,
                "creationTimestamp": "2026-05-01T11:59:00Z",
                **ownership("clip", "asset-1", "analysis"),
                **(meta or {}),
            },
            "spec": {"asset": "clip", "workflow": "analysis", **spec},
            "status": {"state": state, **(status or {})},
        }
    )


def execution_facts(of: MediaExecution, *, recorded: bool = True, **more: Any) -> ExecutionFacts:
    """Return facts; ``recorded``: plan hash and demand stand in the status already."""
    known: dict[str, Any] = {
        "asset": AssetView(accepted=True, uid="asset-1"),
        "admission": Start(namespace="newsroom", name="run-1"),
        "plan": builders.plan("prepare: proxy; analyze: labels"),
        **more,
    }
    plan = known["plan"]
    if isinstance(plan, Plan):
        known.setdefault("demand", demand_of(plan, GpuSettings()))
        record = {"demand": known["demand"], "plan_hash": plan_hash(plan)} if recorded else {}
        of = of.model_copy(update={"status": of.status.model_copy(update=record)})
    return ExecutionFacts(execution=of, **known)
