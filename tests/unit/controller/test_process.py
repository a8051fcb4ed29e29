"""How the controller's process ends, and how it waits to lead."""

import asyncio
import os
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from media_insights.controller import process
from media_insights.runtime import lease
from media_insights.settings.controller import ControllerSettings, read
from media_insights.storage.folder import FolderStore
from tests.unit.controller.fake_api import FakeApi, refusal
from tests.unit.kube.conftest import kubeconfig

SHARED = {"MEDIA_INSIGHTS_RUN_CREDENTIALS": "shared"}
STORE = {
    "MEDIA_INSIGHTS_S3_ENDPOINT": "http://127.0.0.1:1",
    "MEDIA_INSIGHTS_S3_ACCESS_KEY": "a",
    "MEDIA_INSIGHTS_S3_SECRET_KEY": "b",
}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ControllerSettings:
    (tmp_path / "kubeconfig").write_text(yaml.safe_dump(kubeconfig("http://127.0.0.1:1")))
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "kubeconfig"))
    found = read({"KUBECONFIG": str(tmp_path / "kubeconfig"), "MEDIA_INSIGHTS_NAMESPACE": "system", **STORE, **SHARED})
    return replace(found, pod_name="me", health_port=0, metrics_port=0)


def served_at(address: str, settings: ControllerSettings) -> ControllerSettings:
    Path(settings.kubeconfig).write_text(yaml.safe_dump(kubeconfig(address, token="t")))
    return settings


def test_without_a_cluster_it_ends_with_a_sentence(
    settings: ControllerSettings, caplog: pytest.LogCaptureFixture
) -> None:
    assert process.run_controller(replace(settings, kubeconfig="/none")) == 2
    assert "there is no kubeconfig /none" in caplog.text


def test_told_to_end_it_ends_well(settings: ControllerSettings) -> None:
    """Though neither API server nor store answers."""
    threading.Thread(target=end_once_heard, daemon=True).start()
    assert process.run_controller(settings) == 0


def end_once_heard() -> None:
    """Tell the process to end as soon as it handles the signal: before, the signal would kill the tests themselves."""
    while signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        time.sleep(0.05)
    os.kill(os.getpid(), signal.SIGTERM)


async def end_of(running: "asyncio.Task[None]") -> None:
    """Tell the process to end, as the kubelet does."""
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 60)


async def test_told_to_end_it_gives_the_lease_back(settings: ControllerSettings, tmp_path: Path) -> None:
    api = FakeApi()
    with api.served() as address:
        running = asyncio.create_task(
            process.run(served_at(address, settings), FolderStore(tmp_path / "store", "media"))
        )
        await api.watched("mediaassets")
        held = api.get("leases", lease.NAME, "system")["spec"]["holderIdentity"]
        await end_of(running)
        assert (held, api.get("leases", lease.NAME, "system")["spec"]["holderIdentity"]) == ("me", "")


async def test_it_can_be_ended_while_it_waits_to_lead(settings: ControllerSettings, tmp_path: Path) -> None:
    api = FakeApi()
    api.fault = lambda request: refusal(503, "", "later") if "leases" in request.path else None
    with api.served() as address:
        running = asyncio.create_task(
            process.run(served_at(address, settings), FolderStore(tmp_path / "store", "media"))
        )
        await asyncio.sleep(0.5)
        await end_of(running)
    assert not api.writes


async def test_who_lost_the_lease_waits_to_lead_again(
    settings: ControllerSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "RENEW_EVERY", 0.5)
    monkeypatch.setattr(lease, "RETRY_AFTER", 0.1)
    monkeypatch.setattr(lease, "TRY_EVERY", 0.1)
    monkeypatch.setattr(lease, "DEADLINE", 1.0)
    api = FakeApi()
    with api.served() as address:
        running = asyncio.create_task(
            process.run(served_at(address, settings), FolderStore(tmp_path / "store", "media"))
        )
        await api.watched("mediaassets")
        api.fault = lambda request: refusal(503, "", "later") if "leases" in request.path else None
        await api.unwatched("mediaassets")
        api.fault = lambda _: None
        await api.watched("mediaassets")
        await end_of(running)
