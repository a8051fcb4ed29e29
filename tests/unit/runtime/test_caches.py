"""Caches keep the newest of each object, whoever brought it, and bring nothing back that is gone."""

from typing import Any

from media_insights.controller.status_patches import merge_patch, status_json
from media_insights.controller.views import execution_group, execution_view
from media_insights.runtime.caches import Cache
from tests.unit.controller.objects import execution


def manifest(version: int, state: str = "", uid: str = "u", asset: str = "clip") -> dict[str, Any]:
    meta = {"name": "run", "namespace": "n", "uid": uid, "resourceVersion": str(version), "managedFields": ["x" * 100]}
    return {"metadata": meta, "spec": {"asset": asset}, "status": {"state": state}}


def cache() -> Cache[Any]:
    return Cache(execution_view, execution_group)


def test_an_older_version_never_replaces_a_newer_one() -> None:
    known = cache()
    known.put(manifest(10, "Started"))
    known.put(manifest(9, "Queued"))
    assert known.view(("n", "run")) == execution_view(manifest(10, "Started"))
    known.put(manifest(3, "Queued", uid="made anew"))
    assert known.view(("n", "run")) == execution_view(manifest(3, "Queued"))


def test_an_answer_that_comes_late_brings_no_ghost_back() -> None:
    known = cache()
    known.put(manifest(1))
    known.drop(("n", "run"), "u")
    known.refresh(manifest(2, "Started"))
    assert known.get(("n", "run")) is None
    assert known.group(("n", "clip")) == ()


def test_a_late_deletion_does_not_reach_the_successor() -> None:
    known = cache()
    known.put(manifest(5, uid="new"))
    known.drop(("n", "run"), "old")
    assert known.uid(("n", "run")) == "new"


def test_objects_are_found_by_what_they_belong_to() -> None:
    known = cache()
    known.put(manifest(1))
    assert known.group(("n", "clip")) == (("n", "run"),)
    known.put(manifest(2, asset="other"))
    assert known.group(("n", "clip")) == ()
    assert known.group(("n", "other")) == (("n", "run"),)


def test_what_came_in_comes_out_without_managed_fields() -> None:
    known = cache()
    known.put(manifest(1))
    found = known.get(("n", "run"))
    assert found
    assert found["spec"] == {"asset": "clip"}
    assert "managedFields" not in found["metadata"]


def test_listeners_hear_of_what_came_changed_and_went() -> None:
    known, heard = cache(), list[tuple[str, str]]()
    known.listeners.append(heard.append)
    known.put(manifest(2))
    known.put(manifest(1))
    known.drop(("n", "run"), "another")
    assert heard == [("n", "run")]
    known.drop(("n", "run"))
    assert heard == [("n", "run")] * 2


def test_a_view_of_anything_is_no_accident() -> None:
    for odd in ({}, {"spec": None}, {"spec": [], "status": "x"}, {"spec": {"priority": "high"}}):
        execution_view({"metadata": {"name": "x"}, **odd})


def test_a_patch_says_only_what_differs() -> None:
    old = {"state": "Queued", "queue": {"position": 1, "reason": "r"}, "stages": [1]}
    assert merge_patch(old, old) == {}
    assert merge_patch(old, {"state": "Started", "stages": [1, 2]}) == {
        "state": "Started",
        "queue": None,
        "stages": [1, 2],
    }
    assert merge_patch(old, old | {"queue": {"position": 2, "reason": "r"}}) == {"queue": {"position": 2}}


def test_an_empty_status_is_written_as_nothing_but_zeros() -> None:
    written = status_json(execution().status)
    assert written == {"observedGeneration": 0}


def test_what_is_remembered_is_a_copy() -> None:
    known, given = cache(), manifest(1)
    known.put(given)
    assert given == manifest(1)
