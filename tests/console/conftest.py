"""Installations with real results, and the browser; both are started once for all tests."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, sync_playwright

from media_insights.cli.local.serve_command import local_app
from tests.conformance.api.shelf import frames_zip
from tests.conformance.api.worlds import TEXT, workplace
from tests.console import clips
from tests.console.browsing import FLAGS, chromium
from tests.console.findings import captions
from tests.console.studios import Studio, studio_place
from tests.console.worlds import built

PREFIX = "/media/insights"
ATTACK = """<img src=x onerror="window.attacked=1">'"`${7*7}.txt"""
SECONDS = 90


@contextmanager
def served(app: FastAPI, prefix: str) -> Iterator[str]:
    """Run an application in a thread, and give its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + SECONDS
    while not server.started:
        assert time.monotonic() < until, "the application did not start"
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}{prefix}"
    finally:
        server.should_exit = True
        thread.join(30)


def add(url: str, name: str, content: bytes, workflow: str = "reading") -> str:
    """Add a file as a program does, wait until it is analysed, and return the asset's id."""
    with httpx.Client(base_url=url, timeout=30) as client:
        new = {"namespace": "local", "name": name, "bytes": len(content)}
        upload = client.post("/v1/uploads", json=new).raise_for_status().json()["id"]
        client.put(f"/v1/uploads/{upload}/parts/1", content=content).raise_for_status()
        client.post(f"/v1/uploads/{upload}/complete").raise_for_status()
        body = {"namespace": "local", "upload": upload, "workflows": [{"name": workflow}]}
        asset = client.post("/v1/assets", json=body).raise_for_status().json()["id"]
        until = time.monotonic() + SECONDS
        while (found := client.get(f"/v1/assets/{asset}").json())["state"] != "Complete":
            assert time.monotonic() < until, f"{found['state']}: {found['message']}"
            time.sleep(0.2)
        while not client.get("/v1/search", params={"q": f"Asset:{asset}"}).json()["items"]:
            assert time.monotonic() < until, "nothing was indexed"
            time.sleep(0.2)
    return str(asset)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an installation in which nothing is."""
    place = workplace(tmp_path_factory.mktemp("empty"))
    place.output.mkdir()
    with served(local_app(place, prefix=PREFIX, console=built()), PREFIX) as url:
        yield url


@pytest.fixture(scope="session")
def filling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an installation to which tests add."""
    place = workplace(tmp_path_factory.mktemp("filling"))
    place.output.mkdir()
    with served(local_app(place, prefix=PREFIX, console=built()), PREFIX) as url:
        yield url


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an installation with results, below a prefix; one file's name attacks whoever shows it."""
    place = workplace(tmp_path_factory.mktemp("console"))
    place.output.mkdir()
    with served(local_app(place, prefix=PREFIX, console=built()), PREFIX) as url:
        add(url, "water.txt", TEXT)
        add(url, ATTACK, TEXT + ATTACK.encode())
        yield url


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an installation that asks for a token."""
    place = workplace(tmp_path_factory.mktemp("guarded"))
    place.output.mkdir()
    with served(local_app(place, prefix=PREFIX, console=built(), token="let-me-in"), PREFIX) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of three parts."""
    path = tmp_path / "seventeen megabytes ❤.txt"
    path.write_bytes(b"deep water and deep time\n" * 700_000)
    return path


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A film of six seconds."""
    return clips.moving(6, tmp_path_factory.mktemp("film"))


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory, film: bytes) -> Iterator[Studio]:
    """An installation whose operators say what a test wants; tests add assets of their own."""
    place, operators = studio_place(tmp_path_factory.mktemp("studio"))
    frames = clips.frames(film, tmp_path_factory.mktemp("frames"))
    operators.files = {
        "proxy.mp4": film,
        "frames.zip": frames_zip(frames),
        "poster.jpg": frames[0],
        "captions.vtt": captions("the harbour is calm at dawn", "boats leave before the sun is up")[1],
    }
    with served(local_app(place, prefix=PREFIX, console=built()), PREFIX) as url:
        yield Studio(url, operators)
