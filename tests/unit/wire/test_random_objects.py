"""Random JSON from a list through the cache to a decision: every object ends in a value, none in an error.

What it may cost: ``test_hostile_shapes.py``.
"""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.domain.planning.resolve import MOST_PROBLEMS
from media_insights.kube.bounds import Bounds, beyond_bounds
from media_insights.kube.lists import ListReader
from media_insights.kube.resources import ASSETS, EXECUTIONS, Resource
from tests.unit.wire.list_to_decision import KINDS, SOURCE, cached, decided, in_one_piece

ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
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


@settings(max_examples=60)
@given(st.sampled_from(KINDS), SPEC, STATUS)
async def test_whatever_is_listed_is_decided_on(resource: Resource, spec: Any, status: Any) -> None:
    meta = {"name": "clip", "namespace": "n", "uid": "u", "generation": 1}
    manifest = await cached(resource, json.dumps({"metadata": meta, "spec": spec, "status": status}).encode())
    assert manifest is not None
    ended = resource is EXECUTIONS and isinstance(status, dict) and status.get("state") in FINISHED
    assert decided(resource, manifest).get("conditions") or ended


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
    (accepted,) = [each for each in status["conditions"] if each["type"] == "Accepted"]
    assert len(accepted["message"]) <= 4096
    assert accepted["message"].count(";") <= 2 * MOST_PROBLEMS
