"""Logs that Argo has kept, when the pods are gone: line by line, and of endless ones the end."""

from pathlib import Path

import pytest
import yaml

from media_insights.cluster.cluster_logs import ClusterLogs
from media_insights.domain.running import log_lines
from media_insights.kube.client import connect
from media_insights.ports.runs import LogLine
from media_insights.storage.folder import FolderStore
from tests.unit.controller.fake_api import FakeApi
from tests.unit.controller.objects import execution
from tests.unit.kube.conftest import kubeconfig

LOGS = "private/newsroom/assets/a/logs/run-1"
ENDED = execution("Complete", status={"planKey": "private/newsroom/assets/a/workflows/uid-of-run-1/plan.json"})


@pytest.mark.parametrize(
    ("operator", "told"),
    [
        ("", [("labels", "deep"), ("labels", ""), ("labels", "water"), ("proxy", "made")]),
        ("proxy", [("proxy", "made")]),
        ("none", []),
    ],
)
async def test_kept_logs_are_told_line_by_line_without_argos(
    tmp_path: Path, operator: str, told: list[tuple[str, str]]
) -> None:
    store = FolderStore(tmp_path / "store", "media")
    store.put(f"{LOGS}/run-1-labels-1/main.log", b"deep\n\ntime=now argo=true\nwater")
    store.put(f"{LOGS}/run-1-proxy-2/main.log", b"made\r\n")
    assert await lines(store, tmp_path, operator) == [LogLine(*each) for each in told]


async def test_of_an_endless_log_the_end_is_told_and_what_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_lines, "MOST_OF_A_LOG", 6)
    store, key = FolderStore(tmp_path / "store", "media"), f"{LOGS}/run-1-labels-1/main.log"
    store.put(key, b"deep\nwater\n")
    left_out, *end = await lines(store, tmp_path, "")
    assert left_out == LogLine("labels", f"(the first 5 bytes of this log are left out: {key} has them)")
    assert end == [LogLine("labels", "water")]


async def lines(store: FolderStore, folder: Path, operator: str) -> list[LogLine]:
    """Return what is told of a run whose pods are gone."""
    with FakeApi().served() as address:
        path = folder / "kubeconfig"
        path.write_text(yaml.safe_dump(kubeconfig(address, token="t")), encoding="utf-8")
        api = await connect(str(path))
        try:
            return [each async for each in ClusterLogs(api, store).lines(ENDED, operator, follow=False)]
        finally:
            await api.close()
