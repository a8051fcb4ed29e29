"""How the controller's process ends, and how it waits to lead."""

import asyncio
import contextlib
import os
import signal
import socket
import threading
import time
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
import yaml

from media_insights.controller import process
from media_insights.errors import SilentWatch
from media_insights.kube.resources import LEASES
from media_insights.runtime import lease
from media_insights.runtime.health import Freshness
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


async def test_definitions_that_are_older_than_the_controller_do_not_keep_it_from_its_work(
    settings: ControllerSettings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    api, port = FakeApi(), free_port()
    api.unknown = {"mediabatches"}
    with api.served() as address:
        given = replace(served_at(address, settings), health_port=port)
        running = asyncio.create_task(process.run(given, FolderStore(tmp_path / "store", "media")))
        status, said = await ready(port)
        await end_of(running)
    assert (status, said.splitlines()[0]) == (200, "ok")
    assert "the API server does not know mediabatches.mediainsights.dev: apply" in said
    assert sum("does not know mediabatches.mediainsights.dev" in each for each in caplog.messages) == 1


async def ready(port: int) -> tuple[int, str]:
    """What the readiness probe says as soon as it says that the controller is ready and leads."""
    async with asyncio.timeout(60), aiohttp.ClientSession() as session:
        while True:
            with contextlib.suppress(aiohttp.ClientConnectionError):
                async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    said = await answer.text()
                if answer.status == 200 and said != "ok":
                    return answer.status, said
            await asyncio.sleep(0.05)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


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


async def test_a_watch_that_falls_silent_is_noticed() -> None:
    now = 1000.0
    freshness = Freshness(clock=lambda: now)
    watching = asyncio.Event()
    noticing = asyncio.create_task(process.notice_silence(freshness, watching, every=0.01))
    now += process.SILENCE + 1
    await asyncio.sleep(0.05)
    assert not noticing.done(), "nothing is expected before the watches began"
    watching.set()
    freshness.note(LEASES)
    now += process.SILENCE
    await asyncio.sleep(0.05)
    assert not noticing.done()
    now += 1
    with pytest.raises(SilentWatch, match="brought nothing for 31 s"):
        await asyncio.wait_for(noticing, 30)


async def test_a_watch_that_is_dead_from_the_start_is_noticed() -> None:
    now = 1000.0
    freshness, watching = Freshness(clock=lambda: now), asyncio.Event()
    watching.set()
    noticing = asyncio.create_task(process.notice_silence(freshness, watching, every=0.01))
    await asyncio.sleep(0.05)
    now += process.SILENCE
    await asyncio.sleep(0.05)
    assert not noticing.done()
    now += 1
    with pytest.raises(SilentWatch, match="brought nothing for 31 s"):
        await asyncio.wait_for(noticing, 30)
