"""``kubectl media explain``: the catalogue and the executions are the cluster's."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from media_insights.cli.terminal.failures import Failure
from tests.unit.builders import CATALOGUE, workflow
from tests.unit.controller.fake_api import FakeApi

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def catalogue(cluster: FakeApi) -> None:
    for name, spec in CATALOGUE.items():
        body = spec.model_dump(mode="json", by_alias=True, exclude_none=True)
        cluster.put("mediaoperators", {"metadata": {"name": name}, "spec": body})
    body = workflow("prepare: proxy; analyze: labels").model_dump(mode="json", by_alias=True, exclude_none=True)
    cluster.put("mediaworkflows", {"metadata": {"name": "shared", "namespace": "media-insights"}, "spec": body})


def test_a_workflow_of_the_installation_is_explained_with_what_runs_here_cost(
    cluster: FakeApi, kubectl_media: Run
) -> None:
    film = cluster.get("mediaassets", "film")
    cluster.put("mediaassets", film | {"status": {"media": {"type": "Video", "durationMillis": 60_000}}})
    operators = [{"name": "proxy", "status": "Complete", "cost": {"cpuSeconds": 9.0}}]
    ran = {"state": "Complete", "stages": [{"name": "prepare", "operators": operators}]}
    meta, spec = {"name": "run", "namespace": "n"}, {"asset": "film", "workflow": "shared"}
    cluster.put("mediaexecutions", {"metadata": meta, "spec": spec, "status": ran})

    done = kubectl_media("explain", "shared", "--type", "Video", "-o", "json")
    assert done.exit_code == 0, done.output
    (video,) = json.loads(done.stdout)["types"]
    assert [each["name"] for each in video["steps"]] == ["proxy", "labels"]
    assert video["steps"][0]["estimate"]["middle"] == 9.0


def test_a_workflow_that_does_not_exist_is_named_with_where_it_was_looked_for(kubectl_media: Run) -> None:
    done = kubectl_media("explain", "nothing")
    assert isinstance(done.exception, Failure)
    assert "no MediaWorkflow nothing in n or media-insights" in str(done.exception)


def test_what_cannot_be_read_is_left_out_and_counted(cluster: FakeApi, kubectl_media: Run) -> None:
    """Among them stubs of objects that are too large, and objects of a newer version."""
    newer = {"asset": "film", "workflow": "shared", "future": True}
    cluster.put("mediaexecutions", {"metadata": {"name": "newer", "namespace": "n"}, "spec": newer})
    cluster.put("mediaassets", {"metadata": {"name": "stub", "namespace": "n"}, "beyondBounds": "too large"})
    cluster.put("mediaoperators", {"metadata": {"name": "stub"}, "beyondBounds": "too large"})
    done = kubectl_media("explain", "shared", "--type", "Video", "-o", "json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["types"][0]["accepted"]
    for plural in ("mediaexecutions", "mediaassets", "mediaoperators"):
        assert f"1 {plural} are left out" in done.stderr


def test_a_workflow_that_cannot_be_read_is_named(cluster: FakeApi, kubectl_media: Run) -> None:
    cluster.put("mediaworkflows", {"metadata": {"name": "newer", "namespace": "n"}, "spec": {"future": True}})
    done = kubectl_media("explain", "newer")
    assert isinstance(done.exception, Failure)
    assert "the MediaWorkflow newer cannot be read" in str(done.exception)
