"""Stubs: what is not read can be deleted."""

import pytest

from media_insights.api.v1alpha1 import MediaAsset, MediaBatch, MediaExecution
from media_insights.controller import stubs
from media_insights.controller.views import parsed
from media_insights.kube.resources import ASSETS, BATCHES, EXECUTIONS, WORKFLOWS, Resource

META = {"name": "a", "namespace": "n", "ownerReferences": [], "finalizers": ["f"]}
OWNED = {"ownerReferences": [{"apiVersion": "x", "kind": "MediaAsset", "name": "clip", "uid": "u"}]}


@pytest.mark.parametrize(
    ("resource", "meta", "leaving"),
    [
        (ASSETS, {"deletionTimestamp": "2026-05-01T12:00:00Z"}, True),
        (EXECUTIONS, {"deletionTimestamp": "2026-05-01T12:00:00Z"}, True),
        (BATCHES, {"deletionTimestamp": "2026-05-01T12:00:00Z"}, True),
        (WORKFLOWS, {"deletionTimestamp": "2026-05-01T12:00:00Z"}, False),
        (ASSETS, {}, False),
    ],
)
def test_nothing_belongs_to_a_workflow(resource: Resource, meta: dict[str, str], *, leaving: bool) -> None:
    assert stubs.is_leaving(resource, {"metadata": {**META, **meta}}) == leaving


def test_a_stub_with_a_placeholder_for_its_spec_can_be_read() -> None:
    asset = parsed(MediaAsset, stubs.readable(ASSETS, {"metadata": META}))
    assert (asset.metadata.finalizers, asset.spec.deletion_policy) == (("f",), "Retain")
    assert parsed(MediaBatch, stubs.readable(BATCHES, {"metadata": META})).metadata.finalizers == ("f",)
    execution = parsed(MediaExecution, stubs.readable(EXECUTIONS, {"metadata": {**META, **OWNED}}))
    assert execution.spec.asset == "clip"
    assert parsed(MediaExecution, stubs.readable(EXECUTIONS, {"metadata": META})).spec.asset == "unknown"
