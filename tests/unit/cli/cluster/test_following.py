"""An analysis that will never start is told, not waited for."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from media_insights.cli.cluster.clusters import Place, connect
from media_insights.cli.cluster.following import Following, deadline_of
from media_insights.cli.terminal.outcome import Outcome
from media_insights.cli.terminal.progress import open_progress
from tests.unit.cli.conftest import kubeconfig
from tests.unit.controller.fake_api import FakeApi


@pytest.fixture
def follow(cluster: FakeApi, tmp_path: Any) -> Any:
    with cluster.served() as server:
        (tmp_path / "kubeconfig").write_text(json.dumps(kubeconfig(server)))
        place = connect(Place(kubeconfig=str(tmp_path / "kubeconfig"), namespace="n"))

        def run() -> Outcome:
            with open_progress("film") as watcher:
                return Following(
                    cluster=place, asset="film", workflow="flow", watcher=watcher, deadline=deadline_of(30)
                ).asset_outcome()

        yield run


@pytest.mark.parametrize(
    ("type_", "reason"), [("Accepted", "NamespaceNotEnabled"), ("Accepted", "FileNotFound"), ("Ready", "Rejected")]
)
def test_an_asset_that_will_have_no_run_ends_it(
    cluster: FakeApi, follow: Callable[[], Outcome], type_: str, reason: str
) -> None:
    film = cluster.get("mediaassets", "film")
    condition = {"type": type_, "status": "False", "reason": reason, "message": "why, and what would be right"}
    cluster.later(0.5, cluster.put, "mediaassets", {**film, "status": {"conditions": [condition]}})
    outcome = follow()
    assert outcome.message == "why, and what would be right"
    assert outcome.exit_code


def test_what_a_quota_forbids_is_shown_while_it_is_tried_again(
    cluster: FakeApi, follow: Callable[[], Outcome], capsys: pytest.CaptureFixture[str]
) -> None:
    film = cluster.get("mediaassets", "film")
    for seconds, reason, message in ((0.3, "Forbidden", "exceeded quota"), (0.9, "Rejected", "no such label")):
        condition = {"type": "Ready", "status": "False", "reason": reason, "message": message}
        cluster.later(seconds, cluster.put, "mediaassets", {**film, "status": {"conditions": [condition]}})
    assert follow().message == "no such label"
    assert capsys.readouterr().err.count("waiting: exceeded quota") == 1
