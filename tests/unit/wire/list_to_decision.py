"""The way of one object of a tenant: from the text of a list, through the cache, to what is written about it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, MediaWorkflow
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller import problem_status
from media_insights.controller.status_patches import status_json
from media_insights.controller.views import parsed
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.deciding.assets.asset_facts import AssetFacts
from media_insights.domain.deciding.assets.decide_asset import decide_asset
from media_insights.domain.deciding.decide_workflow import decide_workflow
from media_insights.domain.deciding.executions.decide_execution import decide_execution
from media_insights.domain.deciding.executions.execution_facts import AssetView, ExecutionFacts
from media_insights.domain.deciding.object_uses import UNUSED
from media_insights.domain.planning.resolve import resolve
from media_insights.domain.queueing.next import Start
from media_insights.domain.sources.tenancy import Tenant
from media_insights.errors import InvalidObject
from media_insights.kube.bounded_response import Intake
from media_insights.kube.bounds import beyond_bounds
from media_insights.kube.resources import ASSETS, EXECUTIONS, WORKFLOWS, Resource
from tests.unit.builders import CATALOGUE, operator, request, workflow

NOW = datetime(2026, 5, 1, tzinfo=UTC)
KINDS = (ASSETS, EXECUTIONS, WORKFLOWS)
SOURCE = {"s3": {"bucket": "media", "key": "public/upload/n/clip.mp4"}}
_WORDS = {"type": "string", "enum": ["faces", "texts"]}
OPERATORS = CATALOGUE | {
    "redact": operator(
        "redact",
        "Frames",
        parameters={
            "what": {"type": "array", "items": _WORDS, "uniqueItems": True},
            "names": {"type": "object", "additionalProperties": {"type": "string", "pattern": "^[a-z]+$"}},
        },
    )
}
FLOW = "prepare: proxy; analyze: labels redact"


class Kept:
    """The caches, as the watches fill them."""

    def __init__(self) -> None:
        self.caches = WatchCaches()

    def update_cache(self, resource: Resource, manifest: Manifest) -> None:
        self.caches[resource].put(manifest)


async def in_one_piece(text: bytes) -> AsyncIterator[bytes]:
    yield text


async def cached(resource: Resource, text: bytes) -> Manifest | None:
    """Return what the cache has after a list of this one object, whose name is clip and whose namespace is n."""
    kept = Kept()
    await Intake(kept, {}).page(resource, in_one_piece(b'{"items":[' + text + b"]}"))
    return kept.caches[resource].get(("n", "clip"))


def decided(resource: Resource, manifest: Manifest) -> Manifest:
    """Return the status that the controller would write about an object."""
    if sentence := beyond_bounds(manifest):
        return _written(problem_status.unread(resource, manifest, "TooLarge", sentence, NOW))
    try:
        return _written({ASSETS: _asset, EXECUTIONS: _execution, WORKFLOWS: _workflow}[resource](manifest))
    except InvalidObject as error:
        return _written(problem_status.invalid(resource, manifest, str(error), NOW))


def _asset(manifest: Manifest) -> BaseModel | None:
    asset, flow = parsed(MediaAsset, manifest), workflow(FLOW)
    tenant = Tenant(namespace="n")
    facts = AssetFacts(asset=asset, enabled=True, tenant=tenant, workflows={"flow": flow}, operators=OPERATORS)
    return decide_asset(facts, NOW).status


def _execution(manifest: Manifest) -> BaseModel | None:
    execution = parsed(MediaExecution, manifest)
    facts = ExecutionFacts(
        execution=execution,
        asset=AssetView(accepted=True, uid="u"),
        admission=Start(namespace="n", name="clip"),
        plan=resolve(request(FLOW, configuration=execution.spec.configuration, operators=OPERATORS)),
        demand={},
    )
    return decide_execution(facts, NOW).status


def _workflow(manifest: Manifest) -> BaseModel | None:
    return decide_workflow(parsed(MediaWorkflow, manifest), OPERATORS, UNUSED, NOW).status


def _written(status: Any) -> Manifest:
    return status_json(status) if isinstance(status, BaseModel) else dict(status or {})
