"""Random JSON from a list through the cache to a decision: every object ends in a value, none in an error.

Steps are bounded by the sizes of what is drawn; what is kept of an object is bounded by what it is.
"""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from media_insights.api.v1alpha1 import MediaAsset, MediaWorkflow
from media_insights.controller import problem_status
from media_insights.controller.views import parsed
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.deciding.assets.asset_facts import AssetFacts
from media_insights.domain.deciding.assets.decide_asset import decide_asset
from media_insights.domain.deciding.decide_workflow import decide_workflow
from media_insights.domain.planning.resolve import MOST_PROBLEMS
from media_insights.domain.sources.tenancy import Tenant
from media_insights.errors import InvalidObject
from media_insights.kube.bounded_response import Intake
from media_insights.kube.bounds import Bounds, beyond_bounds
from media_insights.kube.lists import ListReader
from media_insights.kube.resources import ASSETS, EXECUTIONS, WORKFLOWS, Resource
from tests.unit.builders import CATALOGUE, workflow

NOW = datetime(2026, 5, 1, tzinfo=UTC)
KINDS = (ASSETS, EXECUTIONS, WORKFLOWS)
ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
SOURCE = {"s3": {"bucket": "media", "key": "public/upload/n/clip.mp4"}}
CONFIGURED = st.dictionaries(st.sampled_from(("labels", "proxy", "x")), st.dictionaries(st.text(), ANY))
ASSET = st.builds(
    lambda configuration: {"source": SOURCE, "workflows": [{"name": "flow", "configuration": configuration}]},
    CONFIGURED,
)
SPEC = ANY | ASSET | st.dictionaries(st.sampled_from(("source", "workflows", "stages", "asset", "workflow")), ANY)


CONDITION = st.fixed_dictionaries(
    {"type": st.sampled_from(("Accepted", "Ready")), "status": st.text(), "reason": st.text()}
)
STATUS = st.none() | st.fixed_dictionaries({}, optional={"state": st.text(), "conditions": st.lists(CONDITION)})
"""A status as its schema lets it be: only the controller writes it."""


class Kept:
    """The caches, as the watches fill them."""

    def __init__(self) -> None:
        self.caches = WatchCaches()

    def update_cache(self, resource: Resource, manifest: dict[str, Any]) -> None:
        self.caches[resource].put(manifest)


async def in_one_piece(text: bytes) -> AsyncIterator[bytes]:
    yield text


async def listed(resource: Resource, spec: Any, status: Any) -> WatchCaches:
    kept = Kept()
    meta = {"name": "clip", "namespace": "n", "uid": "u", "generation": 1}
    text = json.dumps({"items": [{"metadata": meta, "spec": spec, "status": status}]}).encode()
    await Intake(kept, {}).page(resource, in_one_piece(text))
    return kept.caches


def decided(resource: Resource, manifest: dict[str, Any]) -> Any:
    """What the controller would write about an object."""
    if sentence := beyond_bounds(manifest):
        return problem_status.unread(resource, manifest, "TooLarge", sentence, NOW)
    try:
        if resource is ASSETS:
            facts = AssetFacts(
                asset=parsed(MediaAsset, manifest),
                enabled=True,
                tenant=Tenant(namespace="n"),
                workflows={"flow": workflow("prepare: proxy; analyze: labels")},
                operators=CATALOGUE,
            )
            return decide_asset(facts, NOW).status
        if resource is WORKFLOWS:
            return decide_workflow(parsed(MediaWorkflow, manifest), CATALOGUE, NOW).status
    except InvalidObject as error:
        return problem_status.invalid(resource, manifest, str(error), NOW)
    return manifest


@settings(max_examples=60)
@given(st.sampled_from(KINDS), SPEC, STATUS)
async def test_whatever_is_listed_is_decided_on(resource: Resource, spec: Any, status: Any) -> None:
    caches = await listed(resource, spec, status)
    manifest = caches[resource].get(("n", "clip"))
    assert manifest is not None
    assert decided(resource, manifest) is not None


@settings(max_examples=40)
@given(ANY, st.integers(1, 400), st.integers(1, 6))
async def test_what_is_kept_is_never_larger_than_its_bounds(spec: Any, most: int, deepest: int) -> None:
    text = json.dumps({"items": [{"metadata": {"name": "a", "uid": "u"}, "spec": spec}]}).encode()
    found = [each async for each in ListReader(Bounds(bytes=most, depth=deepest)).objects(in_one_piece(text))]
    assert len(found) == 1
    assert beyond_bounds(found[0]) or len(json.dumps(found[0])) <= most


def test_of_many_problems_some_are_told() -> None:
    configuration: dict[str, Any] = {f"operator-{number}": {} for number in range(10_000)}
    spec = {"source": SOURCE, "workflows": [{"name": "flow", "configuration": configuration}]}
    status = decided(ASSETS, {"metadata": {"name": "clip", "namespace": "n", "uid": "u"}, "spec": spec})
    (accepted,) = [each for each in status.conditions if each.type == "Accepted"]
    assert len(accepted.message) <= 4096
    assert accepted.message.count(";") <= 2 * MOST_PROBLEMS
