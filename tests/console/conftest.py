"""Installations with real results, and the browser; both are started once for all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from media_insights.cli.local.serve_command import local_app
from tests.conformance.api.shelf import frames_zip
from tests.conformance.api.worlds import TEXT, workplace
from tests.console import clips
from tests.console.browsing import FLAGS, chromium
from tests.console.findings import captions
from tests.console.installations import ATTACK, PREFIX, add, served
from tests.console.studios import Studio, studio_place
from tests.console.worlds import built


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
