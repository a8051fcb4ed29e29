"""The whole controller, on the wire."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.controller.whole import World, cluster_with_catalogue


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with cluster_with_catalogue(tmp_path, monkeypatch) as world:
        yield world
