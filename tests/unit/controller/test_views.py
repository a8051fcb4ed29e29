"""Views are total: objects of any shape have one."""

from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaAsset, labels
from media_insights.controller import views
from media_insights.controller.views import AssetSummary
from media_insights.errors import InvalidObject

Manifest = dict[str, Any]


def manifest(**more: Any) -> Manifest:
    return {"metadata": {"name": "x", "namespace": "n", "uid": "u"}, **more}


ODD = [manifest(), manifest(spec=None, status=None), manifest(spec=7, status="x"), manifest(spec={}, status={})]


@pytest.mark.parametrize("odd", ODD)
def test_every_object_has_a_view(odd: Manifest) -> None:
    view = views.execution_view(odd)
    assert (view.asset, view.workflow, view.state, view.priority, view.leaving) == ("", "", "", None, False)
    assert (view.finished_at, view.message, view.cancelled, view.retry) == ("", "", False, 0)
    assert views.execution_group(odd) is None
    assert views.asset_maker(odd) is None
    assert views.batch_summary(odd).items == {"total": 0, "done": 0, "failed": 0, "running": 0}
    assert views.asset_summary(odd) == AssetSummary(uid="u", accepted=None, message="", workflows=())
    assert views.workflow_spec(odd) is None
    assert views.operator_spec(odd) is None


def test_what_the_queue_reads_of_an_execution() -> None:
    found = views.execution_view(
        {
            "metadata": {"name": "x", "creationTimestamp": "t1", "deletionTimestamp": "t3"},
            "spec": {"asset": "clip", "workflow": "flow", "priority": 5},
            "status": {"state": "Queued", "queuedAt": "t2", "demand": {"nvidia.com/gpu": 2}},
        }
    )
    assert (found.asset, found.workflow, found.state, found.created, found.queued_at) == (
        "clip", "flow", "Queued", "t1", "t2",
    )  # fmt: skip
    assert (found.priority, found.leaving, found.demand) == (5, True, {"nvidia.com/gpu": 2})


@pytest.mark.parametrize("demand", [None, 3, {"gpu": "2"}, []])
def test_a_demand_that_cannot_be_read_is_none(demand: object) -> None:
    assert views.execution_view(manifest(status={"demand": demand})).demand is None


@pytest.mark.parametrize(("status", "accepted"), [("True", True), ("False", False), ("Unknown", None), ("", None)])
def test_whether_an_asset_is_accepted(status: str, accepted: bool | None) -> None:  # noqa: FBT001 - a column of a table
    conditions = [{"type": "Ready", "status": "True"}, {"type": "Accepted", "status": status, "message": "why"}]
    found = views.asset_summary(manifest(spec={"workflows": [{"name": "a"}, {}]}, status={"conditions": conditions}))
    assert (found.accepted, found.message, found.workflows) == (accepted, "why", ("a", ""))


@pytest.mark.parametrize(
    ("source", "found"),
    [({"s3": {"bucket": "b", "key": "k"}}, ("b", "k")), ({"url": "https://x"}, ("", "")), ("all", ("", ""))],
)
def test_an_asset_s_source_is_its_bucket_and_key(source: Any, found: tuple[str, str]) -> None:
    assert views.asset_summary(manifest(spec={"source": source})).source == found


def test_a_spec_that_cannot_be_read_names_each_field() -> None:
    with pytest.raises(InvalidObject, match=r"spec\.source: Field required; spec\.workflows\[0\]\.name: "):
        views.parsed(MediaAsset, manifest(spec={"workflows": [{"name": 7}]}))


def test_a_status_that_cannot_be_read_is_left_out() -> None:
    spec = {"source": {"s3": {"bucket": "media", "key": "public/upload/k"}}}
    found = views.parsed(MediaAsset, manifest(spec=spec, status={"conditions": "all"}))
    assert found.status.conditions == ()


def test_what_a_batch_reads_of_its_items_and_their_executions() -> None:
    owner = {"apiVersion": "x", "kind": "MediaBatch", "name": "b", "uid": "7"}
    ready = [{"type": "Ready", "status": "False", "reason": "Error"}]
    asset = manifest(spec={}, status={"conditions": ready})
    asset["metadata"]["ownerReferences"] = [owner]
    assert views.asset_maker(asset) == ("n", "b")
    summary = views.asset_summary(asset)
    assert (summary.batch, summary.ready) == ("7", "Error")
    ended = manifest(spec={"cancel": True}, status={"state": "Error", "message": "broken", "finishedAt": "t"})
    ended["metadata"]["annotations"] = {"mediainsights.dev/retry": "2"}
    view = views.execution_view(ended)
    assert (view.finished_at, view.message, view.cancelled, view.retry) == ("t", "broken", True, 2)


def test_the_message_of_what_goes_well_is_not_kept() -> None:
    assert views.execution_view(manifest(spec={}, status={"state": "Complete", "message": "x"})).message == ""


@pytest.mark.parametrize("number", ["", "x", "-1", "٣", "9" * 99, None])
def test_a_retry_that_is_no_number_is_none(number: str | None) -> None:
    odd = manifest(spec={})
    odd["metadata"]["annotations"] = {"mediainsights.dev/retry": number}
    assert views.execution_view(odd).retry == 0


def test_an_asset_of_a_source_is_grouped_by_what_no_object_is_called() -> None:
    asset = {"metadata": {"name": "a", "namespace": "n", "labels": {labels.SOURCE_UID: "7"}}}
    assert views.asset_maker(asset) == views.source_group("n", "7") == ("n", "source/7")


@pytest.mark.parametrize(
    "odd", [{}, {"spec": {"rules": 7}}, {"spec": {"rules": [7, {"workflows": [7]}]}}, {"status": 7}]
)
def test_a_source_that_says_odd_things_is_summarised(odd: dict[str, Any]) -> None:
    found = views.source_summary({"metadata": {"name": "s", "namespace": "n"}, **odd})
    assert (found.workflows, found.accepted, found.state, found.listed) == ((), None, "", "")
    assert set(found.objects.values()) == {0}


def test_a_source_is_summarised() -> None:
    spec = {"rules": [{"workflows": [{"name": "a"}, {"name": "b"}]}, {"workflows": [{"name": "c"}]}]}
    status = {"state": "Watching", "objects": {"seen": 3, "taken": 2}, "lastListing": "2026-05-01T12:00:00Z"}
    found = views.source_summary({"metadata": {"name": "s", "namespace": "n"}, "spec": spec, "status": status})
    assert (found.workflows, found.state, found.objects["seen"]) == (("a", "b", "c"), "Watching", 3)
